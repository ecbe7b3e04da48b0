"""Fonts of a PDF page: which of its characters are bold, and which are all equally wide."""

from __future__ import annotations

import ctypes
import re
from typing import NamedTuple

import pypdfium2.raw as raw

_BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
_MONO = re.compile(rb"courier|mono|consol|menlo|typewriter|cmtt|lettergothic|fixed", re.IGNORECASE)
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

    def __init__(self, page: raw.FPDF_TEXTPAGE) -> None:
        self._page = page
        self._faces: dict[int, Face] = {}

    def face(self, index: int) -> Face:
        """The face of the character at `index`."""
        owner = raw.FPDFText_GetTextObject(self._page, index)
        font = raw.FPDFTextObj_GetFont(owner) if owner else None
        if not font:
            return Face(False, False)
        address = ctypes.addressof(font.contents)
        if address not in self._faces:
            self._faces[address] = _look_at(font)
        face = self._faces[address]
        if not face.bold and raw.FPDFTextObj_GetTextRenderMode(owner) in _OUTLINED:
            return Face(True, face.mono)
        return face


def _look_at(font: raw.FPDF_FONT) -> Face:
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, len(name))
    flags = max(raw.FPDFFont_GetFlags(font), 0)
    return Face(
        bool(_BOLD.search(name.value)) or bool(flags & _FORCE_BOLD),
        bool(_MONO.search(name.value)) or bool(flags & _FIXED_PITCH),
    )
