"""A grid of cells as lines of text: titles and notes, and a sentence a row with its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from qa_bot.reading.tables.beside import part_tables
from qa_bot.reading.tables.cells import Cell, Grid
from qa_bot.reading.tables.collection import without_collection
from qa_bot.reading.tables.continuation import column_kinds, differ
from qa_bot.reading.tables.facts import is_table_of_facts, part_facts
from qa_bot.reading.tables.headers import (
    column_names,
    complete_header,
    count_header_rows,
    count_marked_rows,
    filled_cells,
    is_marked,
)
from qa_bot.reading.tables.kinds import Kind, is_column_name
from qa_bot.reading.tables.rows import LONGEST_LABEL, is_note, is_remark, names_over, write_row

_MAX_PREAMBLE_ROWS = 30
_DIGIT = re.compile(r"\d")
_text = itemgetter(0)
_new_cell = tuple.__new__
"""Makes a cell in a third of the time; large sheets have millions."""
_Row = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line, and the row of the grid that it was made from."""

    text: str
    row: int


@dataclass(frozen=True, slots=True)
class TableText:
    """The lines of a grid, and how many tables in it have names of columns and how many don't."""

    lines: tuple[TableLine, ...] = ()
    with_header: int = 0
    without_header: int = 0


@without_collection()
def table_lines(
    rows: Sequence[Sequence[str | Cell]],
    header: int | bool | None = None,
    caption: str = "",
) -> TableText:
    """Write a grid as lines.

    Args:
        rows: as they stand in the file; blank rows may part it into several tables.
        header: how many of the rows name the columns; None where that is not known.
        caption: a title that stands outside of the grid.
    """
    grid = [(number, [_as_cell(cell) for cell in row]) for number, row in enumerate(rows)]
    writer = _GridWriter(None if header is None else int(header))
    if caption := " ".join(caption.split()):
        writer.add_title(0, caption)
    for block in _join_headers(list(_blocks(grid))):
        for place, table in enumerate(part_tables(block) if header is None else [block]):
            writer.write(list(part_facts(table)) if not header else table, place > 0)
    return TableText(tuple(writer.lines), writer.with_header, writer.without_header)


def _as_cell(cell: str | Cell) -> Cell:
    if isinstance(cell, str):
        return _new_cell(Cell, (" ".join(cell.split()), False, False))
    text = " ".join(cell.text.split())
    return cell if text == cell.text else cell._replace(text=text)


def _blocks(grid: list[_Row]) -> Iterator[list[_Row]]:
    """Stretches of rows between blank ones, without columns that are empty on the left."""
    left = min((_first_filled(row) for _, row in grid if any(map(_text, row))), default=0)
    block: list[_Row] = []
    for number, row in grid:
        if any(map(_text, row)):
            block.append((number, row[left:]))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _first_filled(row: Sequence[Cell]) -> int:
    return next(place for place, cell in enumerate(row) if cell.text)


def _join_headers(blocks: list[list[_Row]]) -> Iterator[list[_Row]]:
    """Put a header that stands above a blank row back on its table."""
    while blocks:
        block = blocks.pop(0)
        rows = [row for _, row in block if len(filled_cells(row)) > 1]
        if blocks and 0 < len(rows) <= 3:
            below = [row for _, row in blocks[0]]
            if count_header_rows([*rows, *below]) == len(rows) and not count_header_rows(below):
                block = block + blocks.pop(0)
        yield block


