"""Furniture: running headers, footers and page numbers, told by their return at the same place.

A line is furniture if it stands in the outermost part of its page, or runs up its side, and the
same words stand there on other pages too. One number in it may grow with the pages; the others must
stay the same, so that the rows of a table are not taken for headers. Furniture is left out of the
canonical text, unless nothing else is there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.pdf.lines import Line

_ZONE = 0.2
"""Share of a page's height, at the top and at the bottom, where furniture stands."""
_DEEPEST = 4
"""Lines from an edge that are looked at."""
_SHARE = 0.3
"""Share of a document's pages, at least, on which furniture returns."""
_SAME_HEIGHT = 0.02
_NUMBER = re.compile(r"\d{1,9}")

Place = tuple[str, int, str]
"""Edge, height in steps, and words: what makes lines of two pages the same furniture."""


def find_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[set[int]]:
    """For each page, the `id`s of its lines that are furniture.

    Args:
        pages: all lines of each page.
        heights: each page's height.
    """
    placed = [list(_places(n, *page)) for n, page in enumerate(zip(pages, heights, strict=True))]
    filled = sum(bool(lines) for lines in pages)
    needed = 2 if filled <= 3 else max(3, round(_SHARE * filled))
    seen: dict[Place, set[int]] = defaultdict(set)
    for number, places in enumerate(placed):
        for _, place in places:
            seen[place].add(number)
    found: list[set[int]] = [set() for _ in pages]
    counted = set()
    for marked, places in zip(found, placed, strict=True):
        for line, (edge, height, words) in places:
            steps = (seen.get((edge, height + step, words), set()) for step in (-1, 0, 1))
            if len(set().union(*steps)) >= needed:
                marked.add(id(line))
                counted |= set(re.findall(r"@-?\d+", words))
    for marked, places in zip(found, placed, strict=True):
        marked |= {id(line) for line, (_, _, words) in places if words in counted}
    if sum(map(len, found)) == sum(map(len, pages)):
        return [set() for _ in pages]
    return found


def _places(number: int, lines: Sequence[Line], height: float) -> Iterator[tuple[Line, Place]]:
    """The outermost lines of a page, each with every place it may share with others."""
    for line in lines:
        if not line.is_upright:
            yield from ((line, ("side", 0, words)) for words in _spellings(line, number))
    ranked = sorted((line for line in lines if line.is_upright), key=lambda line: -line.top)
    for edge, candidates in (("top", ranked[:_DEEPEST]), ("bottom", ranked[-_DEEPEST:])):
        for line in candidates:
            away = height - line.bottom if edge == "top" else line.top
            is_table_head = line.cells >= 3 and not _NUMBER.search(line.text)
            if away <= _ZONE * height and not is_table_head:
                step = round(away / height / _SAME_HEIGHT)
                yield from ((line, (edge, step, words)) for words in _spellings(line, number))


def _spellings(line: Line, number: int) -> Iterator[str]:
    """A line's words as they are, and with each number as its distance from the page's."""
    words = " ".join(line.text.casefold().split())
    yield words
    for found in _NUMBER.finditer(words):
        yield f"{words[: found.start()]}@{int(found[0]) - number}{words[found.end() :]}"
