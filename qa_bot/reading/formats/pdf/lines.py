"""Lines: what stands on one line of a region, as text with its place and its face."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.fragments import MARKER, Fragment
from qa_bot.reading.formats.pdf.rows import Row
from qa_bot.reading.formats.pdf.tables import TableBlock, join_row

_CELL_GAP = 1.5
"""Gap, in line heights, that parts the cells of a table row."""
_CHASM = 6.0
"""Gap, in line heights, that counts as an empty cell: it makes a row of two cells."""
_MARKER_GAP = 4.5
"""Gap between a list marker and its text, at most, in line heights."""
_DASHES = "-–—·*"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a region, or a table in it.

    Its height and size are those of its longest fragment; `cells` counts the pieces that wide gaps
    part.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False
    cells: int = 1
    backwards: bool = False
    """Written from right to left."""
    mono: bool = False
    """In letters that are all equally wide, as code."""
    indent: float = 0.0
    """How far from `left` the text after a list marker starts; 0 where none opens the line."""
    below_rule: bool = False
    """Below the short rule that stands above footnotes."""
    table: TableBlock | None = None

    @property
    def is_upright(self) -> bool:
        """False for text that runs up or down the page."""
        if self.table is not None:
            return True
        return len(self.text) < 4 or self.top - self.bottom < 3 * (self.right - self.left)


def join_marker(row: Row) -> Row:
    """A row with a list marker and the text after it as one fragment."""
    if len(row) < 2 or not MARKER.fullmatch(row[0].text):
        return row
    marker, text = row[:2]
    if text.left - marker.right > _MARKER_GAP * text.size:
        return row
    if marker.text in _DASHES and len(row) > 2:
        return row
    joined = Fragment(
        f"{marker.text} {text.text}",
        marker.left,
        text.bottom,
        text.right,
        text.top,
        text.size,
        text.bold,
        text.mono,
        text.left - marker.left,
    )
    return [joined, *row[2:]]


def make_line(row: Sequence[Fragment]) -> Line:
    """The fragments of a line in the direction in which it is read."""
    backwards = _is_backwards(row)
    ordered = sorted(row, key=lambda f: -f.right) if backwards else row
    main = row[0] if len(row) == 1 else max(row, key=lambda f: len(f.text))
    gaps = [b.left - a.right for a, b in itertools.pairwise(row)]
    return Line(
        join_row(ordered),
        row[0].left,
        main.bottom,
        max(f.right for f in row),
        main.top,
        main.size,
        all(f.bold for f in row),
        1 + sum((gap > _CELL_GAP * main.size) + (gap > _CHASM * main.size) for gap in gaps),
        backwards,
        all(f.mono for f in row),
        row[0].indent,
    )


def table_line(table: TableBlock, rows: Sequence[Row]) -> Line:
    """A table as a line of its region."""
    fragments = [f for row in rows for f in row]
    return Line(
        table.text,
        min(f.left for f in fragments),
        min(f.bottom for f in fragments),
        max(f.right for f in fragments),
        max(f.top for f in fragments),
        fragments[0].size,
        table=table,
    )


def _is_backwards(row: Sequence[Fragment]) -> bool:
    if all(f.text.isascii() for f in row):
        return False
    letters = [unicodedata.bidirectional(c) for f in row for c in f.text]
    return sum(b in ("R", "AL") for b in letters) > letters.count("L")
