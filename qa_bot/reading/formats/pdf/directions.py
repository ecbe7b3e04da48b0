"""Directions: text as a page shows it from left to right, and as it is read.

Lines in Hebrew and Arabic are read from the right, but for the numbers and the words of other
scripts in them. Turning a text twice gives it back.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence

from qa_bot.reading.formats.pdf.boxes import Box

_FIRST_RIGHT_TO_LEFT = "\u0590"
_RIGHT_TO_LEFT = ("R", "AL")
_CLASSES = {
    "R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N",
    "NSM": "M", "CS": "c", "ES": "s", "ET": "t",
}  # fmt: skip
_HEBREW_ISLAND = re.compile(r"[LN](?=[^R]*L)[^R]*[LN]|L(?:[^R]*[LN])?|t*N+(?:[cs]N+)*t*")
_ARABIC_ISLAND = re.compile(r"[LN](?=[^R]*L)[^R]*[LN]|L(?:[^R]*[LN])?|N+(?:cN+)*")
"""What is read from the left in a line that is read from the right: words, or a number."""
_BACKWARD_ISLAND = re.compile(r"R(?:[^L]*R)?M*")
_BRACKETS = str.maketrans("()[]{}«»", ")(][}{»«")
_TOUCHING = 0.1
"""Gap, in line heights, in which no space stands."""
_OPENING, _CLOSING = "([{«", ")]}»"


def has_backwards(text: str) -> bool:
    """Whether any character is one of a script that is read from the right."""
    return max(text, default="") >= _FIRST_RIGHT_TO_LEFT and any(
        unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text
    )


def is_backwards(text: str) -> bool:
    """Whether most letters are of such a script."""
    if not has_backwards(text):
        return False
    classes = [unicodedata.bidirectional(c) for c in text]
    return sum(c in _RIGHT_TO_LEFT for c in classes) > classes.count("L")


def turn_text(text: str, backwards: bool) -> str:
    """A shown text as it is read, or the other way round; `backwards` is its direction."""
    clusters = _cluster(text)
    classes = "".join(_CLASSES.get(unicodedata.bidirectional(c[0]), "o") for c in clusters)
    if not backwards:
        return "".join(_turn_islands(clusters, classes, _BACKWARD_ISLAND))
    is_arabic = any(unicodedata.bidirectional(c) == "AL" for c in text)
    islands = _ARABIC_ISLAND if is_arabic else _HEBREW_ISLAND
    turned = _turn_islands(clusters, classes, islands)[::-1]
    return "".join(turned)


def _cluster(text: str) -> list[str]:
    """The letters of a text, each with its marks."""
    clusters: list[str] = []
    for letter in text:
        if clusters and unicodedata.bidirectional(letter) == "NSM":
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def _turn_islands(clusters: list[str], classes: str, islands: re.Pattern[str]) -> list[str]:
    turned = list(clusters)
    for found in islands.finditer(classes):
        first, end = found.span()
        turned[first:end] = turned[first:end][::-1]
    return turned


def mend_brackets(text: str) -> str:
    """A text with the brackets turned that open where a word ends, or close where one starts."""
    mended = list(text)
    for place, letter in enumerate(text):
        before = text[place - 1 : place].isalnum()
        after = text[place + 1 : place + 2].isalnum()
        if (letter in _OPENING and before and not after) or (
            letter in _CLOSING and after and not before
        ):
            mended[place] = letter.translate(_BRACKETS)
    return "".join(mended)


def read_shown(texts: Sequence[str], boxes: Sequence[Box | None]) -> str:
    """The text of letters by their places, as it is read.

    Args:
        texts: of each letter and space, in any order.
        boxes: the letters' boxes, and `None` for spaces.
    """
    base, placed = 0.0, []
    for text, box in zip(texts, boxes, strict=True):
        if box is not None:
            is_mark = bool(placed) and unicodedata.bidirectional(text[-1:] or " ") == "NSM"
            base = base if is_mark else (box[0] + box[2]) / 2
            placed.append((base, box, text))
    placed.sort(key=lambda letter: letter[0])
    spaces = {_find_space(boxes, n, placed) for n, box in enumerate(boxes) if box is None}
    shown = "".join(" " * (n in spaces) + text for n, (_, _, text) in enumerate(placed))
    return mend_brackets(turn_text(shown, is_backwards(shown)))


def _find_space(
    boxes: Sequence[Box | None], at: int, placed: Sequence[tuple[float, Box, str]]
) -> int:
    """Before which of the letters from left to right a space stands: in the widest gap near it."""
    ends = [box for box in (*boxes[at - 1 : at], *boxes[at + 1 : at + 2]) if box]
    left, right = min(b[0] for b in ends), max(b[2] for b in ends)
    gaps = [b[1][0] - a[1][2] for a, b in itertools.pairwise(placed)]
    within = [n for n, (_, b, _) in enumerate(placed) if left <= b[0] and b[2] <= right]
    first, end = within[0], within[-1]
    if max(gaps[first:end], default=0.0) < _TOUCHING * (ends[0][3] - ends[0][1]):
        first, end = max(first - 1, 0), end + 1
    return max(range(first, min(end, len(gaps))), key=gaps.__getitem__, default=-1) + 1
