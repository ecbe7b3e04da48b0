"""Rows of tables in documents, with what stands in them beside text: page breaks, nested tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from qa_bot.reading.tables import Cell


@dataclass(slots=True)
class CellText:
    """What a cell holds."""

    text: str = ""
    leading: int = 0
    """Page breaks before its text."""
    breaks: int = 0
    """Page breaks in all."""
    nested: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A row of a grid."""

    cells: list[Cell] = field(default_factory=list)
    leading: int = 0
    breaks: int = 0
    nested: list[Element] = field(default_factory=list)

    def note(self, held: CellText) -> None:
        """Take over what a cell holds beside its text."""
        self.leading = max(self.leading, held.leading)
        self.breaks = max(self.breaks, held.breaks)
        self.nested += held.nested


class RowEvents:
    """What happens between the lines of a table: pages turn, nested tables follow their row."""

    def __init__(
        self,
        rows: list[Row],
        turn_page: Callable[[], None],
        write_nested: Callable[[Element], None],
    ) -> None:
        self._rows, self._turn_page, self._write_nested = rows, turn_page, write_nested
        self._left = 0
        """The first row that is not left behind."""
        self._turned = 0
        self._breaks = 0
        """Page breaks in the rows that are left behind."""

    def before(self, row: int) -> None:
        """Called before the line of a row."""
        self._leave(row)
        self._turn(self._breaks + self._rows[row].leading)

    def finish(self) -> None:
        """Called after the last line."""
        self._leave(len(self._rows))

    def _leave(self, end: int) -> None:
        for row in self._rows[self._left : end]:
            self._breaks += row.breaks
            for table in row.nested:
                self._write_nested(table)
            self._turn(self._breaks)
        self._left = max(self._left, end)

    def _turn(self, breaks: int) -> None:
        while self._turned < breaks:
            self._turned += 1
            self._turn_page()
