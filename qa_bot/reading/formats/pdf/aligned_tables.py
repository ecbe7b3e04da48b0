"""Tables without upright rules: rows whose pieces stand below each other in columns.

Columns are what white rivers part over several rows. A run of rows is a table if its pieces are
aligned in most columns.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.markers import MARKER
from qa_bot.reading.formats.pdf.rows import Row
from qa_bot.reading.formats.pdf.runs import CELL_GAP
from qa_bot.reading.formats.pdf.table_columns import (
    ALIGNED,
    SAME_PLACE,
    find_columns,
    find_hits,
    merge_intervals,
    pair_up,
    widen_columns,
)
from qa_bot.reading.formats.pdf.table_lines import OVERLAPPING, Interval, PieceRow, cut_row
from qa_bot.reading.formats.pdf.table_rows import make_aligned
from qa_bot.reading.formats.pdf.tables import TableBlock

_MAX_PITCH = 3.2
"""Distance between the rows of a table, at most, in line heights."""
_TIGHT_PITCH = 1.45
"""Distance between the lines of one cell, at most, in line heights."""
_FAR_BELOW, _LARGE = 2.5, 1.2
"""Distance of a heading from the header of its page, in line heights, and its letters over those of
the header, at least."""
_WIDE_STEP = 1.8
"""Distance between two tables over that between the rows of the first, at least."""
_RIVER = 0.5
"""Width, in line heights, of the white between two columns, at least."""
_MAX_LABEL = 60
"""Characters of a line that heads a group of rows, at most."""
_MARKS = re.compile(r"\[\d{1,2}\]|[\[(]\d{1,2} ?(?:marks?|points?|pts?\.?|p\.?|P\.?|Punkte?)[\])]")
"""How many marks an answer is worth: "[3]", "(3 marks)"."""
_MAX_SINGLE = 8
"""Lines with a single piece in a row, at most, that are wrapped cells."""


def find_aligned(rows: Sequence[Row], drawing: Drawing) -> Iterator[tuple[int, int, TableBlock]]:
    """The tables among the rows of a region: first row, row after the last, and what they hold."""
    pieces = [cut_row(row) for row in rows]
    code = [all(f.mono for f in row) for row in rows]
    done = start = 0
    while start < len(pieces):
        if pieces[start].is_single or code[start]:
            start += 1
            continue
        until = next((n for n in range(start, len(rows)) if code[n]), len(rows))
        found = _find_stretch(pieces[:until], start, done, _RIVER)
        if found.columns:
            found = _find_close(rows[done:until], found, start - done, done)
        is_table = found.columns and not _are_marked_items(found.rows)
        table = make_aligned(found.rows, found.columns, drawing) if is_table else None
        if table:
            yield found.first, found.stop, table
            done = start = found.stop
        else:
            start += 1


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A run of rows that may be a table."""

    first: int
    stop: int
    rows: Sequence[PieceRow]
    columns: list[Interval]


def _are_marked_items(rows: Sequence[PieceRow]) -> bool:
    """Whether rows are the items of an exam with the marks for each at their right end."""
    texts = [[f.text for piece in row.pieces for f in piece.fragments] for row in rows]
    marked = [words for words in texts if len(words) > 1 and _MARKS.fullmatch(words[-1])]
    several = sum(not row.is_single for row in rows)
    return len(marked) == several and any(MARKER.match(words[0]) for words in marked)


def _find_close(rows: Sequence[Row], found: _Stretch, start: int, done: int) -> _Stretch:
    """A table whose columns may stand close: its rows cut finely, where that keeps the columns.

    Args:
        rows: those from `done` on.
        found: the table as it was found with wider rivers.
        start: its first row in pieces, counted from `done`.
        done: the row after the last table.
    """
    fine = [_cut_finely(row, found.columns) for row in rows]
    while start and _fits(fine[start - 1], fine[start], found.columns):
        start -= 1
    close = _find_stretch(fine, start, 0, CELL_GAP)
    singles = [row.pieces[0] for row in close.rows if row.is_single]
    cut = any(
        len(find_hits(p, close.columns)) > 1 >= len(find_hits(p, found.columns)) for p in singles
    )
    if cut or len(close.columns) < len(found.columns):
        return found
    return replace(close, first=close.first + done, stop=close.stop + done)


