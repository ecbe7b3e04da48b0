"""Blocks of a text, and sections closed where the next one begins, both in linear time."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from qa_bot.types import Section

_INK = re.compile(r"\S")
_GAP = re.compile(r"\n[ \t]*(?=\n)")


def find_blocks(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of the stretches of `text[start:end]` that blank lines part."""
    end = len(text) if end is None else end
    while first := _INK.search(text, start, end):
        gap = _GAP.search(text, first.start(), end)
        start = gap.start() if gap else end
        yield first.start(), start


def close_sections(
    sections: Sequence[Section], text: str, breaks: Sequence[int] = ()
) -> tuple[Section, ...]:
    """Give each section its end: the next of the same or a higher level, or a break.

    Args:
        sections: in any order.
        text: the whole text.
        breaks: offsets in rising order at which any section ends.
    """
    ordered = sorted(sections, key=lambda section: section.start)
    ends = [len(text)] * len(ordered)
    open_ones: list[int] = []
    for position, section in enumerate(ordered):
        while open_ones and ordered[open_ones[-1]].level >= section.level:
            ends[open_ones.pop()] = section.start
        open_ones.append(position)
    return tuple(
        Section(s.title, s.start, s.body, min(end, _next(breaks, s.body, end)), s.level)
        for s, end in zip(ordered, ends, strict=True)
    )


def _next(breaks: Sequence[int], offset: int, otherwise: int) -> int:
    """The first break after an offset."""
    position = bisect_right(breaks, offset)
    return breaks[position] if position < len(breaks) else otherwise
