"""Marking: a page's characters and an excerpt come in, the boxes around its words go out.

A page as PDFium reads it and the canonical text differ in spaces, hyphens and ligatures, so only
letters and digits are compared. Where a page says the same words several times, the excerpt is as
many of them in as it is in the canonical text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a picture: left and top edge, width and height, as shares of its size."""

    left: float
    top: float
    width: float
    height: float


def find_excerpt(characters: Sequence[str], excerpt: str, before: str) -> range | None:
    """The characters of a page that an excerpt consists of, or None where it isn't found.

    Args:
        characters: of the page, in its order.
        excerpt: what is looked for.
        before: the canonical text of the page up to the excerpt.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(characters):
        for letter in _letters(character):
            letters.append(letter)
            places.append(place)
    page, wanted = "".join(letters), _letters(excerpt)
    if not wanted:
        return None
    at = -1
    for _ in range(_letters(before).count(wanted) + 1):
        at = page.find(wanted, at + 1)
        if at < 0:
            return None
    return range(places[at], places[at + len(wanted) - 1] + 1)


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
    return overlap > min(line.height, box.height) / 2 and box.left >= line.left


def _around(first: Box, second: Box) -> Box:
    left, top = min(first.left, second.left), min(first.top, second.top)
    right = max(first.left + first.width, second.left + second.width)
    bottom = max(first.top + first.height, second.top + second.height)
    return Box(left, top, right - left, bottom - top)
