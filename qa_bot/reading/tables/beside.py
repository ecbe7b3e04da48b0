"""Tables that stand side by side on a sheet, with an empty column between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_bot.reading.tables.cells import Cell, Grid
from qa_bot.reading.tables.facts import is_table_of_facts
from qa_bot.reading.tables.headers import count_header_rows, count_marked_rows, filled_cells

NumberedRow = tuple[int, list[Cell]]
"""A row's number in the grid, and its cells."""


def part_tables(rows: Sequence[NumberedRow]) -> Iterator[list[NumberedRow]]:
    """The tables of a stretch of rows, from left to right; as a rule it is one.

    An empty column may also only be a wider gap inside of one table. What stands behind it is a
    table of its own where it has a header of its own and its rows are named by its first column,
    or lie elsewhere than those on its left, or are facts.
    """
    columns = list(_parts([row for _, row in rows]))
    start = 0
    for place in range(1, len(columns)):
        left = _trim(rows, columns[start][0], columns[place - 1][1])
        if _are_two_tables(left, _trim(rows, *columns[place])):
            yield left
            start = place
    yield _trim(rows, columns[start][0], columns[-1][1]) if start else list(rows)


def _parts(grid: Grid) -> Iterator[tuple[int, int]]:
    """First column and end of the stretches of columns between empty ones."""
    width = max(map(len, grid), default=0)
    filled = [any(place < len(row) and row[place].text for row in grid) for place in range(width)]
    first = None
    for place, is_filled in enumerate([*filled, False]):
        if is_filled and first is None:
            first = place
        elif not is_filled and first is not None:
            yield first, place
            first = None


def _trim(rows: Sequence[NumberedRow], first: int, last: int) -> list[NumberedRow]:
    """Some columns of the rows, without rows that are blank in them."""
    cut = [(number, row[first:last]) for number, row in rows]
    return [(number, row) for number, row in cut if any(cell.text for cell in row)]


def _are_two_tables(left: Sequence[NumberedRow], right: Sequence[NumberedRow]) -> bool:
    grids = [_without_titles([row for _, row in rows]) for rows in (left, right)]
    if any(len(grid) < 2 or max(map(len, grid)) < 2 for grid in grids):
        return False
    if all(map(is_table_of_facts, grids)):
        return True
    heads = [_count_header(grid) for grid in grids]
    if not all(heads):
        return False
    spans = [(rows[0][0], rows[-1][0]) for rows in (left, right)]
    names = [
        {cell.text for cell in grid[head - 1]} for grid, head in zip(grids, heads, strict=True)
    ]
    return spans[0] != spans[1] or bool(names[0] & names[1]) or _has_names(grids[1][heads[1] :])


def _without_titles(grid: Grid) -> Grid:
    tops = (place for place, row in enumerate(grid) if len(filled_cells(row)) > 1)
    return grid[next(tops, len(grid)) :]


def _count_header(grid: Grid) -> int:
    marked = count_marked_rows(grid)
    return count_header_rows(grid) if marked is None else marked


def _has_names(body: Grid) -> bool:
    """Whether the first column names each row: words or codes, others in each."""
    texts = [row[0].text for row in body if row]
    is_named = len(texts) > 1 and all(text[:1].isalpha() for text in texts)
    return is_named and len(set(texts)) == len(texts)
