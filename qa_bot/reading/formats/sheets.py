"""Tables: spreadsheets (.xlsx, .xls, .xlsb, .ods) with a page a sheet, and .csv files.

A stretch of rows between empty ones is a table; its rows become sentences that name their columns.
"""

from __future__ import annotations

import csv
import datetime
import io
import itertools
from collections.abc import Sequence

from python_calamine import CalamineError, CalamineWorkbook

from qa_bot.reading.archives import open_archive
from qa_bot.reading.encodings import decode_text
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 10_000_000


def read_spreadsheet(file: RawFile) -> Parsed:
    """Read every sheet's values (formulas as last calculated)."""
    if file.data.startswith(b"PK"):
        with open_archive(file.data):
            pass
    writer = TextWriter()
    without_text = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.data))
        for number, name in enumerate(workbook.sheet_names, 1):
            rows = workbook.get_sheet_by_name(name).to_python()
            writer.page(number, f"sheet {name}")
            if any(cell != "" for row in rows for cell in row):
                writer.heading(name)
                write_rows([[_cell(cell) for cell in row] for row in rows], writer)
            else:
                without_text.append(number)
    except CalamineError as error:
        raise ReadingError(f"is not a whole spreadsheet ({error})") from error
    return writer.finish(pages_without_text=without_text)


def read_csv(file: RawFile) -> Parsed:
    """Read a table of text; the delimiter is the one that its first lines agree on."""
    text = decode_text(file.data)
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise ReadingError(f"is not a readable table ({error}); save it as CSV again") from error
    writer = TextWriter()
    write_rows(rows, writer)
    return writer.finish()


def write_rows(rows: Sequence[Sequence[str]], writer: TextWriter) -> None:
    """Write the tables that empty rows set apart."""
    for filled, table in itertools.groupby(rows, lambda row: any(cell.strip() for cell in row)):
        if filled:
            writer.table(_trim(list(table)))


def _trim(rows: list[Sequence[str]]) -> list[Sequence[str]]:
    """Rows without the columns that are empty on the left of all of them."""
    first = min(next(i for i, cell in enumerate(row) if cell.strip()) for row in rows)
    last = max(i for row in rows for i, cell in enumerate(row) if cell.strip()) + 1
    return [row[first:last] for row in rows]


def _delimiter(text: str) -> str:
    """The delimiter that parts the first lines into the same number of fields, most of all."""
    lines = [line for line in text.split("\n", 20)[:20] if line.strip()]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(counts), key=counts.count)
        return (counts.count(usual) if usual > 1 else 0, usual)

    return max(_DELIMITERS, key=agreement)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
