"""Columns of tables without upright rules: what white rivers part over several rows."""

from __future__ import annotations

import itertools
import statistics
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from qa_bot.reading.formats.pdf.table_lines import Interval, Piece, PieceRow

_WIDE_RIVER = 1.2
"""Width, in line heights, of the white between two columns, at least, where there are only two."""
ALIGNED = 0.6
"""Share of a column's pieces that start, end or are centred at the same place."""
SAME_PLACE = 3.0
"""Points within which places are the same."""


def widen_columns(columns: Sequence[Interval], row: PieceRow) -> list[Interval]:
    """Columns with a row that leaves some empty; none where a piece is in none or in several."""
    widened = list(columns)
    taken: set[int] = set()
    for piece in row.pieces:
        hits = find_hits(piece, columns)
        if len(hits) != 1 or hits[0] in taken:
            return []
        taken.add(hits[0])
        left, right = columns[hits[0]]
        widened[hits[0]] = (min(left, piece.left), max(right, piece.right))
    return widened


def find_hits(piece: Piece, columns: Sequence[Interval]) -> list[int]:
    """The columns that a piece stands in or reaches over."""
    return [n for n, (a, b) in enumerate(columns) if piece.left < b and piece.right > a]


def merge_intervals(intervals: Iterable[Interval], river: float) -> list[Interval]:
    """Intervals, those as one between which there is less white than a river is wide."""
    merged: list[Interval] = []
    for left, right in sorted(intervals):
        if merged and left - merged[-1][1] < river:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def find_columns(rows: Sequence[PieceRow], river: float) -> list[Interval]:
    """The columns of a run of rows; none where its pieces don't stand below each other."""
    several = [row for row in rows if not row.is_single]
    if len(several) < 2:
        return []
    size = statistics.median(row.size for row in several)
    least = max(2, round(0.3 * len(several)))
    counts = sorted({len(row.pieces) for row in several}, reverse=True)
    for count in counts:
        full = [row for row in several if len(row.pieces) >= count]
        if len(full) < least:
            continue
        places = [[(p.left, p.right) for p in row.pieces] for row in full]
        columns = pair_up(places) or merge_intervals(itertools.chain(*places), river * size)
        if len(columns) >= count and _are_aligned(full, columns, size):
            return columns
    return []


def pair_up(rows: Sequence[Sequence[Interval]]) -> list[Interval]:
    """The columns of rows that all have a piece in each; none where these would overlap.

    Names may stand at the left of a column whose numbers stand at its right, so that they come
    nearer to the next column than a river is wide.
    """
    if len({len(row) for row in rows}) > 1:
        return []
    columns = [
        (min(left for left, _ in pieces), max(right for _, right in pieces))
        for pieces in zip(*rows, strict=True)
    ]
    return columns if all(b[0] > a[1] for a, b in itertools.pairwise(columns)) else []


def _are_aligned(rows: Sequence[PieceRow], columns: Sequence[Interval], size: float) -> bool:
    rivers = [b[0] - a[1] for a, b in itertools.pairwise(columns)]
    if len(columns) == 2 and rivers[0] < _WIDE_RIVER * size:
        return False
    aligned = 0
    for left, right in columns:
        pieces = [p for row in rows for p in row.pieces if p.left < right and p.right > left]
        if not any(p.has_word for p in pieces):
            return False
        edges = (
            [p.left for p in pieces],
            [p.right for p in pieces],
            [(p.left + p.right) / 2 for p in pieces],
        )
        aligned += max(map(_most_alike, edges)) >= ALIGNED * len(pieces)
    return aligned >= max(2, 0.6 * len(columns))


def _most_alike(places: Sequence[float]) -> int:
    """How many of some places are the same, as near as can be told."""
    ranked = sorted(places)
    return max(bisect_right(ranked, place + SAME_PLACE) - n for n, place in enumerate(ranked))
