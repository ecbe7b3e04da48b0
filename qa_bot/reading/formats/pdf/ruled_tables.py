"""Ruled tables: the text that stands in the cells of a grid of rules.

A grid whose cells hold lists or long texts sets out a page rather than values: its cells are read
one after the other.
"""

from __future__ import annotations

import itertools
import statistics
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.frames import find_frames
from qa_bot.reading.formats.pdf.grids import Grid, Place, find_grids
from qa_bot.reading.formats.pdf.implied_grids import find_implied
from qa_bot.reading.formats.pdf.markers import MARKER
from qa_bot.reading.formats.pdf.rows import find_rows
from qa_bot.reading.formats.pdf.table_lines import TableLine, cut_at, cut_row, place_pieces
from qa_bot.reading.formats.pdf.table_rows import are_rows, find_keys, hold_rows, join_table_lines
from qa_bot.reading.formats.pdf.tables import CellText, TableBlock, TableRow, find_heads, make_table

_LONG_CELL = 300
"""Characters of a middling cell from which a grid is a page's layout."""
_MOST_LINES = 6
"""Lines of a cell in a grid of a single row, at most, if it is a table."""
_MANY_LINES = 8
"""Lines between two rules from which they are rows rather than wrapped cells."""
_APART, _FEWEST_APART = 1.2, 3
"""Gap in line heights between pieces in a merged cell that stand in columns; how many at least."""
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
    is_frame: bool = False
    """Whether it stands beside the text, as a sidebar does."""


def find_ruled(
    fragments: Sequence[Fragment], drawing: Drawing
) -> tuple[list[Ruled], list[Fragment]]:
    """The grids of a page that hold text, and the fragments that stand outside of them."""
    found: list[Ruled] = []
    rest = list(fragments)
    grids, boxes = find_grids(drawing)
    for grid in itertools.chain(grids, find_implied(drawing, rest)):
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
    for box, held in list(find_frames(rest, drawing, boxes)):
        framed = {id(f) for f in held}
        rest = [f for f in rest if id(f) not in framed]
        stand_in = Fragment("\N{FULL BLOCK}", *box, size=held[0].size)
        found.append(Ruled(stand_in, tuple(held), None, (tuple(held),), is_frame=True))
    return found, rest


def _fill(grid: Grid, fragments: Sequence[Fragment]) -> tuple[Cells, list[Fragment]]:
    """The fragments in each cell, and those outside."""
    left, bottom, right, top = grid.box
    rising = grid.down[::-1]
    cells: Cells = {}
    outside = []
    for fragment in fragments:
        y = fragment.middle
        if not (left < fragment.centre < right and bottom < y < top):
            outside.append(fragment)
            continue
        row = len(rising) - 1 - bisect_right(rising, y)
        for part in cut_at(fragment, grid.across):
            cells.setdefault(grid.owners[row][_column(grid, part)], []).append(part)
    return cells, outside


def _sets_out_page(grid: Grid, cells: Cells) -> bool:
    if any(sum(bool(MARKER.match(f.text)) for f in cell) > 1 for cell in cells.values()):
        return True
    if len(grid.down) == 2:
        most = max(len(find_rows(cell)) for cell in cells.values())
        lines = _lines([f for cell in cells.values() for f in cell], grid, range(len(grid.across)))
        if most > _MOST_LINES and not are_rows(lines):
            return True
    return statistics.median(sum(len(f.text) for f in c) for c in cells.values()) > _LONG_CELL


def _make_table(grid: Grid, cells: Cells, drawing: Drawing) -> TableBlock:
    rows: list[TableRow] = []
    for number, owners in enumerate(grid.owners):
        places = dict.fromkeys(place for place in owners if place[0] == number)
        own = [f for place in places for f in cells.get(place, ())]
        above = [cells.get(place, []) if place[0] < number else [] for place in owners]
        columns = [column for _, column in owners]
        lines = _lines(own, grid, columns)
        if len(set(columns)) < len(columns) and _is_listed(own, grid, columns):
            columns = list(range(len(columns)))
            lines = _lines(own, grid, columns)
        for line in _group(lines, columns) or [TableLine([[] for _ in columns], columns, 0.0)]:
            texts: list[CellText] = [c or up for c, up in zip(line.cells, above, strict=True)]
            rows.append(TableRow(texts, line.owners))
    return make_table(rows, grid.across[:-1], find_heads(rows, drawing))


def _lines(fragments: Sequence[Fragment], grid: Grid, columns: Sequence[int]) -> list[TableLine]:
    """The lines of text between two rules, each fragment in the column that covers its place.

    A line with fewer pieces than the next one may hold names of groups of columns.
    """
    rows = [cut_row(row) for row in find_rows(fragments)]
    lines = []
    for row, below in itertools.zip_longest(rows, rows[1:]):
        line = TableLine([[] for _ in grid.across[1:]], list(columns), row.middle)
        for piece in row.pieces:
            for fragment in piece.fragments:
                line.cells[columns[_column(grid, fragment)]].append(fragment)
        if below and 1 < len(row.pieces) < len(below.pieces) and len(set(columns)) == len(columns):
            grouped = place_pieces(row, list(itertools.pairwise(grid.across)), may_span=True)
            line = grouped if grouped.has_spans else line
        lines.append(line)
    return lines


def _column(grid: Grid, fragment: Fragment) -> int:
    """The column that covers a fragment's middle; the outermost one for what reaches out."""
    place = bisect_right(grid.across, fragment.centre)
    return min(max(place, 1), len(grid.across) - 1) - 1


def _is_listed(fragments: Sequence[Fragment], grid: Grid, columns: Sequence[int]) -> bool:
    """Whether lines in merged cells stand in the columns of the rows above, as lists under a head.

    Their pieces lie apart, several lines of them, and none reaches over two columns.
    """
    apart = 0
    for row in find_rows(fragments):
        for before, fragment in itertools.pairwise(row):
            first, second = _column(grid, before), _column(grid, fragment)
            together = columns[first] == columns[second] and first != second
            apart += together and fragment.left - before.right > _APART * fragment.size
    return apart >= _FEWEST_APART


def _group(lines: Sequence[TableLine], columns: list[int]) -> list[TableLine]:
    """The rows that the lines between two rules make: as a rule one."""
    if len(lines) > 1 and lines[0].owners != columns:
        return [lines[0], *_group(lines[1:], columns)]
    in_step = are_rows(lines)
    if in_step and all(len(line.filled) > 1 for line in lines):
        return list(lines)
    if in_step or len(lines) >= _MANY_LINES or hold_rows(lines, [0]):
        starts = find_keys(lines)
        return [join_table_lines(lines[a:b]) for a, b in itertools.pairwise([*starts, len(lines)])]
    return [join_table_lines(lines)] if lines else []
