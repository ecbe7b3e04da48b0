"""Annotations of a PDF page: what is filled into its form, boxes of free text, and comments.

Values of fields and free text stand on the page and are read at their places. Comments (notes, and
remarks on marked text) pop up, and follow the text of their page.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from qa_bot.reading.formats.pdf.boxes import Box, turn_box
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.parsed import squeeze

_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_TICKS = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_VALUES = (
    raw.FPDF_FORMFIELD_TEXTFIELD,
    raw.FPDF_FORMFIELD_COMBOBOX,
    raw.FPDF_FORMFIELD_LISTBOX,
)
_COMMENTS = frozenset(
    {
        raw.FPDF_ANNOT_TEXT,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_SQUIGGLY,
        raw.FPDF_ANNOT_STRIKEOUT,
        raw.FPDF_ANNOT_CARET,
        raw.FPDF_ANNOT_INK,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_CIRCLE,
        raw.FPDF_ANNOT_POLYGON,
        raw.FPDF_ANNOT_POLYLINE,
        raw.FPDF_ANNOT_STAMP,
        raw.FPDF_ANNOT_FILEATTACHMENT,
    }
)
_PASSWORD = 1 << 13
"""Flag of a field whose text isn't shown (ISO 32000-1, table 228)."""
CHECKED, UNCHECKED = "☑", "☐"
_LINE_HEIGHT = 14.0
"""Height of a line of a field, at most, in points."""
_LETTER_WIDTH = 0.45
"""Width of a letter in line heights, about."""


@dataclass(slots=True)
class Annotations:
    """What the annotations of a page say, with boxes in PDF coordinates."""

    values: list[tuple[str, Box]] = field(default_factory=list)
    """What is filled into fields, and free text."""
    comments: list[str] = field(default_factory=list)
    strikes: list[Box] = field(default_factory=list)
    """Rules through text that is marked as deleted."""


def read_annotations(pdf: pdfium.PdfDocument, page: pdfium.PdfPage) -> Annotations:
    """The annotations of an open page; values of fields only if `pdf` has its form environment."""
    found = Annotations()
    form = pdf.formenv.raw if pdf.formenv else None
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            if not raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
                _note(annotation, form, found)
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def place_values(annotations: Annotations, turn: int, bounds: Box) -> list[Fragment]:
    """The values as fragments of the page's text, each at its place."""
    fragments = []
    for value, box in annotations.values:
        left, bottom, right, top = turn_box(box, turn, bounds)
        size = min(top - bottom, _LINE_HEIGHT)
        middle = (bottom + top) / 2
        if value not in (CHECKED, UNCHECKED):
            right = min(right, left + _LETTER_WIDTH * size * len(value))
        fragments.append(
            Fragment(
                squeeze(value),
                left,
                middle - size / 2,
                right,
                middle + size / 2,
                size,
                is_filled_in=True,
            )
        )
    return fragments


def _note(
    annotation: raw.FPDF_ANNOTATION, form: raw.FPDF_FORMHANDLE | None, found: Annotations
) -> None:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_WIDGET:
        if form and (value := _field_value(annotation, form)):
            found.values.append((value, _box(annotation)))
        return
    said = _string(annotation, b"Contents").strip()
    if kind == raw.FPDF_ANNOT_FREETEXT:
        found.values += [(said, _box(annotation))] if said else []
        return
    if kind == raw.FPDF_ANNOT_STRIKEOUT:
        found.strikes += _lines_through(annotation)
    if kind == raw.FPDF_ANNOT_STAMP:
        said = said or _string(annotation, b"Name")
    if said and kind in _COMMENTS:
        author = squeeze(_string(annotation, b"T"))
        found.comments.append(f"[{author or 'Note'}: {squeeze(said)}]")


def _field_value(annotation: raw.FPDF_ANNOTATION, form: raw.FPDF_FORMHANDLE) -> str:
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _TICKS:
        return CHECKED if raw.FPDFAnnot_IsChecked(form, annotation) else UNCHECKED
    if kind not in _VALUES or raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD:
        return ""
    value = _read(functools.partial(raw.FPDFAnnot_GetFormFieldValue, form, annotation))
    if kind == raw.FPDF_FORMFIELD_LISTBOX and not value.strip():
        value = ", ".join(
            _read(functools.partial(raw.FPDFAnnot_GetOptionLabel, form, annotation, option))
            for option in range(max(raw.FPDFAnnot_GetOptionCount(form, annotation), 0))
            if raw.FPDFAnnot_IsOptionSelected(form, annotation, option)
        )
    return value.strip()


def _string(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    return _read(functools.partial(raw.FPDFAnnot_GetStringValue, annotation, key))


def _read(call: Callable[[Any, int], int]) -> str:
    """A string that PDFium writes into a buffer as UTF-16."""
    size = call(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * ((size + 1) // 2))()
    call(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").replace("\r", "\n")


def _box(annotation: raw.FPDF_ANNOTATION) -> Box:
    found = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, found)
    across, up = sorted((found.left, found.right)), sorted((found.bottom, found.top))
    return across[0], up[0], across[1], up[1]


def _lines_through(annotation: raw.FPDF_ANNOTATION) -> Iterator[Box]:
    """A rule through the middle of each stretch of text that an annotation marks."""
    points = raw.FS_QUADPOINTSF()
    for index in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, points):
            across = (points.x1, points.x2, points.x3, points.x4)
            middle = (points.y1 + points.y2 + points.y3 + points.y4) / 4
            yield min(across), middle, max(across), middle
