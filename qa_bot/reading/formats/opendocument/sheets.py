"""Spreadsheets of OpenDocument files: each cell as it is shown, a page a sheet."""

from __future__ import annotations

from lxml.etree import _Element as Element

from qa_bot.reading.formats.opendocument.blocks import DocumentWriter
from qa_bot.reading.formats.opendocument.names import draw, office, table, text
from qa_bot.reading.formats.opendocument.tables import number, repeated, rows_of
from qa_bot.reading.parsed import TextWriter, squeeze
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
        grid = _read_grid(sheet)
        shapes = [shape for holder in sheet.iter(table("shapes")) for shape in holder]
        shapes += [shape for cell in sheet.iter(*_CELLS) for shape in cell.findall(draw("frame"))]
        if not any(cell.text for row in grid for cell in row) and not shapes:
            without_text.append(place)
            continue
        writer.heading(name)
        writer.table(grid)
        for shape in shapes:
            document.shape(shape)
    for comment in body.iter(office("annotation")):
        document.note_comment(comment)
    document.finish(body)
    return without_text


def _read_grid(sheet: Element) -> list[list[Cell]]:
    rows: list[list[str]] = []
    ranges: list[Range] = []
    for source in rows_of(sheet):
        cells, merged = _read_row(source, len(rows))
        ranges += merged
        times = repeated(source, "number-rows-repeated", _MOST_FILLED) if any(cells) else 1
        rows += [cells] * times
    return merge_ranges(rows, ranges)


def _read_row(source: Element, row: int) -> tuple[list[str], list[Range]]:
    cells: list[str] = []
    ranges: list[Range] = []
    for cell in source:
        if cell.tag not in _CELLS:
            continue
        words = _shown(cell)
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


def _shown(cell: Element) -> str:
    lines = ("".join(_strings(p)) for p in cell.findall(text("p")))
    return squeeze(" ".join(lines))


def _strings(element: Element) -> list[str]:
    """Text of a cell's line, remarks left out."""
    if element.tag == office("annotation"):
        return []
    if element.tag == text("s"):
        return [" "]
    found = [element.text or ""]
    for child in element:
        found += [*_strings(child), child.tail or ""]
    return found
