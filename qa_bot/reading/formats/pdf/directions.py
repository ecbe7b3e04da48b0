"""Directions: the letters of a line as a page shows them, put into the order in which it is read.

Lines in Hebrew and Arabic are read from the right, but for the numbers and the words of other
scripts in them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

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
_OPENING, _CLOSING = "([{«", ")]}»"


def is_backward_letter(code: int) -> bool:
    """Whether a character is a letter or a mark of a script that is read from the right."""
    if not (0x590 <= code < 0x900 or 0xFB1D <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC):
        return False
    return unicodedata.bidirectional(chr(code)) in (*_RIGHT_TO_LEFT, "NSM")


def is_mark(code: int) -> bool:
    """Whether a character stands above or below a letter of such a script."""
    return is_backward_letter(code) and unicodedata.bidirectional(chr(code)) == "NSM"


def is_backwards(text: str, mostly: bool) -> bool:
    """Whether a line is read from the right.

    Args:
        text: the line as it is shown.
        mostly: whether most of its page is: then only a line with words of other scripts at both
            ends, and more of them, is not. Else half of its words must be of such a script.
    """
    words = [_find_script(word) for word in text.split()]
    strong = [word for word in words if word]
    backwards, forwards = strong.count("R"), strong.count("L")
    if not mostly or (strong and strong[0] == strong[-1] == "L"):
        return 0 < backwards >= forwards
    return backwards > 0 or not forwards


def _find_script(word: str) -> str:
    classes = {_CLASSES.get(unicodedata.bidirectional(c), "") for c in word}
    return "R" if "R" in classes else "L" if "L" in classes else ""


def read_shown(letters: Sequence[str], backwards: bool) -> str:
    """The letters, marks and spaces of a line from left to right, as it is read."""
    clusters: list[str] = []
    for letter in letters:
        if clusters and is_mark(ord(letter[-1:] or " ")):
            clusters[-1] += letter
        else:
            clusters.append(letter or " ")
    classes = "".join(_CLASSES.get(unicodedata.bidirectional(c[0]), "o") for c in clusters)
    if not backwards:
        return mend_brackets("".join(_turn_islands(clusters, classes, _BACKWARD_ISLAND)))
    is_arabic = any(unicodedata.bidirectional(c[0]) == "AL" for c in clusters)
    islands = _ARABIC_ISLAND if is_arabic else _HEBREW_ISLAND
    return mend_brackets("".join(_turn_islands(clusters, classes, islands)[::-1]))


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