@dataclass
class _GridWriter:
    """Keeps the names of columns from one block of rows to the next."""

    known: int | None
    lines: list[TableLine] = field(default_factory=list)
    with_header: int = 0
    without_header: int = 0
    _names: list[str] = field(default_factory=list)
    _kinds: list[Kind] = field(default_factory=list)
    _header: list[list[str]] = field(default_factory=list)
    _context: str = ""
    _title: str = ""
    _has_rows: bool = False

    def add_title(self, number: int, text: str) -> None:
        """A line of its own; one with a number or date in it is said in each row below as well."""
        self._add(number, text)
        short = len(text) <= 2 * LONGEST_LABEL and not is_remark(text)
        self._title = text if short and _DIGIT.search(text) else ""
        self._has_rows = False

    def write(self, block: list[_Row], is_beside: bool = False) -> None:
        """Write a block of rows; one beside another table has names of its own."""
        if is_beside:
            self._names, self._header = [], []
        is_column = max(len(row) for _, row in block) == 1
        if is_column:
            is_column = bool(self.known or count_marked_rows([row for _, row in block]))
        titles, rows = ([], block) if is_column else _split_titles(block, self.known is None)
        for number, row in titles:
            self.add_title(number, ": ".join(cell.text.rstrip(":") for cell in filled_cells(row)))
        if rows:
            top = titles[-1][1] if titles else [Cell()]
            is_merged = len(top) > 1 and all(map(_text, top))
            self._write_table(rows, len(titles), next(filter(None, map(_text, top)), ""), is_merged)

    def _write_table(
        self, rows: list[_Row], titles: int, group: str = "", is_merged: bool = False
    ) -> None:
        cells = [row for _, row in rows]
        kinds = column_kinds(cells)
        if self.known is None and differ(self._kinds, kinds):
            self._names, self._header = [], []
        self._kinds = kinds
        count = self._count_header(cells, titles)
        if count:
            self._title = "" if self._has_rows else self._title
            self._names, self._context = column_names(cells[:count], cells[count:])
            self._header = [_texts(row) for row in cells[:count]]
            self.with_header += 1
        elif not self._names or max(map(len, cells)) > len(self._names):
            self._names, self._context, self._header = [""] * max(map(len, cells)), "", []
            self.with_header += is_table_of_facts(cells)
            self.without_header += not is_table_of_facts(cells)
        rows = rows[count:]
        new = next((n for n, (_, row) in enumerate(rows) if n and self._is_new_header(row)), None)
        self._write_rows(rows[:new], "" if count and not is_merged else group)
        self._has_rows = True
        if new is not None:
            self._write_table(rows[new:], 0)

    def _count_header(self, rows: Grid, titles: int) -> int:
        """How many of the first rows are the header; `titles` of the known ones are written."""
        if self.known is not None:
            found = 0 if self._names else max(0, self.known - titles)
            if self.known and not self._names:
                found = complete_header(rows, found) if found else count_header_rows(rows)
        elif (marked := count_marked_rows(rows)) is not None:
            found = marked
        else:
            goes_on = any(self._names) and max(map(len, rows)) <= len(self._names)
            found = 0 if is_table_of_facts(rows) else count_header_rows(rows, goes_on)
        return found if found < len(rows) else 0

    def _is_new_header(self, row: Sequence[Cell]) -> bool:
        is_one = any(cell.is_head for cell in row) and is_marked(row) and len(filled_cells(row)) > 1
        return is_one and _texts(row) not in self._header

    def _write_rows(self, rows: list[_Row], group: str) -> None:
        groups = _group_rows([row for _, row in rows], bool(group))
        group = group if groups else ""
        firsts = {texts[0] for texts in self._header}
        for position, (number, row) in enumerate(rows):
            said = filled_cells(row)
            if row[0].text in firsts and _texts(row) in self._header:
                continue
            if position in groups:
                group = said[0].text
                if position + 1 == len(rows) or position + 1 in groups:
                    self._add(number, group)
            elif len(said) == 1 and len(self._names) > 1 and is_note(said[0].text, row):
                self._add(number, said[0].text)
            else:
                opening = [part for part in (self._title, self._context, group) if part]
                for line in write_row(opening, names_over(self._names, self._kinds, row), row):
                    self._add(number, line)

    def _add(self, number: int, text: str) -> None:
        self.lines.append(TableLine(text, number))


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _split_titles(block: list[_Row], has_facts: bool) -> tuple[list[_Row], list[_Row]]:
    """Title rows and a preamble of names and values on top, then the rows of the table.

    A table whose header is known has no preamble (`has_facts` is false).
    """
    counts = [len(filled_cells(row)) for _, row in block]
    most = max(counts)
    position = 0
    while position < min(len(block), _MAX_PREAMBLE_ROWS):
        row = block[position][1]
        is_title = counts[position] == 1 and (most == 1 or bool(row[0].text))
        is_fact = has_facts and counts[position] == 2 < most and all(cell.text for cell in row[:2])
        is_fact = is_fact and not any(
            cell.is_head or cell.merged or is_column_name(cell.text) for cell in row[1:]
        )
        if not (is_title or is_fact):
            break
        position += 1
    return block[:position], block[position:]


def _group_rows(rows: Grid, is_headed: bool) -> frozenset[int]:
    """Positions of rows that head the rows below them: merged over the table, or first of several.

    A single cell that is not merged may be a row without values, so that such rows count only
    where the first row is one (or `is_headed`, as one stands above it) and there are more of them.
    """
    width = max((len(row) for row in rows), default=0)
    alone = [n for n, row in enumerate(rows) if len(filled_cells(row)) == 1]
    whole = [n for n in alone if width > 1 and all(cell.text for cell in rows[n])]
    heads = [n for n in alone if rows[n][0].text and n + 1 < len(rows) and n + 1 not in alone]
    if width > 1 and heads and (is_headed or (heads[0] == 0 and len(heads) > 1)):
        return frozenset([*whole, *heads])
    return frozenset(whole)
