"""Ruled tables: the text that stands in the cells of a grid of rules.

A grid whose cells hold lists or long texts sets out a page rather than values: its cells are read
one after the other.
"""

from __future__ import annotations

import statistics
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.fragments import MARKER, Fragment
from qa_bot.reading.formats.pdf.grids import Grid, Place, find_grids
from qa_bot.reading.formats.pdf.rows import find_rows
from qa_bot.reading.formats.pdf.tables import TableBlock, find_heads, make_table

_LONG_CELL = 300
"""Characters of a middling cell from which a grid is a page's layout."""
_MOST_LINES = 6
"""Lines of a cell in a grid of a single row, at most, if it is a table."""
_IN_STEP = 0.8
"""Share of filled places from which lines of cells without a rule between them are rows."""
_SPARSE = 0.12
"""Share of filled cells, at most, of a chart's grid."""

Cells = dict[Place, list[Fragment]]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A grid with text: a table, or cells to be read one after the other."""

    stand_in: Fragment
    """As large as the grid, for the order of reading."""
    fragments: tuple[Fragment, ...]
    table: TableBlock | None
    cells: tuple[tuple[Fragment, ...], ...] = ()


def find_ruled(
    fragments: Sequence[Fragment], drawing: Drawing
) -> tuple[list[Ruled], list[Fragment]]:
    """The grids of a page that hold text, and the fragments that stand outside of them."""
    found: list[Ruled] = []
    rest = list(fragments)
    for grid in find_grids(drawing):
        cells, outside = _fill(grid, rest)
        places = {owner for row in grid.owners for owner in row}
        if len(cells) < 2 or (len(places) > 30 and len(cells) < _SPARSE * len(places)):
            continue
        rest = outside
        inside = tuple(f for place in sorted(cells) for f in cells[place])
        stand_in = Fragment("\N{FULL BLOCK}", *grid.box, size=inside[0].size)
        if _sets_out_page(grid, cells):
            ordered = tuple(tuple(cells[place]) for place in sorted(cells))
            found.append(Ruled(stand_in, inside, None, ordered))
        else:
            found.append(Ruled(stand_in, inside, _make_table(grid, cells, drawing)))
    return found, rest


def _fill(grid: Grid, fragments: Sequence[Fragment]) -> tuple[Cells, list[Fragment]]:
    """The fragments in each cell, and those outside."""
    left, bottom, right, top = grid.box
    rising = grid.down[::-1]
    cells: Cells = {}
    outside = []
    for fragment in fragments:
        x, y = (fragment.left + fragment.right) / 2, fragment.middle
        if left < x < right and bottom < y < top:
            row = len(rising) - 1 - bisect_right(rising, y)
            column = bisect_right(grid.across, x) - 1
            cells.setdefault(grid.owners[row][column], []).append(fragment)
        else:
            outside.append(fragment)
    return cells, outside


def _sets_out_page(grid: Grid, cells: Cells) -> bool:
    if any(sum(bool(MARKER.match(f.text)) for f in cell) > 1 for cell in cells.values()):
        return True
    if len(grid.down) == 2:
        lines = [len(find_rows(cell)) for cell in cells.values()]
        if max(lines) > _MOST_LINES and not _in_step([cells[place] for place in sorted(cells)]):
            return True
    return statistics.median(sum(len(f.text) for f in c) for c in cells.values()) > _LONG_CELL


def _make_table(grid: Grid, cells: Cells, drawing: Drawing) -> TableBlock:
    rows: list[list[list[Fragment]]] = []
    spans: list[list[int]] = []
    for owners in grid.owners:
        columns = [column for _, column in owners]
        texts = [list(cells.get(owner, ())) for owner in owners]
        parts = _split(texts, columns) if len(grid.down) <= 3 else [texts]
        rows += parts
        spans += [columns] * len(parts)
    return make_table(rows, grid.across[:-1], spans, find_heads(rows, drawing.areas))


def _split(texts: list[list[Fragment]], columns: Sequence[int]) -> list[list[list[Fragment]]]:
    """The rows that stand between two rules without a rule of their own."""
    own = [text for place, text in enumerate(texts) if columns[place] == place and text]
    if len(own) < 2 or not _in_step(own):
        return [texts]
    lines = [[(place, f) for place, text in enumerate(texts) for f in text]]
    heights = [row[0].middle for row in find_rows([f for text in own for f in text])]
    rows: list[list[list[Fragment]]] = [[[] for _ in texts] for _ in heights]
    for place, fragment in lines[0]:
        nearest = min(range(len(heights)), key=lambda n: abs(heights[n] - fragment.middle))
        rows[nearest][place].append(fragment)
    return rows


def _in_step(cells: Sequence[Sequence[Fragment]]) -> bool:
    """Whether the lines of cells stand side by side, as rows without a rule between them do."""
    filled = [cell for cell in cells if cell]
    rows = find_rows([f for cell in filled for f in cell])
    if len(rows) < 2 or len(filled) < 2:
        return False
    places = sum(len(find_rows(cell)) for cell in filled)
    return len(rows) > 2 and places >= _IN_STEP * len(rows) * len(filled)
