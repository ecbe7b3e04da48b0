"""Tables as rows of cells, and the rows of one that a question picks."""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.answering.forms.listing import FoundList
from qa_bot.answering.forms.row_choice_words import Comparison
from qa_bot.answering.rows import read_cells
from qa_bot.types import Document, Evidence

MIN_ROWS = 2
"""Rows that are compared at the least."""


@dataclass(frozen=True)
class ChosenRows:
    """The rows that a comparison picks, the columns that were compared, and of how many rows."""

    rows: tuple[Evidence, ...]
    columns: tuple[str, ...]
    name: str
    compared: int
    asked: Comparison
    said: str = ""
    """What all rows have in the columns; empty where some have the most or the least there."""


@dataclass(frozen=True)
class Row:
    """A row of a table: where it stands, and its cells by the names of their columns."""

    place: Evidence
    cells: dict[str, str]


def read_table(document: Document, table: FoundList) -> tuple[list[Row], list[str]]:
    """A table's rows, and the names of its columns."""
    rows = [Row(item, read_cells(document.text[item.start : item.end])) for item in table.items]
    return rows, list(dict.fromkeys(name for row in rows for name in row.cells))
