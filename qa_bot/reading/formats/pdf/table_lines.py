"""Lines of a table without upright rules: their pieces, and the columns in which these stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.fragments import Fragment

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
class TableLine:
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


def place_pieces(row: PieceRow, columns: Sequence[Interval], may_span: bool) -> TableLine:
    """A row's pieces in the columns in which they stand.

    Args:
        row: the pieces.
        columns: of the table.
        may_span: whether the pieces may be names of groups of columns.
    """
    line = TableLine([[] for _ in columns], list(range(len(columns))), row.middle)
    spans = _spans(row, columns) if may_span else None
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
