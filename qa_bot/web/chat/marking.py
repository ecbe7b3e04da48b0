"""Marking: where the words of an excerpt stand on a page of a PDF.

A page as PDFium reads it and the canonical text differ in spaces, hyphens and ligatures, so only
letters and digits are compared. Where a page says the same words several times, the excerpt is as
many of them in as it is in the canonical text. A row of a table stands on the page in pieces: each
is looked for, and among equal ones that nearest to the height of the row is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_COVERED = 0.7
"""Share of an excerpt's letters that must be found where it stands in pieces."""
_PART = re.compile(r"[^:;\n]+(?P<name>: )?")
_NEAR = 4.0
"""Gap between the boxes of a line, at most, in heights of the line, that are joined."""


class Box(NamedTuple):
    """A rectangle on a picture: left and top edge, width and height, as shares of its size."""

    left: float
    top: float
    width: float
    height: float


def find_excerpt(
    characters: Sequence[str], excerpt: str, before: str, heights: Sequence[float] = ()
) -> list[int] | None:
    """The characters of a page that an excerpt consists of, or None where it isn't found.

    Args:
        characters: of the page, in its order.
        excerpt: what is looked for.
        before: the canonical text of the page up to the excerpt.
        heights: how far each character stands from the top of the page; without them an excerpt in
            pieces is not found.
    """
    page = _Page(characters)
    wanted = _letters(excerpt)
    if not wanted:
        return None
    at = -1
    for _ in range(_letters(before).count(wanted) + 1):
        at = page.letters.find(wanted, at + 1)
        if at < 0:
            break
    if at >= 0:
        return page.characters(at, len(wanted))
    return _find_pieces(page, excerpt, before, heights) if heights else None


class _Page:
    """The letters and digits of a page, and which of its characters they belong to."""

    def __init__(self, characters: Sequence[str]) -> None:
        letters: list[str] = []
        self._places: list[int] = []
        for place, character in enumerate(characters):
            for letter in _letters(character):
                letters.append(letter)
                self._places.append(place)
        self.letters = "".join(letters)

    def characters(self, start: int, length: int) -> list[int]:
        """The places of the characters of a stretch of letters."""
        return list(range(self._places[start], self._places[start + length - 1] + 1))

    def height(self, start: int, heights: Sequence[float]) -> float:
        """How far the letter at `start` stands from the top of the page."""
        return heights[self._places[start]]

    def find_all(self, letters: str) -> list[int]:
        """Every place where letters stand."""
        return [found.start() for found in re.finditer(re.escape(letters), self.letters)]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Letters of an excerpt that stand together on the page, and where they may stand."""

    letters: str
    is_name: bool
    """Whether they may be the name of a column, which is said in every row."""
    starts: list[int]


def _find_pieces(
    page: _Page, excerpt: str, before: str, heights: Sequence[float]
) -> list[int] | None:
    pieces = list(_cut(page, excerpt))
    found = sum(len(piece.letters) for piece in pieces)
    if not pieces or found < _COVERED * len(_letters(excerpt)):
        return None
    values = [piece for piece in pieces if not piece.is_name] or pieces
    anchor = min(values, key=lambda piece: (len(piece.starts), -len(piece.letters)))
    nth = min(_letters(before).count(anchor.letters), len(anchor.starts) - 1)
    height = page.height(anchor.starts[nth], heights)
    places: set[int] = set()
    for piece in pieces:
        start = min(piece.starts, key=lambda at: abs(page.height(at, heights) - height))
        start = anchor.starts[nth] if piece is anchor else start
        places.update(page.characters(start, len(piece.letters)))
    return sorted(places)


def _cut(page: _Page, excerpt: str) -> Iterator[_Piece]:
    """The excerpt in pieces, each as many words as stand together on the page."""
    for part in _PART.finditer(excerpt):
        words = [letters for word in part[0].split() if (letters := _letters(word))]
        while words:
            count = len(words)
            while count and not page.find_all("".join(words[:count])):
                count -= 1
            if count:
                letters = "".join(words[:count])
                yield _Piece(letters, bool(part["name"]), page.find_all(letters))
            words = words[max(count, 1) :]


def _letters(text: str) -> str:
    """The letters and digits of a text, in one spelling."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def join_boxes(boxes: Sequence[Box]) -> list[Box]:
    """One box a line out of one a character."""
    lines: list[Box] = []
    for box in boxes:
        if box.width <= 0 or box.height <= 0:
            continue
        if lines and _on_one_line(lines[-1], box):
            lines[-1] = _around(lines[-1], box)
        else:
            lines.append(box)
    return lines


def _on_one_line(line: Box, box: Box) -> bool:
    overlap = min(line.top + line.height, box.top + box.height) - max(line.top, box.top)
    gap = box.left - line.left - line.width
    near = box.left >= line.left and gap < _NEAR * line.height
    return near and overlap > min(line.height, box.height) / 2


def _around(first: Box, second: Box) -> Box:
    left, top = min(first.left, second.left), min(first.top, second.top)
    right = max(first.left + first.width, second.left + second.width)
    bottom = max(first.top + first.height, second.top + second.height)
    return Box(left, top, right - left, bottom - top)
