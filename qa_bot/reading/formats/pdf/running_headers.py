"""Running headers, footers and page numbers, told by their return at the same place.

A line returns if it stands in the outermost block of its page, or runs up its side, and the same
words stand there on other pages. Its first copy is kept with its page and the others are left out,
except for plain page numbers, which say nothing. One number in a line may grow with the pages if
it looks like that of a page ("Page 3 of 9"), so that "Chapter 3" and "Order 3" stay.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qa_bot.data import load_words
from qa_bot.reading.formats.pdf.lines import Line, find_body_size

_ZONE = 0.2
"""Share of a page's height, at the top and at the bottom, where such lines stand."""
_DEEPEST = 4
"""Lines of the outermost block, at most."""
_GAP = 1.75
"""Distance between the outermost block and the text, at least, in line heights."""
_FEWEST = 3
"""Pages on which a line returns, at least, in a document of more than three."""
_SHARE = 0.3
"""The same for large letters, as a share: a heading may open several pages."""
_FEW = 5
"""Pages of a document, at most, in which a line returns that stands on two, one apart."""
_NUMBERED = ("chapter", "section", "part")
_LARGE = 1.12
_SAME_HEIGHT = 0.01
_NUMBER = re.compile(r"\d{1,9}")
_ROMAN = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PAGE_WORDS = load_words("page_words.txt")
_COUNT = re.compile(r"@-?\d+(?: roman)?")
_WORD = re.compile(r"[^\W\d_]+|/")
_APART = re.compile(r"[|/•·–—:-]")

Place = tuple[str, int, str]
"""Edge, height in steps, and words: what makes lines of two pages the same."""


@dataclass(slots=True)
class Margins:
    """What returns on a page, by the `id`s of its lines."""

    dropped: set[int] = field(default_factory=set)
    """Copies, and page numbers."""
    heads: set[int] = field(default_factory=set)
    """First copies at the top and the sides."""
    feet: set[int] = field(default_factory=set)
    """First copies at the bottom."""


def find_margins(
    pages: Sequence[Sequence[Line]], heights: Sequence[float], labels: Mapping[int, str]
) -> list[Margins]:
    """What returns on each page.

    Args:
        pages: all lines of each page.
        heights: each page's height.
        labels: what the PDF calls its pages, by their numbers from 1.
    """
    body = find_body_size(itertools.chain(*pages), lambda size: round(size, 1))
    placed = [
        list(_places(number, lines, height))
        for number, (lines, height) in enumerate(zip(pages, heights, strict=True), 1)
    ]
    seen: dict[Place, set[int]] = defaultdict(set)
    for number, places in enumerate(placed, 1):
        for _, place in places:
            seen[place].add(number)
    filled = sum(map(bool, pages))
    headings = _find_headings(pages, body)
    kept: set[tuple[str, tuple[str, ...]]] = set()

    def returns(line: Line, on: set[int]) -> bool:
        is_large = line.size > _LARGE * body
        return len(on) >= _needed(filled, is_large) or (not is_large and _alternates(filled, on))

    counted = {
        _count(place)
        for places in placed
        for line, place in places
        if returns(line, _pages_of(seen, place))
    } - {""}
    found = []
    for number, places in enumerate(placed, 1):
        margins = Margins()
        for line, place in places:
            on = _pages_of(seen, place)
            words = (place[0], tuple(sorted(place[2].split())))
            own = _is_own_label(line, labels.get(number) or str(number))
            if own or _counts_pages(line, number, len(pages)):
                margins.dropped.add(id(line))
            elif returns(line, on) or _count(place) in counted:
                _add(margins, line, place[0], number == min(on) and words not in kept)
                kept.add(words)
            elif (
                line.size <= _LARGE * body and headings.get(_gist(line.text), number + 1) <= number
            ):
                margins.dropped.add(id(line))
        margins.heads -= margins.dropped
        margins.feet -= margins.dropped
        found.append(margins)
    if sum(len(m.dropped | m.heads | m.feet) for m in found) == sum(map(len, pages)):
        return [Margins() for _ in pages]
    return found


def _find_headings(pages: Sequence[Sequence[Line]], body: float) -> dict[tuple[str, ...], int]:
    """What the large lines of a document say, with the page on which each stands first."""
    found: dict[tuple[str, ...], int] = {}
    for number, lines in enumerate(pages, 1):
        for line in lines:
            if line.size > _LARGE * body and (gist := _gist(line.text)):
                found.setdefault(gist, number)
    return found


