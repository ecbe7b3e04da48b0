"""Paragraphs, list items and tables of RTF, written as they end."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from qa_bot.reading.parsed import TextWriter, squeeze
from qa_bot.reading.tables import Cell

_MARKER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,7}|\d{1,3}(?:\.\d{1,3})+)[.)]?")
_BULLETS = "•·▪●◦–-*o§"
_SAME_EDGE = 60
"""Twentieths of a point within which the edges of two rows' cells are one."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell of the rows to come."""

    edge: int
    """Where it ends, in twentieths of a point."""
    left: bool = False
    """Whether it goes on with the cell on its left."""
    up: bool = False
    """Whether it goes on with the cell above."""


class Layout:
    """Writes what a file shows; rows of a table wait for its end."""

    def __init__(self, writer: TextWriter) -> None:
        self._writer = writer
        self._rows: list[list[tuple[Cell, _Place]]] = []
        self._cells: list[str] = []
        self._cell = ""
        self._places: list[_Place] = []
        self._merge = (False, False)
        self._is_head = False
        """Whether the rows to come are repeated on every page."""

    def note(self, word: str, number: int = 0) -> None:
        """A word of control that tells how the rows to come are laid out, or ends one."""
        if word == "row":
            self.end_row()
        elif word == "trowd":
            self._places, self._merge, self._is_head = [], (False, False), False
        elif word == "trhdr":
            self._is_head = True
        elif word == "clmrg":
            self._merge = (True, self._merge[1])
        elif word == "clvmrg":
            self._merge = (self._merge[0], True)
        elif word == "cellx":
            self._places.append(_Place(number, *self._merge))
            self._merge = (False, False)

    def add_to_cell(self, text: str, marker: str) -> None:
        """A paragraph inside of a table belongs to the cell that is open."""
        self._cell += f" {marker} {text}"

    def paragraph(self, text: str, marker: str, level: int, opens_bold: bool) -> None:
        """A paragraph outside of tables."""
        self.end_table()
        marker = squeeze(marker)
        if level:
            self._writer.heading(f"{marker} {text}", level)
        elif marker and marker in _BULLETS:
            self._writer.item(text)
        elif _MARKER.fullmatch(marker):
            self._writer.item(text, marker=marker)
            self._writer.count("list_numbers", bool(squeeze(text)))
        else:
            lines = [squeeze(line) for line in f"{marker} {text}".split("\n")]
            self._writer.paragraph("\n".join(filter(None, lines)), True, opens_bold)

    def end_cell(self, text: str) -> None:
        """The open cell ends with this text."""
        self._cells.append(squeeze(f"{self._cell} {text}"))
        self._cell = ""

    def end_row(self) -> None:
        """The open row ends."""
        places = iter(self._places)
        row = [(Cell(t, self._is_head), next(places, _Place(0))) for t in self._cells]
        self._cells = []
        if row:
            self._rows.append(row)

    def end_table(self) -> None:
        """Write the rows so far as a table."""
        if self._cells or self._cell.strip():
            self.end_cell("")
            self.end_row()
        rows, self._rows = self._rows, []
        if any(cell.text for row in rows for cell, _ in row):
            self._writer.table(_make_grid(rows))


def _make_grid(rows: list[list[tuple[Cell, _Place]]]) -> list[list[Cell]]:
    """A grid with merged cells in all of their places.

    A cell of one row that is as wide as several of another reaches over their columns.
    """
    found = sorted({place.edge for row in rows for _, place in row})
    edges = [edge for before, edge in pairwise([-_SAME_EDGE, *found]) if edge - before > _SAME_EDGE]
    grid: list[list[Cell]] = []
    for row in rows:
        above = grid[-1] if grid else []
        made: list[Cell] = []
        known = all(a.edge < b.edge for (_, a), (_, b) in pairwise(row))
        for cell, place in row:
            end = bisect_left(edges, place.edge - _SAME_EDGE) + 1 if known else len(made) + 1
            if place.left and made and not cell.text:
                cell = made[-1]._replace(merged=True)
            elif place.up and len(made) < len(above) and not cell.text:
                cell = above[len(made)]
            made.append(cell)
            made += [cell._replace(merged=True)] * (end - len(made))
        grid.append(made)
    return grid
