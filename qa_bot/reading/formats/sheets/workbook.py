"""Sheets as grids of what their cells show."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from qa_bot.reading.archives import open_archive
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats import left_out
from qa_bot.reading.formats.number_formats import format_number, format_text, general
from qa_bot.reading.formats.office import Package, make_file_transitional
from qa_bot.reading.formats.sheets.beside import write_beside
from qa_bot.reading.formats.sheets.binary import read_xlsb_look
from qa_bot.reading.formats.sheets.look import CellStyle, SheetLook, WorkbookLook
from qa_bot.reading.formats.sheets.old import read_xls_look
from qa_bot.reading.formats.sheets.xlsx import read_xlsx_look
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter
from qa_bot.reading.superscripts import strike_text
from qa_bot.reading.tables import Cell, merge_ranges

_EPOCH, _EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)
_LEAP_BUG = datetime.datetime(1900, 3, 1)
_DAY = datetime.timedelta(days=1)
_MIDNIGHT = datetime.time()
_NO_LOOK = SheetLook()
_MOST_HEADS = 4
"""Bold rows that may head a table; more are a table that is all bold."""
_YEARS = range(1900, 2101)
_PANIC = "PanicException"
"""What stops calamine, which is in Rust; its class can't be imported, and is no `Exception`."""


def read_spreadsheet(file: RawFile) -> Parsed:
    """Read every sheet as it is shown (formulas as last calculated).

    Raises:
        ReadingError: it is damaged.
    """
    if not file.data.startswith(b"PK"):
        return _read(file.data, read_xls_look(file.data), None)
    with open_archive(file.data):
        data = make_file_transitional(file.data)
    with open_archive(data) as archive:
        package = Package(archive)
        is_binary = package.main_part().endswith(".bin")
        look = read_xlsb_look(package) if is_binary else read_xlsx_look(package)
        return _read(data, look, package)


def _read(data: bytes, look: WorkbookLook, package: Package | None) -> Parsed:
    writer = TextWriter()
    without_text = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {m.name for m in workbook.sheets_metadata if m.visible != SheetVisibleEnum.Visible}
        for number, name in enumerate(workbook.sheet_names, 1):
            before = writer.length
            writer.page(number, f"sheet {name}")
            writer.count("hidden_blocks", name in hidden)
            own = look.sheets.get(name, _NO_LOOK)
            _write_sheet(workbook.get_sheet_by_name(name), look, own, writer)
            if own.unread_comments:
                writer.leave_out(left_out.COMMENT, own.unread_comments)
            if package is not None and own.part:
                write_beside(package, own.part, writer)
            if writer.length == before:
                without_text.append(number)
    except CalamineError as error:
        raise ReadingError(f"is not a whole spreadsheet ({error})") from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise ReadingError("is damaged: its parts contradict each other") from error
    return writer.finish(pages_without_text=without_text)


def _write_sheet(
    sheet: CalamineSheet, look: WorkbookLook, own: SheetLook, writer: TextWriter
) -> None:
    top, left = sheet.start or (0, 0)
    texts, bold = _read_texts(sheet, look, own)
    if not any(cell for row in texts for cell in row):
        return
    ranges = own.ranges if own.ranges is not None else sheet.merged_cell_ranges or []
    grid = merge_ranges(
        texts,
        (((a - top, b - left), (c - top, d - left)) for (a, b), (c, d) in ranges
         if a >= top and b >= left),
    )  # fmt: skip
    for row in [*(number - top for number in own.heads), *_find_heads(texts, bold)]:
        if 0 <= row < len(grid):
            grid[row] = [Cell(cell.text, True, cell.merged) for cell in grid[row]]
    writer.heading(sheet.name)
    writer.table(grid)


def _read_texts(
    sheet: CalamineSheet, look: WorkbookLook, own: SheetLook
) -> tuple[list[list[str]], list[bool]]:
    """What the cells show, and of each row whether all of it is bold and none of it a value."""
    top, left = sheet.start or (0, 0)
    styled = iter(own.rows)
    ahead = next(styled, None)
    texts: list[list[str]] = []
    bold: list[bool] = []
    for number, values in enumerate(sheet.to_python(), top):
        while ahead is not None and ahead[0] < number:
            ahead = next(styled, None)
        row = [value if isinstance(value, str) else _plain(value) for value in values]
        marks = [False] * len(row)
        if ahead is not None and ahead[0] == number:
            for column, style in ahead[1]:
                place = column - left
                if 0 <= place < len(row) and (said := look.style(style)).is_told:
                    row[place] = _show(values[place], row[place], said, look.from_1904)
                    marks[place] = said.bold and _may_name(values[place])
        if own.shown:
            _put_shown(row, own, number, left)
        texts.append(row)
        filled = [mark for mark, text in zip(marks, row, strict=True) if text]
        is_title = len(filled) == 1 and bool(row[0])
        bold.append(bool(filled) and all(filled) and not is_title)
    return texts, bold


def _put_shown(row: list[str], own: SheetLook, number: int, left: int) -> None:
    for place in range(len(row)):
        row[place] = own.shown.get((number, place + left), row[place])


def _find_heads(texts: list[list[str]], bold: list[bool]) -> Iterator[int]:
    """Bold rows above one that is not: where people look for names of columns."""
    above: list[int] = []
    for row, is_bold in enumerate(bold):
        if is_bold:
            above.append(row)
        else:
            if any(texts[row]) and len(above) <= _MOST_HEADS:
                yield from above
            above = []


def _may_name(value: object) -> bool:
    """Whether a value may name a column: text, or the number of a year."""
    if isinstance(value, int | float):
        return value in _YEARS
    return isinstance(value, str)


def _plain(value: object) -> str:
    """A value in a form of ours, where no format says how it is shown."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return general(value)
    if isinstance(value, datetime.datetime) and value.time() == _MIDNIGHT:
        return value.date().isoformat()
    return str(value)


def _show(value: object, plain: str, style: CellStyle, from_1904: bool) -> str:
    """What a cell of some style shows."""
    text, code = plain, style.code
    if isinstance(value, str):
        text = format_text(value, code) if "@" in code else value
    elif code and not isinstance(value, bool):
        serial = _serial(value, from_1904)
        text = plain if serial is None else format_number(serial, code, from_1904=from_1904)
    return strike_text(text) if style.struck else text


def _serial(value: object, from_1904: bool) -> float | None:
    """The number behind a value: Calamine turns numbers of days into dates and times."""
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime.timedelta):
        return value / _DAY
    if isinstance(value, datetime.time):
        value = datetime.datetime.combine(_EPOCH, value)
        return (value - _EPOCH) / _DAY
    if not isinstance(value, datetime.date):
        return None
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime.combine(value, _MIDNIGHT)
    if from_1904:
        return (value - _EPOCH_1904) / _DAY
    return (value - _EPOCH) / _DAY - (value < _LEAP_BUG)
