"""Furniture: running headers, footers and page numbers, told by their return at the same place.

A line is furniture if it stands in the outermost part of its page, or runs up its side, and the
same words, numbers aside, stand there on other pages too. Furniture is left out of the canonical
text, unless nothing else is there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from qa_bot.reading.pdf.layout import Line

_ZONE = 0.2
"""Share of a page's height, at the top and at the bottom, where furniture stands."""
_DEEPEST = 4
"""Lines from an edge that are looked at."""
_SHARE = 0.3
_MANY = 3
"""Pages from which a number alone at an edge is taken for the page's number."""
_SAME_HEIGHT = 0.02
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")


def find_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[set[int]]:
    """For each page, the `id`s of its lines that are furniture.

    Args:
        pages: all lines of each page.
        heights: each page's height.
    """
    edges = [list(_edge_lines(lines, h)) for lines, h in zip(pages, heights, strict=True)]
    filled = sum(bool(lines) for lines in pages)
    needed = 2 if filled <= 3 else max(3, round(_SHARE * filled))
    seen = Counter(place for lines in edges for place in {p for _, p in lines})
    found: list[set[int]] = []
    for lines in edges:
        marked: set[int] = set()
        for line, (edge, height, words) in lines:
            times = sum(seen[(edge, height + step, words)] for step in (-1, 0, 1))
            if times >= needed or (words == "#" and filled >= _MANY):
                marked.add(id(line))
        found.append(marked)
    if sum(map(len, found)) == sum(map(len, pages)):
        return [set() for _ in pages]
    return found


def _edge_lines(
    lines: Sequence[Line], height: float
) -> Iterator[tuple[Line, tuple[str, int, str]]]:
    """The outermost lines with their place: edge, height in steps, words without numbers."""
    ranked = sorted((line for line in lines if line.is_upright), key=lambda line: -line.top)
    for line in lines:
        if not line.is_upright:
            yield line, ("side", 0, _words(line))
    for edge, candidates in (("top", ranked[:_DEEPEST]), ("bottom", ranked[-_DEEPEST:])):
        for line in candidates:
            away = height - line.bottom if edge == "top" else line.top
            is_table_head = line.cells >= 3 and not _NUMBER.search(line.text)
            if away <= _ZONE * height and not is_table_head:
                yield line, (edge, round(away / height / _SAME_HEIGHT), _words(line))


def _words(line: Line) -> str:
    return _NUMBER.sub("#", " ".join(line.text.casefold().split()))
