"""Fonts of a PDF page: which of its characters are bold, and which are all equally wide."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2.raw as raw

_BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
_MONO = re.compile(rb"courier|mono|consol|menlo|typewriter|cmtt|lettergothic|fixed", re.IGNORECASE)
_NARROW, _WIDE = "ijlI.,:'", "mwMW"
"""Letters that are as wide as others only where all letters are."""
_EVEN = 0.01
"""Difference of their widths, in sizes of the font, below which they are equal."""
_FIXED_PITCH, _FORCE_BOLD = 1, 1 << 18
"""Flags of a font descriptor (ISO 32000-1, table 123)."""
_OUTLINED = (raw.FPDF_TEXTRENDERMODE_FILL_STROKE,)
"""Filled and drawn round: how programs make bold letters of a font that has none."""


class Face(NamedTuple):
    """What a font looks like."""

    bold: bool
    mono: bool


class Fonts:
    """The faces of one open page; each font is looked at once."""

    def __init__(self, page: raw.FPDF_TEXTPAGE, codes: Sequence[int] = ()) -> None:
        """Look at the fonts of a page.

        Args:
            page: its text, open.
            codes: its characters.
        """
        self._page = page
        self._codes = codes
        self._faces: dict[int, Face] = {}

    def face(self, index: int) -> Face:
        """The face of the character at `index`."""
        owner = raw.FPDFText_GetTextObject(self._page, index)
        font = raw.FPDFTextObj_GetFont(owner) if owner else None
        if not font:
            return Face(False, False)
        address = ctypes.addressof(font.contents)
        if address not in self._faces:
            face = _look_at(font)
            if not face.mono and _is_even(font) and self._shows_both(address):
                face = Face(face.bold, True)
            self._faces[address] = face
        face = self._faces[address]
        if not face.bold and raw.FPDFTextObj_GetTextRenderMode(owner) in _OUTLINED:
            return Face(True, face.mono)
        return face

    def _shows_both(self, address: int) -> bool:
        """Whether narrow and wide letters of a font stand on the page.

        The widths of letters that a font lacks say nothing.
        """
        for letters in (_NARROW, _WIDE):
            codes = frozenset(map(ord, letters))
            places = (n for n, code in enumerate(self._codes) if code in codes)
            if not any(self._font_at(index) == address for index in places):
                return False
        return True

    def _font_at(self, index: int) -> int:
        owner = raw.FPDFText_GetTextObject(self._page, index)
        font = raw.FPDFTextObj_GetFont(owner) if owner else None
        return ctypes.addressof(font.contents) if font else 0


def _look_at(font: raw.FPDF_FONT) -> Face:
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, len(name))
    flags = max(raw.FPDFFont_GetFlags(font), 0)
    return Face(
        bool(_BOLD.search(name.value)) or bool(flags & _FORCE_BOLD),
        bool(_MONO.search(name.value)) or bool(flags & _FIXED_PITCH),
    )


def _is_even(font: raw.FPDF_FONT) -> bool:
    """Whether all letters of a font whose widths are known are equally wide."""
    found = [width for letter in _NARROW + _WIDE if (width := _width(font, letter)) > 0]
    return bool(found) and max(found) - min(found) < _EVEN


def _width(font: raw.FPDF_FONT, letter: str) -> float:
    """The width of a letter in sizes of the font; 0 where that isn't known."""
    width = ctypes.c_float()
    known = raw.FPDFFont_GetGlyphWidth(font, ord(letter), 1.0, width)
    return width.value if known else 0.0
