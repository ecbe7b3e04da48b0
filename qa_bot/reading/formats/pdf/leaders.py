"""Dotted leaders: what stands before them and after them as two cells of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_bot.reading.formats.pdf.fragments import Fragment

_LED = re.compile(
    r"(.*?)\s*(?:[.·…]\s?){4,}\s*(\S{0,3}\d[\d.,–-]*(?: ?\S{1,3})?|[ivxlcIVXLC]{1,7})"
)
"""Words, dots that lead the eye, and a number."""
_WIDTH = 0.45
"""Width of a character in line heights, about."""
_APART = 2.0
"""Gap that is left between both parts, in line heights."""


def part_leaders(fragments: Sequence[Fragment]) -> Iterator[Fragment]:
    """Fragments, those with leaders as two without them."""
    for fragment in fragments:
        found = _LED.fullmatch(fragment.text) if "..." in fragment.text.replace(" ", "") else None
        if found is None:
            yield fragment
            continue
        words, number = found.groups()
        left = fragment.right - _WIDTH * fragment.size * len(number)
        if words:
            right = fragment.left + _WIDTH * fragment.size * len(words)
            right = max(min(right, left - _APART * fragment.size), fragment.left + 1)
            yield replace(fragment, text=words, right=right, gaps=())
        yield replace(fragment, text=number, left=left, indent=0.0, gaps=())
