"""Tables that run on over a page break: their parts put together under one header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa_bot.reading.formats.pdf.joining import END, Words, join_lines
from qa_bot.reading.formats.pdf.scripts import mark_notes
from qa_bot.reading.formats.pdf.tables import LEADERS, NUMBER, TableBlock, TableCell
from qa_bot.reading.tables import Cell
from qa_bot.reading.tables.headers import count_header_rows

_SAME_EDGE = 8.0
"""How far columns may shift, in points, from one page to the next."""

Row = Sequence[TableCell]


def continues_table(first: TableBlock, second: TableBlock) -> bool:
    """Whether a table that opens a page may be the rest of the last one of the page before."""
    if len(first.edges) != len(second.edges):
        return False
    if any(abs(a - b) > _SAME_EDGE for a, b in zip(first.edges, second.edges, strict=True)):
        return False
    headed = all(cell.is_head for cell in second.rows[0]) or _names_numbers(first, second)
    return not headed or _count_repeated(first, second) > 0


def carry_names(first: TableBlock, second: TableBlock) -> TableBlock:
    """A table that opens a page, with the names of its rows if the page before holds them.

    A sheet wider than a page is printed so: the further columns of the same rows, which are numbers
    without a name beside them, stand on the next page.
    """
    if len(first.rows) != len(second.rows) or not _names_numbers(first, second):
        return second
    if any(NUMBER.fullmatch(_texts(row)[0]) for row in first.rows[1:]):
        return second
    rows = tuple((a[0], *b) for a, b in zip(first.rows, second.rows, strict=True))
    return replace(second, rows=rows, edges=(first.edges[0], *second.edges), has_facts=False)


def _names_numbers(first: TableBlock, second: TableBlock) -> bool:
    """Whether a part is columns of numbers below names that the table above has not."""
    names, *body = map(_texts, second.rows)
    if len(set(names)) < len(names) or set(names[1:]) & set(_texts(first.rows[0])):
        return False
    if not all(NUMBER.fullmatch(text) for row in body for text in row if text):
        return False
    rows = [[Cell(text) for text in row] for row in [names, *body]]
    return count_header_rows(rows, is_continued=True) == 1


def _texts(row: Row) -> list[str]:
    return [" ".join(cell.lines) for cell in row]


def gather_rows(tables: Sequence[TableBlock], words: Words) -> tuple[list[list[Cell]], list[int]]:
    """The rows of a table's parts, the header once, and where each part starts among them."""
    rows: list[list[TableCell]] = []
    starts: list[int] = []
    for table in tables:
        own = [list(row) for row in table.rows]
        if rows:
            own = own[_count_repeated(tables[0], table) :]
            if own and _is_rest(rows[-1], own[0]):
                rest = own.pop(0)
                rows[-1] = [_add(cell, more) for cell, more in zip(rows[-1], rest, strict=True)]
        starts.append(len(rows))
        rows += own
    return [[_write(cell, words) for cell in row] for row in rows], starts


def mark_table(table: TableBlock, marks: frozenset[str]) -> TableBlock:
    """A table with the marks of its page's footnotes apart from the numbers before them."""
    rows = tuple(
        tuple(replace(c, lines=tuple(mark_notes(line, marks) for line in c.lines)) for c in row)
        for row in table.rows
    )
    return replace(table, rows=rows)


def _count_repeated(first: TableBlock, second: TableBlock) -> int:
    """How many rows on top of a part are those on top of the table."""
    count = 0
    for before, row in zip(first.rows, second.rows, strict=False):
        if [cell.lines for cell in before] != [cell.lines for cell in row]:
            break
        count += 1
    return count


def _is_rest(last: Row, row: Row) -> bool:
    """Whether a row is the rest of the last one's cells rather than a row of its own."""
    if row[0].lines or len(last) != len(row):
        return False
    filled = [(a.lines, b.lines) for a, b in zip(last, row, strict=True) if b.lines]
    return all(a and b[0][:1].islower() and not END.search(a[-1]) for a, b in filled)


def _add(cell: TableCell, more: TableCell) -> TableCell:
    return replace(cell, lines=cell.lines + more.lines)


def _write(cell: TableCell, words: Words) -> Cell:
    text = LEADERS.sub("", join_lines(cell.lines, words))
    return Cell(text, cell.is_head, cell.merged)
