"""Styles of .xls files (MS-XLS), of Excel 97 and of the versions before it."""

from __future__ import annotations

import io
import struct

import olefile

from qa_bot.reading.formats.sheets.binary import ERRORS
from qa_bot.reading.formats.sheets.look import CellStyle, Font, SheetLook, WorkbookLook, make_style
from qa_bot.reading.formats.sheets.records import read_xls_records

_BEGIN, _END, _SHEET, _FONT, _STYLE, _DATES = 0x809, 0x0A, 0x85, 0x31, 0xE0, 0x22
_FORMATS = (0x41E, 0x1E)
_CELLS = frozenset({0x203, 0x27E, 0xFD, 0x06, 0x406, 0x201, 0x204, 0x205})
_NUMBERS_IN_ROW, _BLANKS_IN_ROW, _ERROR_CELL = 0xBD, 0xBE, 0x205
_NOTE = 0x1C
_VERSION_8 = 0x600
_BOLD = 600
_STRUCK = 0x08
_MISSING_FONT = 4
"""No font has this number; those after it are numbered one too high."""


def read_xls_look(data: bytes) -> WorkbookLook:
    """How a workbook shows its cells."""
    return read_workbook_stream(_stream(data))


def read_workbook_stream(stream: bytes) -> WorkbookLook:
    """How the workbook in a stream shows its cells; what can be read of it, where it is damaged."""
    look = WorkbookLook()
    codes: dict[int, str] = {}
    fonts: list[Font] = []
    is_new = True
    try:
        for kind, record in read_xls_records(stream):
            if kind == _BEGIN:
                is_new = int.from_bytes(record[:2], "little") >= _VERSION_8
            elif kind == _DATES:
                look.from_1904 = record[:1] == b"\1"
            elif kind == _FONT:
                heavy = int.from_bytes(record[6:8], "little") >= _BOLD
                fonts.append(Font(heavy, bool(record[2] & _STRUCK)))
            elif kind in _FORMATS:
                codes[int.from_bytes(record[:2], "little")] = _read_code(record, is_new)
            elif kind == _STYLE:
                look.styles.append(_read_style(record, codes, fonts))
            elif kind == _SHEET:
                name = _read_name(record, is_new)
                look.sheets[name] = _read_sheet(stream, int.from_bytes(record[:4], "little"))
            elif kind == _END:
                break
    except (struct.error, IndexError):
        return look
    return look


def _stream(data: bytes) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    found = container.openstream(name).read()
                    return found if isinstance(found, bytes) else b""
    except OSError:
        return b""  # Calamine says what is wrong with it
    return b""


def _read_style(record: bytes, codes: dict[int, str], fonts: list[Font]) -> CellStyle:
    font, number = struct.unpack_from("<HH", record)
    font -= font > _MISSING_FONT
    return make_style(number, codes, font, fonts)


def _read_code(record: bytes, is_new: bool) -> str:
    if not is_new:
        return record[3 : 3 + record[2]].decode("cp1252", "replace")
    count, flags = struct.unpack_from("<HB", record, 2)
    return _decode(record[5:], count, flags)


def _read_name(record: bytes, is_new: bool) -> str:
    if not is_new:
        return record[7 : 7 + record[6]].decode("cp1252", "replace")
    return _decode(record[8:], record[6], record[7])


def _decode(data: bytes, count: int, flags: int) -> str:
    wide = flags & 1
    return data[: count * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _read_sheet(stream: bytes, position: int) -> SheetLook:
    rows: dict[int, list[tuple[int, int]]] = {}
    errors: dict[tuple[int, int], str] = {}
    comments = 0
    for kind, record in read_xls_records(stream, position):
        if kind == _END:
            break
        comments += kind == _NOTE
        if kind in _CELLS and len(record) >= 6:
            row, column, style = struct.unpack_from("<HHH", record)
            rows.setdefault(row, []).append((column, style))
            if kind == _ERROR_CELL and len(record) >= 8 and record[7]:
                errors[row, column] = ERRORS.get(record[6], "#N/A")
        elif kind in (_NUMBERS_IN_ROW, _BLANKS_IN_ROW) and len(record) >= 6:
            row, column = struct.unpack_from("<HH", record)
            size = 6 if kind == _NUMBERS_IN_ROW else 2
            for place in range(4, len(record) - 2 - size + 1, size):
                (style,) = struct.unpack_from("<H", record, place)
                rows.setdefault(row, []).append((column, style))
                column += 1
    return SheetLook(rows=sorted(rows.items()), shown=errors, unread_comments=comments)
