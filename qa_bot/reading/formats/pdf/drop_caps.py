"""Drop caps: the large first letter of a paragraph, put to the word that it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa_bot.reading.formats.pdf.fragments import Fragment

_LARGER = 1.8
"""Size of such a letter over that of its paragraph, at least."""
_NEAR = 0.6
"""How far its word stands from it, at most, in line heights."""


def join_drop_caps(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Fragments with large first letters put to the lines that they open."""
    joined = list(fragments)
    for cap in fragments:
        if len(cap.text) == 1 and cap.text.isupper():
            lines = [n for n, line in enumerate(joined) if _is_beside(line, cap)]
            if len(lines) > 1:
                first = max(lines, key=lambda n: joined[n].middle)
                joined[first] = replace(joined[first], text=cap.text + joined[first].text)
                joined = [f for f in joined if f is not cap]
    return joined


def _is_beside(line: Fragment, cap: Fragment) -> bool:
    """Whether a line stands right beside a large letter."""
    if cap.size < _LARGER * line.size or not cap.bottom < line.middle < cap.top:
        return False
    return -_NEAR * line.size < line.left - cap.right < _NEAR * line.size
