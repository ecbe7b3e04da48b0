"""Styles and merged cells of .xlsb files, the binary form of .xlsx (MS-XLSB)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from qa_bot.reading.formats.office import Package
from qa_bot.reading.formats.sheets.look import (
    CellStyle,
    Font,
    Range,
    SheetLook,
    StyledRow,
    WorkbookLook,
    make_style,
)
from qa_bot.reading.formats.sheets.records import read_wide_text, read_xlsb_records
from qa_bot.reading.parsed import squeeze

_ROW, _FIRST_CELL, _LAST_CELL, _CELL_ERROR, _FORMULA_ERROR = 0, 1, 11, 3, 11
_FORMAT, _FONT, _STYLE, _BEGIN_STYLES, _END_STYLES = 44, 43, 47, 617, 618
_SHEET, _PROPERTIES, _MERGED = 156, 153, 176
_COMMENT_TEXT = 637
_BOLD = 600
_STRUCK = 0x08
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def read_xlsb_look(package: Package) -> WorkbookLook:
    """How a workbook shows its cells; as far as it can be read, where it is damaged."""
    look = WorkbookLook()
    main = package.main_part()
    relations = package.relations(main)
    for styles in package.related(main, "styles"):
        look.styles = _read_styles(package.read(styles))
    for kind, record in read_xlsb_records(package.read(main)):
        if kind == _PROPERTIES and len(record) >= 4:
            look.from_1904 = bool(record[0] & 1)
        elif kind == _SHEET and len(record) > 12:
            identifier, end = read_wide_text(record, 8)
            name, _ = read_wide_text(record, end)
            relation = relations.get(identifier)
            if relation is not None and relation.target in package:
                look.sheets[name] = _read_sheet(relation.target, package.read(relation.target))
    return look


def _read_styles(data: bytes) -> list[CellStyle]:
    codes: dict[int, str] = {}
    fonts: list[Font] = []
    styles: list[CellStyle] = []
    is_cell_style = False
    for kind, record in read_xlsb_records(data):
        if kind == _FORMAT and len(record) > 6:
            codes[int.from_bytes(record[:2], "little")] = read_wide_text(record, 2)[0]
        elif kind == _FONT and len(record) > 6:
            heavy = int.from_bytes(record[4:6], "little") >= _BOLD
            fonts.append(Font(heavy, bool(record[2] & _STRUCK)))
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            is_cell_style = kind == _BEGIN_STYLES
        elif kind == _STYLE and is_cell_style and len(record) >= 6:
            _, number, font = struct.unpack_from("<HHH", record)
            styles.append(make_style(number, codes, font, fonts))
    return styles


def _read_sheet(part: str, data: bytes) -> SheetLook:
    rows: list[StyledRow] = []
    ranges: list[Range] = []
    errors: dict[tuple[int, int], str] = {}
    for kind, record in read_xlsb_records(data):
        if kind == _ROW and len(record) >= 4:
            rows.append((int.from_bytes(record[:4], "little"), []))
        elif _FIRST_CELL <= kind <= _LAST_CELL and len(record) >= 8 and rows:
            column, style = struct.unpack_from("<II", record)
            rows[-1][1].append((column, style & 0xFFFFFF))
            if kind in (_CELL_ERROR, _FORMULA_ERROR) and len(record) > 8:
                errors[rows[-1][0], column] = ERRORS.get(record[8], "#N/A")
        elif kind == _MERGED and len(record) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", record)
            ranges.append(((top, left), (bottom, right)))
    return SheetLook(part, rows, ranges=ranges, shown=errors)


def read_xlsb_comments(data: bytes) -> Iterator[str]:
    """The texts of a part with the comments of a sheet."""
    for kind, record in read_xlsb_records(data):
        if kind == _COMMENT_TEXT and len(record) > 5:
            text = squeeze(read_wide_text(record, 1)[0])
            if text:
                yield text
