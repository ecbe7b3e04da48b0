"""Spreadsheets of OpenDocument files: each cell as it is shown, a page a sheet."""

from __future__ import annotations

from lxml.etree import _Element as Element

from qa_bot.reading.formats.opendocument.blocks import DocumentWriter
from qa_bot.reading.formats.opendocument.controls import write_controls
from qa_bot.reading.formats.opendocument.documents import running_texts
from qa_bot.reading.formats.opendocument.names import office, table, text
from qa_bot.reading.formats.opendocument.shapes import ordered
from qa_bot.reading.formats.opendocument.tables import number, repeated, rows_of
from qa_bot.reading.parsed import TextWriter, squeeze
from qa_bot.reading.superscripts import strike_text
from qa_bot.reading.tables import Cell, merge_ranges

_CELLS = (table("table-cell"), table("covered-table-cell"))
_MAX_COLUMNS = 16_384
_MAX_ROWS = 1_048_576
_MOST_FILLED = 10_000
"""Rows and columns that one repeated cell with text fills."""
Range = tuple[tuple[int, int], tuple[int, int]]


def write_sheets(body: Element, document: DocumentWriter, writer: TextWriter) -> list[int]:
    """Write every sheet; gives the numbers of those without text."""
    without_text = []
    sheets = body.findall(f"{office('spreadsheet')}/{table('table')}")
    for place, sheet in enumerate(sheets, 1):
        name = sheet.get(table("name"), "")
        writer.page(place, f"sheet {name}")
        grid = _read_grid(sheet, document)
        shapes = [shape for holder in sheet.iter(table("shapes")) for shape in holder]
        shapes += [shape for cell in sheet.iter(*_CELLS) for shape in ordered(cell)]
        if not any(cell.text for row in grid for cell in row) and not shapes:
            without_text.append(place)
            continue
        writer.heading(name)
        writer.table(grid)
        for shape in shapes:
            document.shape(shape)
        write_controls(sheet, writer)
    for words in dict.fromkeys(running_texts(document, body)):
        writer.paragraph(words)
    for comment in body.iter(office("annotation")):
        document.note_comment(comment)
    document.finish(body)
    return without_text


def _read_grid(sheet: Element, document: DocumentWriter) -> list[list[Cell]]:
    rows: list[list[str]] = []
    ranges: list[Range] = []
    for source in rows_of(sheet):
        cells, merged = _read_row(source, len(rows), document)
        ranges += merged
        times = repeated(source, "number-rows-repeated", _MOST_FILLED) if any(cells) else 1
        rows += [cells] * times
    return merge_ranges(rows, ranges)


def _read_row(source: Element, row: int, document: DocumentWriter) -> tuple[list[str], list[Range]]:
    cells: list[str] = []
    ranges: list[Range] = []
    for cell in source:
        if cell.tag not in _CELLS:
            continue
        words = _shown(cell, document)
        across, down = number(cell, "number-columns-spanned"), number(cell, "number-rows-spanned")
        if words and (across > 1 or down > 1):
            place = len(cells)
            last = (min(row + down, _MAX_ROWS) - 1, min(place + across, _MAX_COLUMNS) - 1)
            ranges.append(((row, place), last))
        most = _MOST_FILLED if words else _MAX_COLUMNS
        cells += [words] * repeated(cell, "number-columns-repeated", most)
    while cells and not cells[-1]:
        cells.pop()
    return cells, ranges


def _shown(cell: Element, document: DocumentWriter) -> str:
    lines = (
        document.inline.read(line)[0] if len(line) else line.text or ""
        for line in cell.findall(text("p"))
    )
    words = squeeze(" ".join(lines))
    own = document.styles.setting(cell.get(table("style-name"), ""), "table-cell")
    return strike_text(words) if own.struck else words
