"""Tables of OpenDocument files as grids, merged cells repeated in each of their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml.etree import _Element as Element

from qa_bot.reading.formats.opendocument.names import table
from qa_bot.reading.formats.table_rows import CellText, Row
from qa_bot.reading.parsed import squeeze
from qa_bot.reading.tables import Cell

_CELL, _COVERED, _ROW = table("table-cell"), table("covered-table-cell"), table("table-row")
_HEADER_ROWS = table("table-header-rows")
_GROUPS = frozenset((table("table-rows"), table("table-row-group"), _HEADER_ROWS))
_MAX_REPEATED = 1_000
"""Places of a table in a text that one repeated cell or row fills."""


def read_rows(element: Element, read_cell: Callable[[Element], CellText]) -> list[Row]:
    """The grid of a table."""
    rows: list[Row] = []
    hanging: dict[int, tuple[int, Cell]] = {}
    for source in rows_of(element):
        row = Row()
        for cell in source:
            if cell.tag in (_CELL, _COVERED):
                _add_cell(row, cell, read_cell, hanging)
        filled = any(cell.text for cell in row.cells)
        rows += [row] * (repeated(source, "number-rows-repeated") if filled else 1)
    return rows


def rows_of(element: Element) -> Iterator[Element]:
    """The rows of a table in order, those of nested tables left out."""
    for child in element:
        if child.tag == _ROW:
            yield child
        elif child.tag in _GROUPS:
            yield from rows_of(child)


def count_header_rows(element: Element) -> int | None:
    """Rows that are repeated on each page; None where there are none."""
    marked = element.find(_HEADER_ROWS)
    return None if marked is None else len(marked.findall(_ROW)) or None


def repeated(element: Element, name: str, most: int = _MAX_REPEATED) -> int:
    """How often a cell or row stands in its place."""
    return max(1, min(number(element, name), most))


def number(element: Element, name: str) -> int:
    """A number that an attribute holds, 1 where it holds none."""
    value = element.get(table(name), "1")
    return int(value) if value.isdecimal() else 1


def _add_cell(
    row: Row,
    cell: Element,
    read_cell: Callable[[Element], CellText],
    hanging: dict[int, tuple[int, Cell]],
) -> None:
    """Put a cell where it belongs; a covered one repeats the cell that covers it."""
    held = read_cell(cell)
    made = Cell(squeeze(held.text))
    row.note(held)
    across, down = number(cell, "number-columns-spanned"), number(cell, "number-rows-spanned")
    times = repeated(cell, "number-columns-repeated") if made.text or cell.tag == _COVERED else 1
    for _ in range(times):
        place = len(row.cells)
        if cell.tag == _COVERED:
            left, covering = hanging.get(place, (0, made))
            if left:
                hanging[place] = (left - 1, covering)
            row.cells.append(covering if left else made)
            continue
        row.cells.append(made)
        for offset in range(min(across, _MAX_REPEATED)):
            if across > 1 or down > 1:
                spread = Cell(made.text, merged=offset > 0)
                hanging[place + offset] = (down - (offset == 0), spread)
