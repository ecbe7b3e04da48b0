"""Letters of TeX's older fonts: accents drawn as signs over their letters, and large operators.

"caf´e" is read as "café". The fonts of large operators have no names that PDFium knows: it gives
the letters at whose codes they stand, so that a root would be read as "p".
"""

from __future__ import annotations

import ctypes
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator

import pypdfium2.raw as raw

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.formats.pdf.characters import Characters

_ACCENTS = {
    ord(sign): mark
    for sign, mark in {
        "`": "\N{COMBINING GRAVE ACCENT}",
        "´": "\N{COMBINING ACUTE ACCENT}",
        "ˆ": "\N{COMBINING CIRCUMFLEX ACCENT}",
        "˜": "\N{COMBINING TILDE}",
        "¨": "\N{COMBINING DIAERESIS}",
        "ˇ": "\N{COMBINING CARON}",
        "˘": "\N{COMBINING BREVE}",
        "¯": "\N{COMBINING MACRON}",
        "˙": "\N{COMBINING DOT ABOVE}",
        "˚": "\N{COMBINING RING ABOVE}",
        "˝": "\N{COMBINING DOUBLE ACUTE ACCENT}",
        "¸": "\N{COMBINING CEDILLA}",
        "˛": "\N{COMBINING OGONEK}",
    }.items()
}
_FAR = 200
"""How many characters an accent may stand away from its letter in the file."""
_DOTLESS = {"ı": "i", "ȷ": "j"}
_COVERED = 0.5
"""Share of an accent's width, at least, that its letter lies under."""
_OPERATORS = dict(zip(map(ord, "PQRXYZpqrs"), map(ord, "∑∏∫∑∏∫√√√√"), strict=True))
"""What the font of large operators shows for the codes of these letters."""
_FONT = re.compile(rb"^(?:\w{6}\+)?(?:cm|lm|eu)ex\d", re.IGNORECASE)


def join_accents(characters: Characters) -> None:
    """Put accents and letters together."""
    codes = characters.codes
    if not _ACCENTS.keys().isdisjoint(codes):
        for index in [n for n, code in enumerate(codes) if code in _ACCENTS]:
            for place in _beside(characters, index):
                if accented := _accent(codes[place], codes[index]):
                    codes[place], codes[index] = accented, 0
                    break


def settle_operators(characters: Characters, indexes: Iterable[int]) -> None:
    """Put large operators in the place of letters that stand off their line, or alone."""
    for index in indexes:
        operator = _OPERATORS.get(characters.codes[index])
        if operator and _FONT.match(_font_name(characters, index)):
            characters.codes[index] = operator


def _beside(characters: Characters, index: int) -> Iterator[int]:
    """The letters that an accent stands over or under, those next to it in the file first.

    PDFium may put an accent that stands higher, over a capital letter, behind its line.
    """
    boxes = characters.boxes
    near = [place for place in (index + 1, index - 1) if 0 <= place < len(boxes)]
    for place in itertools.chain(near, range(index - _FAR, index + _FAR)):
        if 0 <= place < len(boxes) and _covers(boxes[place], boxes[index]):
            yield place


def _covers(letter: Box, accent: Box) -> bool:
    shared = min(letter[2], accent[2]) - max(letter[0], accent[0])
    level = min(letter[3], accent[3]) - max(letter[1], accent[1])
    least = _COVERED * min(accent[2] - accent[0], letter[2] - letter[0])
    return level > 0 and shared > max(least, 0.0)


def _accent(letter: int, accent: int) -> int:
    """The code of a letter with its accent; 0 where there is none."""
    base = _DOTLESS.get(chr(letter), chr(letter))
    joined = unicodedata.normalize("NFC", base + _ACCENTS[accent]) if base.isalpha() else ""
    return ord(joined) if len(joined) == 1 else 0


def _font_name(characters: Characters, index: int) -> bytes:
    owner = raw.FPDFText_GetTextObject(characters.page, index)
    font = raw.FPDFTextObj_GetFont(owner) if owner else None
    if not font:
        return b""
    name = ctypes.create_string_buffer(64)
    raw.FPDFFont_GetBaseFontName(font, name, len(name))
    return name.value
