"""The rows of a table without upright rules: its lines put together, and its cells.

Which lines make one row is told by level rules and coloured bands, else by wider gaps between rows,
else by the first column, which is empty where a cell goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.table_lines import (
    OVERLAPPING,
    Interval,
    PieceRow,
    TableLine,
    place_pieces,
)
from qa_bot.reading.formats.pdf.tables import TableBlock, TableRow, find_heads, make_table

_WIDE = 0.7
"""Share of a table's width that a rule or a band under a row reaches over, at least."""
_IN_STEP = 0.8
"""Share of filled places from which lines are rows of their own."""
_MOSTLY = 0.5
"""Share of the other rows with a number in a column, at least, if a name there is a row's."""
_TIGHT = 1.45
"""Distance between the lines of a cell, at most, in line heights."""
_WIDER = 1.25
"""Distance between rows over that between the lines of a cell, at least."""


def make_aligned(
    rows: Sequence[PieceRow], columns: Sequence[Interval], drawing: Drawing
) -> TableBlock | None:
    """The table that rows make; None where they are too few for one."""
    more = [n < 2 and 1 < len(a.pieces) < len(b.pieces) for n, (a, b) in enumerate(pairwise(rows))]
    lines = [
        place_pieces(row, columns, above) for row, above in zip(rows, [*more, False], strict=True)
    ]
    lines = _spread_names(lines)
    ruled, bands = _find_rules(lines, columns, drawing)
    groups = _group(lines, ruled, bands)
    made = _settle_sums([join_table_lines(lines[a:b]) for a, b in pairwise([*groups, len(lines)])])
    found = [TableRow(list(line.cells), line.owners) for line in made]
    heads = find_heads(found, drawing, _ruled_off(groups, ruled))
    least = 3 if len(columns) == 2 and not heads else 2
    if sum(len(line.filled) > 1 for line in made) < least:
        return None
    return make_table(found, [left for left, _ in columns], heads)


def _settle_sums(rows: list[TableLine]) -> list[TableLine]:
    """Rows with the name of a sum, which stands in a column of numbers, in the first column."""
    for row in rows:
        place, *rest = row.filled[:2] if len(row.filled) == 2 else (0,)
        if not place or not rest or not row.is_number(rest[0]) or row.is_number(place):
            continue
        others = [other for other in rows if other.cells[0] and other.cells[place]]
        if sum(other.is_number(place) for other in others) >= _MOSTLY * len(others) > 0:
            row.cells[0], row.cells[place] = row.cells[place], []
    return rows


def _spread_names(lines: Sequence[TableLine]) -> list[TableLine]:
    """Lines with a name that stands in the middle of several rows put to each of them."""
    kept: list[TableLine] = list(lines)
    for n, line in enumerate(lines):
        if line.filled != [0] or not 0 < n < len(lines) - 1:
            continue
        near = OVERLAPPING * line.size
        pairs: list[tuple[TableLine, TableLine]] = []
        for above, below in zip(lines[n - 1 :: -1], lines[n + 1 :], strict=False):
            off = above.middle + below.middle - 2 * line.middle
            if not all(row.looks_whole and not row.cells[0] for row in (above, below)):
                break
            if abs(off) > near or (not pairs and above.middle - line.middle > near):
                break
            pairs.append((above, below))
        if pairs:
            kept.remove(line)
        for row in (row for pair in pairs for row in pair):
            row.cells[0] = list(line.cells[0])
    return kept


def _find_rules(
    lines: Sequence[TableLine], columns: Sequence[Interval], drawing: Drawing
) -> tuple[set[int], set[int]]:
    """The lines above which a rule stands, and those above which a band of colour changes."""
    left, right = columns[0][0], columns[-1][1]
    least = _WIDE * (right - left)
    covered: dict[int, float] = {}
    for x0, y0, x1, y1 in drawing.level:
        inside = min(x1, right) - max(x0, left)
        for n in range(1, len(lines)):
            if inside > 0 and lines[n].middle < (y0 + y1) / 2 < lines[n - 1].middle:
                covered[n] = covered.get(n, 0.0) + inside
    wide = [a for a in drawing.areas if min(a[2], right) - max(a[0], left) >= least]
    under = [
        next((k for k, area in enumerate(wide) if area[1] < line.middle < area[3]), -1)
        for line in lines
    ]
    bands = {n for n in range(1, len(lines)) if under[n] != under[n - 1]}
    return {n for n, length in covered.items() if length >= least}, bands


def _group(lines: Sequence[TableLine], ruled: set[int], bands: set[int]) -> list[int]:
    """Where the rows start among the lines."""
    for borders in (ruled, bands):
        starts = sorted({0, *borders})
        if len(starts) > 2 and not hold_rows(lines, starts):
            return starts
    starts = _find_gaps(lines)
    if len(starts) > 2 and _are_wrapped(lines, starts):
        return starts
    return sorted({*find_keys(lines), *ruled})


def _stretches(lines: Sequence[TableLine], starts: Sequence[int]) -> list[Sequence[TableLine]]:
    return [lines[a:b] for a, b in pairwise([*starts, len(lines)])]