def _cut_finely(row: Row, columns: Sequence[Interval]) -> PieceRow:
    """A row cut at its wide spaces, unless it is a line of text that would be cut anywhere."""
    whole, fine = cut_row(row), cut_row(row, finely=True)
    if not whole.is_single or fine.is_single:
        return fine
    edges = [edge for column in columns for edge in column]
    in_step = all(
        any(abs(p.left - x) < SAME_PLACE or abs(p.right - x) < SAME_PLACE for x in edges)
        for p in fine.pieces
    )
    return fine if in_step and widen_columns(columns, fine) else whole


def _find_stretch(rows: Sequence[PieceRow], start: int, done: int, river: float) -> _Stretch:
    stop, first = _find_stop(rows, start, river), _find_top(rows, start, done)
    return _Stretch(first, stop, rows[first:stop], find_columns(rows[start:stop], river))


def _fits(row: PieceRow, below: PieceRow, columns: Sequence[Interval]) -> bool:
    """Whether a row above a table has pieces in most of its columns, and none in two."""
    hits = [find_hits(piece, columns) for piece in row.pieces]
    if any(len(hit) > 1 for hit in hits) or not _may_follow(row, below, _MAX_PITCH):
        return False
    return len({n for hit in hits for n in hit}) >= max(2, ALIGNED * len(columns))


def _find_stop(rows: Sequence[PieceRow], start: int, river: float) -> int:
    """The row after the last of a table that opens with the row `start`."""
    columns = [(p.left, p.right) for p in rows[start].pieces]
    stop, singles = start + 1, 0
    for place in range(start + 1, len(rows)):
        row, before = rows[place], rows[place - 1]
        if not _may_follow(before, row, _MAX_PITCH):
            break
        if row.is_single:
            if place == start + 1 and _opens_section(before, row):
                break
            singles += 1
            heads = place + 1 < len(rows) and _heads_group(row, rows[place + 1], columns)
            if singles > _MAX_SINGLE or not (heads or len(find_hits(row.pieces[0], columns)) <= 1):
                break
            continue
        own = [(p.left, p.right) for p in row.pieces]
        fitting = pair_up([columns, own]) or widen_columns(columns, row)
        if not fitting and place - start > 1 and _stands_apart(rows[start : place + 1]):
            break
        merged = fitting or merge_intervals([*columns, *own], river * row.size)
        if len(merged) < max(2, len(columns) - (place - start < 2)):
            break
        columns, stop, singles = merged, place + 1, 0
    while stop < len(rows) and _goes_on(rows[stop - 1], rows[stop], columns):
        stop += 1
    return stop


def _stands_apart(rows: Sequence[PieceRow]) -> bool:
    """Whether the gap above the last of some rows is much wider than those between the others."""
    *gaps, last = (above.middle - below.middle for above, below in itertools.pairwise(rows))
    return last > _WIDE_STEP * max(gaps)


def _may_follow(before: PieceRow, row: PieceRow, pitch: float) -> bool:
    """Whether a row stands near enough below another, in letters about as large."""
    large, small = max(before.size, row.size), min(before.size, row.size)
    return before.middle - row.middle <= pitch * large and large <= 1.35 * small


def _opens_section(before: PieceRow, row: PieceRow) -> bool:
    """Whether a line in larger letters stands far below a row, as below the header of a page."""
    return row.size > _LARGE * before.size and before.middle - row.middle > _FAR_BELOW * before.size


def _heads_group(row: PieceRow, after: PieceRow, columns: Sequence[Interval]) -> bool:
    """Whether a line that reaches over columns heads the rows below it."""
    piece = row.pieces[0]
    near = abs(piece.left - columns[0][0]) <= 2 * row.size
    return piece.length <= _MAX_LABEL and near and not after.is_single


def _goes_on(before: PieceRow, row: PieceRow, columns: Sequence[Interval]) -> bool:
    """Whether a line with a single piece is the rest of a cell of the last row."""
    if not row.is_single or not _may_follow(before, row, _TIGHT_PITCH):
        return False
    hits = find_hits(row.pieces[0], columns)
    is_rest = row.pieces[0].fragments[0].text[:1].islower()
    return len(hits) == 1 and (hits[0] > 0 or is_rest)


def _find_top(rows: Sequence[PieceRow], start: int, done: int) -> int:
    """The first line of a table whose first row in pieces is `start`: names may be wrapped."""
    columns = [(p.left, p.right) for p in rows[start].pieces]
    while start > done and rows[start - 1].is_single:
        row = rows[start - 1]
        hits = find_hits(row.pieces[0], columns)
        if row.middle - rows[start].middle < OVERLAPPING * row.size:
            start -= 1
            continue
        if len(hits) != 1 or hits[0] == 0 or not _may_follow(row, rows[start], _TIGHT_PITCH):
            break
        start -= 1
    return start
