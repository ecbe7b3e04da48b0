"""Paragraphs, list items and tables of RTF, written as they end."""

from __future__ import annotations

import re

from qa_bot.reading.parsed import TextWriter, squeeze
from qa_bot.reading.tables import Cell

_MARKER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,7}|\d{1,3}(?:\.\d{1,3})+)[.)]?")
_BULLETS = "•·▪●◦–-*o§"


class Layout:
    """Writes what a file shows; rows of a table wait for its end."""

    def __init__(self, writer: TextWriter) -> None:
        self._writer = writer
        self._rows: list[list[Cell]] = []
        self._cells: list[str] = []
        self._cell = ""
        self._merges: list[tuple[bool, bool]] = []
        """Of each cell in the rows to come: whether it goes on with the left one, the upper one."""
        self._merge = (False, False)
        self._is_head = False
        """Whether the rows to come are repeated on every page."""

    def note(self, word: str) -> None:
        """A word of control that tells how the rows to come are laid out, or ends one."""
        if word == "row":
            self.end_row()
        elif word == "trowd":
            self._merges, self._merge, self._is_head = [], (False, False), False
        elif word == "trhdr":
            self._is_head = True
        elif word == "clmrg":
            self._merge = (True, self._merge[1])
        elif word == "clvmrg":
            self._merge = (self._merge[0], True)
        elif word == "cellx":
            self._merges.append(self._merge)
            self._merge = (False, False)

    def paragraph(self, text: str, marker: str, level: int, in_table: bool) -> None:
        """A paragraph; inside of a table it belongs to the cell that is open."""
        if in_table:
            self._cell += f" {marker} {text}"
            return
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
            self._writer.paragraph("\n".join(filter(None, lines)), keep_lines=True)

    def end_cell(self, text: str) -> None:
        """The open cell ends with this text."""
        self._cells.append(squeeze(f"{self._cell} {text}"))
        self._cell = ""

    def end_row(self) -> None:
        """The open row ends."""
        row: list[Cell] = []
        above = self._rows[-1] if self._rows else []
        for place, text in enumerate(self._cells):
            left, up = self._merges[place] if place < len(self._merges) else (False, False)
            if left and row and not text:
                row.append(row[-1]._replace(merged=True))
            elif up and place < len(above) and not text:
                row.append(above[place])
            else:
                row.append(Cell(text, self._is_head))
        self._cells = []
        if row:
            self._rows.append(row)

    def end_table(self) -> None:
        """Write the rows so far as a table."""
        if self._cells or self._cell.strip():
            self.end_cell("")
            self.end_row()
        rows, self._rows = self._rows, []
        if any(cell.text for row in rows for cell in row):
            self._writer.table(rows)