def hold_rows(lines: Sequence[TableLine], starts: Sequence[int]) -> bool:
    """Whether stretches between borders hold several rows with numbers."""
    return any(
        sum(line.looks_whole for line in stretch) > 1 for stretch in _stretches(lines, starts)
    )


def _find_gaps(lines: Sequence[TableLine]) -> list[int]:
    """The lines with a wider gap above them than others; the first only where all are alike."""
    gaps = [above.middle - below.middle for above, below in pairwise(lines)]
    if not gaps or max(gaps) < _WIDER * min(gaps):
        return [0]
    ranked = sorted(gaps)
    _, least = max((after / before, after) for before, after in pairwise(ranked))
    return [0, *(n for n, gap in enumerate(gaps, 1) if gap >= least)]


def _are_wrapped(lines: Sequence[TableLine], starts: Sequence[int]) -> bool:
    """Whether the stretches between gaps are rows whose cells are wrapped."""
    stretches = _stretches(lines, starts)
    keyed = sum(any(line.cells[0] for line in stretch) for stretch in stretches)
    if keyed < 0.7 * len(stretches) or hold_rows(lines, starts):
        return False
    return _wrapped_share(lines, stretches) >= 0.75


def _wrapped_share(lines: Sequence[TableLine], stretches: Sequence[Sequence[TableLine]]) -> float:
    """The share of lines in cells that look like the rest of the line above them."""
    widths = [max(_width(line, n) for line in lines) for n in range(len(lines[0].cells))]
    joints = [
        _width(before, n) >= 0.6 * width or after.cells[n][0].text[:1].islower()
        for stretch in stretches
        for before, after in pairwise(stretch)
        for n, width in enumerate(widths)
        if before.cells[n] and after.cells[n]
    ]
    return sum(joints) / len(joints) if joints else 0.0


def are_rows(lines: Sequence[TableLine]) -> bool:
    """Whether lines that no rule parts are rows of their own: side by side in most columns."""
    columns = {n for line in lines for n in line.filled}
    if len(lines) < 2 or len(columns) < 2:
        return False
    if sum(len(line.filled) for line in lines) < _IN_STEP * len(lines) * len(columns):
        return False
    if sum(line.has_number for line in lines) >= 0.7 * len(lines):
        return True
    return len(lines) > 2 and _wrapped_share(lines, [lines]) < 0.5


def find_keys(lines: Sequence[TableLine]) -> list[int]:
    """Where rows start, told by the first column.

    A line without a name belongs to the row above, unless it stands nearer to the one below or the
    cell that it would go on with is at its end: names may stand in the middle of their rows. Lines
    nearer than those of a text stand beside each other.
    """
    gaps = [above.middle - below.middle for above, below in pairwise(lines)]
    usual = 1.1 * min(gaps, default=0.0)
    starts = [0]
    for n in range(1, len(lines)):
        line, stretch = lines[n], lines[starts[-1] : n]
        if gaps[n - 1] < OVERLAPPING * line.size:
            continue
        if line.looks_whole and any(other.looks_whole for other in stretch):
            starts.append(n)
            continue
        near = gaps[n - 1] <= max(_TIGHT * line.size, usual)
        unnamed = not any(other.cells[0] or other.is_wide for other in stretch)
        if near and unnamed and (line.cells[0] or not line.is_wide):
            continue
        if line.cells[0]:
            wraps = line.filled == [0] and line.cells[0][0].text[:1].islower()
            if not (near and wraps and lines[n - 1].cells[0]):
                starts.append(n)
        elif not near or (len(line.filled) > 1 and line.has_number) or _leads(lines, n):
            starts.append(n)
    return starts


def _leads(lines: Sequence[TableLine], n: int) -> bool:
    """Whether a line without a name is the first of the row whose name stands below it."""
    following = next((k for k in range(n + 1, len(lines)) if lines[k].cells[0]), None)
    if following is None:
        return False
    above, below = lines[n - 1].middle - lines[n].middle, lines[n].middle - lines[n + 1].middle
    if below < 0.75 * above or above < 0.75 * below:
        return below < above
    return all(_opens_cell(lines, n, column) for column in lines[n].filled)


def _opens_cell(lines: Sequence[TableLine], n: int, column: int) -> bool:
    """Whether a line is no rest of what stands above it in its column."""
    width = max(_width(line, column) for line in lines)
    above = next((line for line in lines[n - 1 :: -1] if line.cells[column]), None)
    if above is None or lines[n].cells[column][0].text[:1].islower():
        return above is None
    return _width(above, column) < 0.6 * width


def _width(line: TableLine, column: int) -> float:
    cell = line.cells[column]
    return cell[-1].right - cell[0].left if cell else 0.0


def join_table_lines(lines: Sequence[TableLine]) -> TableLine:
    """Lines as one row."""
    owners = next((line.owners for line in lines if line.has_spans), lines[0].owners)
    columns = range(len(owners))
    return TableLine([[f for line in lines for f in line.cells[n]] for n in columns], owners, 0.0)


def _ruled_off(groups: Sequence[int], ruled: set[int]) -> int:
    """How many rows stand above the only rule within a table; 0 where there are more or none."""
    return sum(start < min(ruled) for start in groups) if len(ruled) == 1 else 0
