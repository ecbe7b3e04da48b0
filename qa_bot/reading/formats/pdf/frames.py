"""Frames: boxes drawn round a text, or coloured behind it, that stand beside other text."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.pdf.boxes import Box, area
from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.rows import SIDE_BY_SIDE, count_words_of, find_rows

_WIDEST = 0.75
"""Share of the width of a page's text that a frame takes, at most."""
_FEWEST_ROWS, _WORDS = 2, 3
_IN_STEP = 0.6
"""Share of the lines in a coloured area that have a line beside them, from which it is a column."""


def find_frames(
    fragments: Sequence[Fragment], drawing: Drawing, drawn: Sequence[Box]
) -> Iterator[tuple[Box, list[Fragment]]]:
    """The frames of a page with the text in each, the outermost first.

    Args:
        fragments: of the page, those of tables left out.
        drawing: its coloured areas.
        drawn: the boxes that rules make.
    """
    if not fragments:
        return
    left, right = min(f.left for f in fragments), max(f.right for f in fragments)
    found = [(box, True) for box in drawn] + [(box, False) for box in drawing.areas]
    found = [(box, lined) for box, lined in found if box[2] - box[0] < _WIDEST * (right - left)]
    done: set[int] = set()
    for box, lined in sorted(found, key=lambda each: -area(each[0])):
        inside = [f for f in fragments if _holds(box, f) and id(f) not in done]
        if len(inside) < _FEWEST_ROWS or len(find_rows(inside)) < _FEWEST_ROWS:
            continue
        own = {id(f) for f in inside}
        beside = [f for f in fragments if box[1] < f.middle < box[3] and id(f) not in own]
        if any(f.left < box[2] and f.right > box[0] for f in beside) or not beside:
            continue
        if lined or _is_apart(inside, beside):
            done |= own
            yield box, inside


def _holds(box: Box, fragment: Fragment) -> bool:
    return box[0] < fragment.centre < box[2] and box[1] < fragment.middle < box[3]


def _is_apart(inside: Sequence[Fragment], beside: Sequence[Fragment]) -> bool:
    """Whether the lines of a coloured area are those of a text, and no column of a table."""
    rows = find_rows(inside)
    heights = [f.middle for f in beside]
    step = SIDE_BY_SIDE * inside[0].size
    in_step = sum(any(abs(h - row[0].middle) < step for h in heights) for row in rows)
    if in_step < _IN_STEP * len(rows):
        return True
    words = statistics.median_high(count_words_of(row[0].text) for row in rows)
    return len(rows) > _FEWEST_ROWS and len(rows[0]) == 1 and words >= _WORDS
