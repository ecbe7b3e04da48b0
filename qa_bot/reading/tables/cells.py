"""Cells of a table, and merged cells repeated in every place that they cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_MAX_SPAN = 1_000
"""Places that one cell may cover in a direction; files that ask for more are damaged."""


class Cell(NamedTuple):
    """A cell of a grid; a tuple, as large tables have millions."""

    text: str = ""
    is_head: bool = False
    """Whether the file says that it names its column or row."""
    merged: bool = False
    """Whether it repeats the cell on its left, which is merged over this place."""


Grid = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Span:
    """A cell as a file with spans gives it."""

    text: str
    across: int = 1
    down: int = 1
    is_head: bool = False


def spread(rows: Iterable[Iterable[Span]]) -> list[list[Cell]]:
    """The grid of rows whose cells may cover several places."""
    grid: list[list[Cell]] = []
    hanging: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        cells: list[Cell] = []
        for span in row:
            _drop(cells, hanging)
            for place in range(max(1, min(span.across, _MAX_SPAN))):
                cell = Cell(span.text, span.is_head, place > 0)
                if span.down > 1:
                    hanging[len(cells)] = (min(span.down, _MAX_SPAN) - 1, cell)
                cells.append(cell)
        _drop(cells, hanging)
        grid.append(cells)
    return grid


def _drop(cells: list[Cell], hanging: dict[int, tuple[int, Cell]]) -> None:
    """Put the cells that hang down from rows above where they belong."""
    while (place := len(cells)) in hanging:
        left, cell = hanging.pop(place)
        cells.append(cell)
        if left > 1:
            hanging[place] = (left - 1, cell)


def merge_ranges(
    rows: Sequence[Sequence[str]],
    ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]],
) -> list[list[Cell]]:
    """The grid with the upper left cell of every range in all of its places.

    Args:
        rows: the texts.
        ranges: first and last (row, column) of each range, counted from 0 in `rows`.
    """
    grid = [[Cell(text) for text in row] for row in rows]
    width = max(map(len, grid), default=0)
    for (top, left), (bottom, right) in ranges:
        if top >= len(grid) or left >= len(grid[top]):
            continue
        text = grid[top][left].text
        end = min(right + 1, width)
        for row in grid[top : bottom + 1]:
            row += [Cell()] * (end - len(row))
            for column in range(left, end):
                row[column] = Cell(text, merged=column > left)
    return grid
