"""Fragments: a PDF page comes in, its pieces of text with their boxes go out.

A fragment is a run of characters on one line without a wide gap. Boxes are as the text is read
(turned as most of the page's text is): `left` and `right` grow to the right, `bottom` and `top`
grow upwards.
"""

from __future__ import annotations

import ctypes
import math
import operator
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_WIDE_GAP = 0.9
"""Gap between two characters, in line heights, that parts fragments."""
_SHIFT = 0.6
"""How far a character's middle may lie off the fragment's, in line heights."""
_SAMPLE = 100
_BREAKS = (0x02, 0x2D, 0xAD, 0xFFFE)
_FIRST_RIGHT_TO_LEFT = "\u0590"
_RIGHT_TO_LEFT = ("R", "AL", "NSM")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of text; `size` is its line height."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        """The height of its middle line."""
        return (self.bottom + self.top) / 2

    @property
    def is_upright(self) -> bool:
        """False for text that runs up or down the page."""
        return len(self.text) < 4 or self.top - self.bottom < 3 * (self.right - self.left)


class _Character(NamedTuple):
    place: int
    text: str
    left: float
    bottom: float
    right: float
    top: float
    hyphen: bool
    """A hyphen that PDFium takes for the break of a word at a line end."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's fragments in stream order, its height, its characters without a known letter."""

    fragments: list[Fragment]
    height: float
    unmapped: int


def read_fragments(page: pdfium.PdfPage) -> PageText:
    """The text of a page."""
    owner = page.get_textpage()
    text_page = owner.raw
    count = raw.FPDFText_CountChars(text_page)
    bounds, turn = page.get_mediabox(), _text_turn(text_page, count)
    fragments: list[Fragment] = []
    run: list[_Character] = []
    before: _Character | None = None
    for character in _characters(text_page, count, turn, bounds):
        if character is None or (before and not _goes_on(text_page, turn, before, character)):
            fragments += _close(text_page, run)
            run, before = [], None
        if character is None:
            continue
        run.append(character)
        if not character.text.isspace():
            before = character
        if character.hyphen:
            fragments += _close(text_page, run)
            run, before = [], None
    fragments += _close(text_page, run)
    unmapped = sum(raw.FPDFText_HasUnicodeMapError(text_page, i) == 1 for i in range(count))
    owner.close()
    left, bottom, right, top = bounds
    return PageText(fragments, right - left if turn in (90, 270) else top - bottom, unmapped)


def _text_turn(text_page: raw.FPDF_TEXTPAGE, count: int) -> int:
    """0, 90 or 270: whether most of a page's text runs along it, up or down."""
    turns = Counter(
        _step(text_page, index)
        for index in range(0, count - 1, max(1, count // _SAMPLE))
        if not any(raw.FPDFText_IsGenerated(text_page, i) for i in (index, index + 1))
    )
    return turns.most_common(1)[0][0] if turns else 0


def _step(text_page: raw.FPDF_TEXTPAGE, index: int) -> int:
    """The direction from one character to the next; leftwards counts as along."""
    x, y = (ctypes.c_double(), ctypes.c_double()), (ctypes.c_double(), ctypes.c_double())
    for place in (0, 1):
        raw.FPDFText_GetCharOrigin(text_page, index + place, x[place], y[place])
    right, up = x[1].value - x[0].value, y[1].value - y[0].value
    if abs(up) <= abs(right):
        return 0
    return 90 if up > 0 else 270


def _characters(
    text_page: raw.FPDF_TEXTPAGE, count: int, turn: int, bounds: Box
) -> Iterator[_Character | None]:
    """Characters with their boxes as read; None where PDFium sees a line end."""
    rectangle = raw.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code in (10, 13):
            yield None
        elif code and raw.FPDFText_GetLooseCharBox(text_page, index, pointer):
            hyphen = code in _BREAKS and raw.FPDFText_IsHyphen(text_page, index) == 1
            text = "-" if code in _BREAKS else chr(code) if code > 31 else " "
            box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            yield _Character(index, text, *_turn_box(box, turn, bounds), hyphen)


def _turn_box(box: Box, turn: int, bounds: Box) -> Box:
    """A box in the coordinates of the page turned so that its text runs to the right."""
    x0, y0, x1, y1 = box
    left, bottom, right, top = bounds
    if turn == 90:
        return y0 - bottom, right - x1, y1 - bottom, right - x0
    if turn == 270:
        return top - y1, x0 - left, top - y0, x1 - left
    return x0 - left, y0 - bottom, x1 - left, y1 - bottom


def _goes_on(
    text_page: raw.FPDF_TEXTPAGE, turn: int, before: _Character, character: _Character
) -> bool:
    """Whether a character belongs to the same fragment as the one before it."""
    if character.text == " ":
        return True
    height = max(before.top - before.bottom, character.top - character.bottom, 1.0)
    shift = abs(character.bottom + character.top - before.bottom - before.top) / 2
    if shift > _SHIFT * height:
        angle = raw.FPDFText_GetCharAngle(text_page, character.place)
        return abs(math.sin(angle - math.radians(turn))) > 0.9 and shift < 2 * height
    gap = max(character.left - before.right, before.left - character.right)
    return gap <= _WIDE_GAP * height


def _close(text_page: raw.FPDF_TEXTPAGE, run: list[_Character]) -> Iterator[Fragment]:
    shown = [c for c in run if not c.text.isspace()]
    if not shown:
        return
    text = "".join([c.text for c in _mend_ligatures(run)]).strip()
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    _, _, left, bottom, right, top, _ = zip(*shown, strict=True)
    yield Fragment(
        text,
        min(left),
        min(bottom),
        max(right),
        max(top),
        size=max(statistics.median(map(operator.sub, top, bottom)), 1.0),
        bold=_is_bold(text_page, shown[0].place) and _is_bold(text_page, shown[-1].place),
    )


def _mend_ligatures(run: list[_Character]) -> list[_Character]:
    """Right-to-left characters of one glyph in the order of reading.

    PDFium reverses right-to-left text into reading order one character at a time; where one glyph
    stands for several, that turns them round.
    """
    if all(character.text < _FIRST_RIGHT_TO_LEFT for character in run):
        return run
    mended: list[_Character] = []
    for character in run:
        place = len(mended)
        if unicodedata.bidirectional(character.text) in _RIGHT_TO_LEFT:
            while place and mended[place - 1][2:6] == character[2:6]:
                place -= 1
        mended.insert(place, character)
    return mended


def _is_bold(text_page: raw.FPDF_TEXTPAGE, index: int) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, name, len(name), ctypes.byref(flags))
    lowered = name.value.lower()
    return b"bold" in lowered or b"black" in lowered or b"heavy" in lowered
