r"""Words of all scripts: whole with their marks, and one form of each for looking up.

A mark (a vowel sign of Devanagari or Tamil, a vowel point of Arabic or Hebrew) belongs to the word
that it stands in; Python's `\w` leaves marks out. Accents and points are optional in both
directions, and so are the particles that Korean puts behind its nouns.
"""

from __future__ import annotations

import re
import unicodedata

_BLOCKS = ((0x300, 0x370), (0x483, 0x488), (0x591, 0x1E00), (0xA66F, 0xAC00), (0xFB1E, 0xFB1F))
"""Where the combining marks of scripts stand."""


def _marks() -> str:
    """The combining marks as ranges of a character class."""
    ranges: list[list[int]] = []
    for first, last in _BLOCKS:
        for point in range(first, last):
            if unicodedata.category(chr(point))[0] != "M":
                continue
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1][1] = point
            else:
                ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


MARKS = _marks()
WORD = re.compile(rf"[^\W_]+(?:[{MARKS}\u200c\u200d]+[^\W_]*)*")
"""Letters, digits and marks; a word opens with a letter or digit."""
_OPTIONAL = re.compile(
    r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c\u200d]"
)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_SMALL_DIGITS = re.compile(r"(?<=\d)(?=[⁰¹²³⁴-⁹⁻₀-₉¼-¾⅐-⅞])")
_SCRIPT_SIGNS = re.compile(r"[\^_]")
_SCRIPT_SIGN = re.compile(r"(?<=[^\W\d_])\^(?=[^\W_])|(?<=\b[^\W\d_])_(?=\d)")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_PARTICLES = (
    "에서", "에게", "한테", "으로", "까지", "부터", "보다", "처럼", "마다", "조차", "이나", "이라",
    "은", "는", "이", "가", "을", "를", "의", "에", "로", "와", "과", "도", "만", "께", "나",
)  # fmt: skip
_LEAST_SYLLABLES = 2


def fold(word: str) -> str:
    """A word case-folded, without accents, points and Korean particles."""
    word = word.casefold()
    if word.isascii():
        return word
    if _HANGUL.fullmatch(word):
        return _without_particles(word)
    word = _OPTIONAL.sub("", unicodedata.normalize("NFD", word.translate(_LETTERS)))
    return unicodedata.normalize("NFC", word)


def normalize(text: str) -> str:
    """A text in NFKC, in which a power or fraction stays apart from its number ("10⁶", "5½").

    What is raised or lowered beside a letter by a sign ("x^2", "x_1") is as where the sign has it
    ("x²", "x₁").
    """
    if _SCRIPT_SIGNS.search(text):
        text = _SCRIPT_SIGN.sub("", text)
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _SMALL_DIGITS.sub(" ", text))


def _without_particles(word: str) -> str:
    """A Korean word without the particles behind it, of which several may follow each other."""
    while True:
        ending = next((end for end in _PARTICLES if word.endswith(end)), "")
        if not ending or len(word) - len(ending) < _LEAST_SYLLABLES:
            return word
        word = word.removesuffix(ending)