def _gist(text: str) -> tuple[str, ...]:
    """The words of a heading without its number and the number of the page beside it."""
    words = _WORD.findall(text.casefold())
    return tuple(w for w in words if w not in _NUMBERED and not _ROMAN.fullmatch(w))


def _alternates(filled: int, on: set[int]) -> bool:
    """Whether a line returns on every second page of a document that has only a few."""
    return filled <= _FEW and len(on) > 1 and len({number % 2 for number in on}) == 1


def _count(place: Place) -> str:
    """How far the number in a line is from that of its page, if it has one."""
    found = _COUNT.search(place[2])
    return found[0] if found else ""


def _pages_of(seen: Mapping[Place, set[int]], place: Place) -> set[int]:
    """The pages with the same words at about the same height."""
    edge, step, words = place
    near = (seen.get((edge, step + n, words), set()) for n in (-1, 0, 1))
    return set().union(*near)


def _needed(filled: int, is_large: bool) -> int:
    """On how many pages a line must stand."""
    if filled <= _FEWEST:
        return 2
    return max(_FEWEST, round(_SHARE * filled) if is_large else 0)


def _add(margins: Margins, line: Line, edge: str, is_first: bool) -> None:
    if not is_first or _is_page_number(line.text):
        margins.dropped.add(id(line))
    elif edge == "bottom":
        margins.feet.add(id(line))
    else:
        margins.heads.add(id(line))


def _places(number: int, lines: Sequence[Line], height: float) -> Iterator[tuple[Line, Place]]:
    """The outermost lines of a page, each with every place it may share with others."""
    for line in lines:
        if not line.is_upright:
            yield from ((line, ("side", 0, words)) for words in _spellings(line, number))
    ranked = sorted((line for line in lines if line.is_upright), key=lambda line: -line.top)
    for edge, block in (("top", _outer_block(ranked)), ("bottom", _outer_block(ranked[::-1]))):
        for line in block:
            away = height - line.bottom if edge == "top" else line.top
            if away <= _ZONE * height:
                step = round(away / max(height, 1.0) / _SAME_HEIGHT)
                yield from ((line, (edge, step, words)) for words in _spellings(line, number))


def _outer_block(ranked: Sequence[Line]) -> Sequence[Line]:
    """The lines from an edge of the page up to the first gap; none where the text starts there."""
    for count, (before, line) in enumerate(itertools.pairwise(ranked), 1):
        if abs(before.bottom - line.bottom) > _GAP * min(before.size, line.size):
            return ranked[:count]
        if count == _DEEPEST:
            break
    return ranked[:1] if len(ranked) < 2 or ranked[0].size < ranked[1].size else ()


def _spellings(line: Line, number: int) -> Iterator[str]:
    """A line's words as they are, and with the page's number as its distance from the page's."""
    words = " ".join(line.text.casefold().split())
    yield words
    bare = words.strip("-–—()[]. ")
    if bare and _ROMAN.fullmatch(bare):
        yield f"@{_roman(bare) - number} roman"
    for found in _NUMBER.finditer(words):
        if _may_count(line, words, found):
            yield f"{words[: found.start()]}@{int(found[0]) - number}{words[found.end() :]}"


def _may_count(line: Line, words: str, found: re.Match[str]) -> bool:
    """Whether a number in a line may be that of the page."""
    before, after = words[: found.start()].rstrip(), words[found.end() :].lstrip()
    around = [*_WORD.findall(before)[-1:], *_WORD.findall(after)[:1]]
    if any(word in _PAGE_WORDS for word in around) or not any(c.isalpha() for c in before + after):
        return True
    at_an_end = not before or not after
    return at_an_end and (line.cells > 1 or bool(_APART.search(before[-1:] + after[:1])))


def _is_page_number(text: str) -> bool:
    """Whether a line says nothing but its page's number."""
    words = _WORD.findall(text.casefold())
    if not any(c.isdigit() for c in text):
        return bool(_ROMAN.fullmatch(text.casefold().strip("-–—()[]. ") or "-"))
    return all(word in _PAGE_WORDS for word in words)


def _is_own_label(line: Line, label: str) -> bool:
    return bool(label) and line.text.strip("-–—()[]. ").casefold() == label.casefold()


def _counts_pages(line: Line, number: int, count: int) -> bool:
    """Whether a line says nothing but which page of how many this is."""
    said = [int(found) for found in _NUMBER.findall(line.text)]
    return said in ([number], [number, count]) and _is_page_number(line.text)


def _roman(numeral: str) -> int:
    values = [_VALUES[letter] for letter in numeral]
    return sum(-v if any(w > v for w in values[n + 1 :]) else v for n, v in enumerate(values))
