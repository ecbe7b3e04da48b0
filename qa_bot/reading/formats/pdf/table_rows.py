"""The rows of a table without upright rules: its lines put together, and its cells.

Which lines make one row is told by level rules and coloured bands, else by wider gaps between rows,
else by the first column, which is empty where a cell goes on.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.tables import TableBlock, find_heads, make_table

_WIDE = 0.7
"""Share of a table's width that a rule or a band under a row reaches over, at least."""
_WIDER = 1.25
"""Distance between rows over that between the lines of a cell, at least."""
_NUMBER = re.compile(r"[^\w\s]{0,2}\s?\d[\d.,\s]*\s?\D{0,3}")

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands together in a row."""

    fragments: tuple[Fragment, ...]

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.fragments[0].left

    @property
    def right(self) -> float:
        """Its right edge."""
        return max(f.right for f in self.fragments)

    @property
    def length(self) -> int:
        """Its characters."""
        return sum(len(f.text) for f in self.fragments)


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A row as pieces, with its height and the size of its letters."""

    pieces: tuple[Piece, ...]
    middle: float
    size: float

    @property
    def is_single(self) -> bool:
        """Whether it has only one piece."""
        return len(self.pieces) == 1


@dataclass(slots=True)
class _Line:
    """A line of a table: the fragments in each column, and which column covers which."""

    cells: list[list[Fragment]]
    owners: list[int]
    middle: float

    @property
    def filled(self) -> list[int]:
        """The columns with text."""
        return [n for n, cell in enumerate(self.cells) if cell]

    @property
    def is_full(self) -> bool:
        """Whether no more than one column is empty, or none of two."""
        return len(self.filled) >= max(2, len(self.cells) - 1)

    @property
    def is_wide(self) -> bool:
        """Whether most columns after the first have text, or a name reaches over several."""
        return len(self.filled) >= max(2, 0.6 * (len(self.cells) - 1)) or self.has_spans

    @property
    def has_spans(self) -> bool:
        """Whether a cell reaches over several columns."""
        return self.owners != list(range(len(self.owners)))

    @property
    def has_number(self) -> bool:
        """Whether a cell after the first is a number."""
        return any(_NUMBER.fullmatch(" ".join(f.text for f in cell)) for cell in self.cells[1:])


def make_aligned(
    rows: Sequence[PieceRow], columns: Sequence[Interval], drawing: Drawing
) -> TableBlock | None:
    """The table that rows make; None where they are too few for one."""
    lines = [_place(row, columns, n, rows) for n, row in enumerate(rows)]
    ruled, bands = _find_rules(lines, columns, drawing)
    groups = _group(lines, ruled, bands)
    made = [_join(lines[a:b]) for a, b in itertools.pairwise([*groups, len(lines)])]
    off = _ruled_off(groups, ruled)
    heads = find_heads([line.cells for line in made], drawing.areas, off)
    least = 3 if len(columns) == 2 and not heads else 2
    if sum(len(line.filled) > 1 for line in made) < least:
        return None
    cells, owners = [line.cells for line in made], [line.owners for line in made]
    return make_table(cells, [left for left, _ in columns], owners, heads)


def _place(row: PieceRow, columns: Sequence[Interval], n: int, rows: Sequence[PieceRow]) -> _Line:
    """A row's pieces in the columns in which they stand."""
    line = _Line([[] for _ in columns], list(range(len(columns))), row.middle)
    is_above = n < 2 and n + 1 < len(rows) and len(row.pieces) < len(rows[n + 1].pieces)
    spans = _spans(row, columns) if is_above else None
    for number, piece in enumerate(row.pieces):
        if spans:
            first, last = spans[number]
            line.owners[first : last + 1] = [first] * (last + 1 - first)
        elif row.is_single:
            first = next((n for n, (_, right) in enumerate(columns) if piece.left < right), -1)
        else:
            first = max(range(len(columns)), key=lambda n: _nearness(piece, columns[n]))
        line.cells[first] += piece.fragments
    return line


def _nearness(piece: Piece, column: Interval) -> float:
    """How far a piece and a column overlap; below 0 how far they are apart."""
    return min(piece.right, column[1]) - max(piece.left, column[0])


