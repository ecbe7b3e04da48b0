"""Bullets that are drawn as shapes, as text before the lines that they open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.formats.pdf.fragments import Fragment

_MOST = 200
"""Small shapes of a page, at most: one with more holds a drawing."""
_NEAR = 2.0
"""Gap between a bullet and its line, at most, in line heights."""
_ALONE = 3.0
"""Gap between a bullet and what stands before it, at least, in line heights."""
_SMALLER = 0.55
"""Height of a bullet, at most, in line heights."""


def find_bullets(dots: Sequence[Box], fragments: Sequence[Fragment]) -> Iterator[Fragment]:
    """The shapes that stand before a line of text and behind none.

    Args:
        dots: small shapes of a page.
        fragments: its text.
    """
    for dot in dots if len(dots) <= _MOST else ():
        middle = (dot[1] + dot[3]) / 2
        beside = [f for f in fragments if f.bottom < middle < f.top]
        line = min((f for f in beside if f.left >= dot[2]), key=lambda f: f.left, default=None)
        if line is None or line.left - dot[2] > _NEAR * line.size:
            continue
        near = dot[0] - _ALONE * line.size
        is_first = not any(f.left < dot[2] and f.right > near for f in beside)
        if is_first and dot[3] - dot[1] <= _SMALLER * line.size:
            half = line.size / 2
            yield Fragment("•", dot[0], middle - half, dot[2], middle + half, line.size)
