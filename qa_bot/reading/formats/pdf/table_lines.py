"""Lines of a table without upright rules: their pieces, and the columns in which these stand."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.rows import Row
from qa_bot.reading.formats.pdf.runs import CELL_GAP
from qa_bot.reading.formats.pdf.tables import NUMBER

_PIECE_GAP = 0.6
"""Gap, in line heights, that parts the pieces of a row."""
OVERLAPPING = 0.75
"""Distance of two lines, in line heights, below which they belong to one row."""
_OFF_CENTRE = 0.07
"""How far a name may stand off the middle of its group of columns, in the group's widths."""
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

    @property
    def has_word(self) -> bool:
        """Whether it says something: a letter, a digit, or a tick."""
        return any(c.isalnum() or c in "☑☐☒✓✔✗✘" for f in self.fragments for c in f.text)


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
    def size(self) -> float:
        """The height of its letters."""
        return max((f.size for cell in self.cells for f in cell), default=0.0)

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
    def looks_whole(self) -> bool:
        """Whether it looks like a row of its own: filled, with numbers, and no words that go on."""
        if not self.is_full:  # a sum, perhaps
            return len(self.filled) > 1 and bool(self.cells[-1]) and self.is_number(-1)
        if len(self.cells) < 3 or self.has_number:
            return self.has_number
        texts = [self.cells[n][0].text for n in self.filled]
        goes_on = sum(text[:1].islower() for text in texts)
        return goes_on < 0.3 * len(texts) and any(c.isdigit() for t in texts[1:] for c in t)

    @property
    def has_number(self) -> bool:
        """Whether a cell after the first is a number."""
        return any(self.is_number(n) for n in range(1, len(self.cells)))

    def is_number(self, column: int) -> bool:
        """Whether a cell is a number."""
        return bool(NUMBER.fullmatch(" ".join(f.text for f in self.cells[column])))


def cut_row(row: Row, finely: bool = False) -> PieceRow:
    """A row of fragments as pieces.

    Args:
        row: the fragments.
        finely: whether they are cut at every space that is wider than usual.
    """
    size = statistics.median(f.size for f in row)
    least = (CELL_GAP if finely else _PIECE_GAP) * size
    if finely:
        row = [part for f in row for part in _split(f)]
    pieces: list[list[Fragment]] = [[row[0]]]
    for fragment in row[1:]:
        gap = fragment.left - max(f.right for f in pieces[-1])
        if gap > least or (finely and gap > 0 and _are_cells(pieces[-1], fragment)):
            pieces.append([])
        pieces[-1].append(fragment)
    return PieceRow(tuple(Piece(tuple(piece)) for piece in pieces), row[0].middle, size)


def _are_cells(piece: Sequence[Fragment], after: Fragment) -> bool:
    """Whether two pieces are numbers, each for itself: "8027 55%", but not "1 204".

    Or a number and a word that were drawn one by one.
    """
    before = piece[-1]
    if after.text[0].isalpha() and before.text[-1].isdigit():
        return len(piece) == 1 and bool(NUMBER.fullmatch(before.text))
    both = all(NUMBER.fullmatch(f.text) for f in (before, after))
    return both and not (len(after.text) == 3 and after.text.isdigit() and len(before.text) < 4)


def _split(fragment: Fragment) -> list[Fragment]:
    """A fragment cut at its wide spaces."""
    if not fragment.gaps:
        return [fragment]
    parts = []
    start, left = 0, fragment.left
    for place, gap_left, gap_right in fragment.gaps:
        parts.append(replace(fragment, text=fragment.text[start:place], left=left, right=gap_left))
        start, left = place + 1, gap_right
    return [*parts, replace(fragment, text=fragment.text[start:], left=left)]


def cut_at(fragment: Fragment, edges: Sequence[float]) -> list[Fragment]:
    """A fragment cut at those of its wide spaces that lie over the edge of a column."""
    gaps = [gap for gap in fragment.gaps if any(gap[1] < edge < gap[2] for edge in edges)]
    return _split(replace(fragment, gaps=tuple(gaps))) if gaps else [fragment]


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
    """First and last column under each name of a group of columns; None where they don't fit.

    A name is centred over its group, which ends half-way to the names beside it.
    """
    centres = [(piece.left + piece.right) / 2 for piece in row.pieces]
    shares: list[list[int]] = [[] for _ in centres]
    for place, (left, right) in enumerate(columns):
        middle = (left + right) / 2
        nearest = min(range(len(centres)), key=lambda n: abs(centres[n] - middle))
        shares[nearest].append(place)
    spans = [_centred(c, share, columns) for c, share in zip(centres, shares, strict=True)]
    found = [span for span in spans if span]
    return found if len(found) == len(spans) and any(a < b for a, b in found) else None


def _centred(
    centre: float, share: Sequence[int], columns: Sequence[Interval]
) -> tuple[int, int] | None:
    """The most columns of a share over which a name is centred."""
    spans = [(a, b) for a in share for b in share if a <= b]
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        left, right = columns[first][0], columns[last][1]
        if abs(centre - (left + right) / 2) <= _OFF_CENTRE * (right - left):
            return first, last
    return None