def _spans(row: PieceRow, columns: Sequence[Interval]) -> list[tuple[int, int]] | None:
    """First and last column under each name of a group of columns; None where they don't fit."""
    centres = [(piece.left + piece.right) / 2 for piece in row.pieces]
    shares: list[list[int]] = [[] for _ in centres]
    for place, (left, right) in enumerate(columns):
        if right > row.pieces[0].left - (right - left) or place:
            middle = (left + right) / 2
            nearest = min(range(len(centres)), key=lambda n: abs(centres[n] - middle))
            shares[nearest].append(place)
    for number, piece in enumerate(row.pieces):
        if not (share := shares[number]):
            return None
        if share[0] == 0 and len(share) > 1 and not _nearness(piece, columns[0]) > 0:
            del share[0]
        left, right = columns[share[0]][0], columns[share[-1]][1]
        centred = abs(centres[number] - (left + right) / 2) <= 0.2 * (right - left)
        if not centred and abs(piece.left - left) > row.size:
            return None
    return [(share[0], share[-1]) for share in shares]


def _find_rules(
    lines: Sequence[_Line], columns: Sequence[Interval], drawing: Drawing
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


def _group(lines: Sequence[_Line], ruled: set[int], bands: set[int]) -> list[int]:
    """Where the rows start among the lines."""
    for borders in (ruled, bands):
        starts = sorted({0, *borders})
        if len(starts) > 2 and not _hold_rows(lines, starts):
            return starts
    starts = _find_gaps(lines)
    if len(starts) > 1 and _are_wrapped(lines, starts):
        return starts
    return sorted({*_find_keys(lines), *ruled})


def _stretches(lines: Sequence[_Line], starts: Sequence[int]) -> list[Sequence[_Line]]:
    return [lines[a:b] for a, b in itertools.pairwise([*starts, len(lines)])]


def _hold_rows(lines: Sequence[_Line], starts: Sequence[int]) -> bool:
    """Whether stretches between borders hold several rows with numbers."""
    return any(
        sum(line.is_full and line.has_number for line in stretch) > 1
        for stretch in _stretches(lines, starts)
    )


def _find_gaps(lines: Sequence[_Line]) -> list[int]:
    """The lines with a wider gap above them than others; the first only where all are alike."""
    gaps = [above.middle - below.middle for above, below in itertools.pairwise(lines)]
    if not gaps or max(gaps) < _WIDER * min(gaps):
        return [0]
    ranked = sorted(gaps)
    _, least = max((after / before, after) for before, after in itertools.pairwise(ranked))
    return [0, *(n for n, gap in enumerate(gaps, 1) if gap >= least)]


def _are_wrapped(lines: Sequence[_Line], starts: Sequence[int]) -> bool:
    """Whether the stretches between gaps are rows whose cells are wrapped."""
    widths = [
        max((f.right - f.left for line in lines for f in line.cells[n]), default=1.0)
        for n in range(len(lines[0].cells))
    ]
    stretches = _stretches(lines, starts)
    keyed = sum(any(line.cells[0] for line in stretch) for stretch in stretches)
    if keyed < 0.7 * len(stretches) or _hold_rows(lines, starts):
        return False
    joints = [
        before.cells[n][-1].right - before.cells[n][0].left >= 0.6 * width
        or after.cells[n][0].text[:1].islower()
        for stretch in stretches
        for before, after in itertools.pairwise(stretch)
        for n, width in enumerate(widths)
        if before.cells[n] and after.cells[n]
    ]
    return bool(joints) and sum(joints) >= 0.75 * len(joints)


def _find_keys(lines: Sequence[_Line]) -> list[int]:
    """Where rows start, told by the first column."""
    gaps = [above.middle - below.middle for above, below in itertools.pairwise(lines)]
    tight = _WIDER * min(gaps, default=0.0)
    starts = [0]
    for n in range(1, len(lines)):
        line, stretch = lines[n], lines[starts[-1] : n]
        near = gaps[n - 1] <= tight
        names_wrap = not any(other.cells[0] or other.is_wide for other in stretch)
        if near and names_wrap and (line.cells[0] or not line.is_wide):
            continue
        if line.cells[0]:
            wraps = line.filled == [0] and line.cells[0][0].text[:1].islower()
            if not (near and wraps and lines[n - 1].cells[0]):
                starts.append(n)
        elif not near or (len(line.filled) > 1 and line.has_number):
            starts.append(n)
    return starts


def _join(lines: Sequence[_Line]) -> _Line:
    """Lines as one row."""
    owners = next((line.owners for line in lines if line.has_spans), lines[0].owners)
    columns = range(len(owners))
    return _Line([[f for line in lines for f in line.cells[n]] for n in columns], owners, 0.0)


def _ruled_off(groups: Sequence[int], ruled: set[int]) -> int:
    """How many rows stand above the only rule within a table; 0 where there are more or none."""
    return sum(start < min(ruled) for start in groups) if len(ruled) == 1 else 0
