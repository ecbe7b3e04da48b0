"""Tables of a PDF page: cells as their lines, and the rows that the page shows as headers.

A row on top is a header where it alone is in bold letters or shaded, or where the only rule below
a row stands under it; where the page shows nothing of this, whoever writes the table decides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.boxes import overlap
from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.rows import find_rows, is_cjk
from qa_bot.reading.tables.kinds import is_column_name

_MAX_HEAD_ROWS = 3
_FEWEST_WORDS = 6
"""Words of a cell from which it says something rather than names a column."""
NUMBER = re.compile(r"[^\w\s]{0,2}\s?\d[\d.,\s]*\s?\D{0,3}")
_DIGITS = re.compile(r"[+−-]?\d[\d.,\s]*")
_YEAR = re.compile(r"(?:1[5-9]|2[01])\d\d(?:\s?[/–-]\s?\d{2,4})?")
_PAGE = re.compile(r"\d{1,4}|[ivxlc]{1,6}")
LEADERS = re.compile(r"\s*(?:\.\s?){4,}$")
"""Dots that lead the eye to the next column."""
_SNUG = 0.4
"""Gap, in line heights, without a space between Chinese or Japanese characters."""
_SHADED = 0.7
"""Share of a row's text that lies in coloured areas."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its lines, and whether it names its column."""

    lines: tuple[str, ...] = ()
    is_head: bool = False
    merged: bool = False
    """Whether it repeats the cell on its left, which reaches over this place."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table, or the part of one that stands on a page."""

    rows: tuple[tuple[TableCell, ...], ...]
    edges: tuple[float, ...]
    """Where its columns start."""
    has_facts: bool = False
    """Whether each row is a name and its value."""

    @property
    def defines(self) -> bool:
        """Whether its first row is no header: a name and its value, or a line of contents."""
        if self.has_facts:
            return True
        leads = any(LEADERS.search(line) for row in self.rows for c in row for line in c.lines)
        if leads and all(_PAGE.fullmatch(" ".join(row[-1].lines)) for row in self.rows):
            return True
        if len(self.edges) != 2 or any(cell.is_head for row in self.rows for cell in row):
            return False
        return " ".join(self.rows[0][1].lines).count(" ") >= _FEWEST_WORDS - 1

    def count_numbered(self) -> int:
        """How many rows have a number after their first cell."""
        return sum(
            any(NUMBER.fullmatch(" ".join(cell.lines)) for cell in row[1:]) for row in self.rows
        )

    @property
    def text(self) -> str:
        """All of its text."""
        return " ".join(
            line for row in self.rows for cell in row if not cell.merged for line in cell.lines
        )


CellText = Sequence[Fragment]
"""The fragments of a cell."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with the fragments of its cells."""

    cells: list[CellText]
    """For each column; empty where another cell reaches over it."""
    owners: list[int]
    """For each column that of the cell that covers it."""

    @property
    def count(self) -> int:
        """How many cells have text."""
        return len({owner for owner in self.owners if self.cells[owner]})


def make_table(
    rows: Sequence[TableRow], edges: Sequence[float], heads: frozenset[int]
) -> TableBlock:
    """A table of its cells' fragments.

    Args:
        rows: the cells.
        edges: where the columns start.
        heads: the rows that name columns.
    """
    if not heads and _are_facts(rows):
        rows, edges = _part_facts(rows), edges[:2]
    has_facts = not heads and len(edges) == 2 and _are_pairs(rows)
    made = []
    for number, row in enumerate(rows):
        lines = [_lines(cell) for cell in row.cells]
        made.append(
            tuple(
                TableCell(lines[owner], number in heads, owner != place)
                for place, owner in enumerate(row.owners)
            )
        )
    return TableBlock(tuple(made), tuple(edges), has_facts)


def _are_pairs(rows: Sequence[TableRow]) -> bool:
    """Whether the rows of a table of two columns are names and values, the first one too.

    A column of values has a name above it that is none, or amounts of one kind below it.
    """
    names, values = zip(*(row.cells for row in rows), strict=True)
    if any(f.is_filled_in for cell in values for f in cell):
        return True
    if all(map(_is_bold, filter(None, names))):
        return not any(map(_is_bold, filter(None, values)))
    texts = [[" ".join(f.text for f in cell) for cell in cells] for cells in (names, values)]
    first, *below = texts[1]
    if len(below) < 2 or not first or is_column_name(first):
        return False
    amounts = {_DIGITS.sub("#", text) for text in below if text and NUMBER.fullmatch(text)}
    return len(amounts) > 1 or not all(NUMBER.fullmatch(text) for text in below if text)


def _is_bold(cell: CellText) -> bool:
    return all(f.bold for f in cell)


def _are_facts(rows: Sequence[TableRow]) -> bool:
    """Whether names in bold letters, or with colons, and their values take turns in each row."""
    columns = len(rows[0].cells)
    if columns < 4 or columns % 2:
        return False
    if any(row.owners != list(range(columns)) for row in rows):
        return False
    names = [_names_value(cell) for row in rows for cell in row.cells[::2] if cell]
    values = [_names_value(cell) for row in rows for cell in row.cells[1::2] if cell]
    return all(names) and not any(values)


def _names_value(cell: CellText) -> bool:
    return _is_bold(cell) or cell[-1].text.endswith(":")


def _part_facts(rows: Sequence[TableRow]) -> list[TableRow]:
    """Each name with its value as a row."""
    pairs = [row.cells[n : n + 2] for row in rows for n in range(0, len(row.cells), 2)]
    return [TableRow(pair, [0, 1]) for pair in pairs if any(pair)]


def _lines(cell: CellText) -> tuple[str, ...]:
    return tuple(join_row(row) for row in find_rows(cell))


def join_row(row: Sequence[Fragment]) -> str:
    """The text of a row's fragments, in their order."""
    text = row[0].text
    for before, fragment in itertools.pairwise(row):
        gap = max(fragment.left - before.right, before.left - fragment.right)
        snug = is_cjk(text[-1]) and is_cjk(fragment.text[0]) and gap < _SNUG * fragment.size
        text += fragment.text if snug else f" {fragment.text}"
    return text


def find_heads(rows: Sequence[TableRow], drawing: Drawing, ruled_off: int = 0) -> frozenset[int]:
    """The rows that the page shows as headers; empty where it doesn't show them.

    Args:
        rows: of the table.
        drawing: the rules and coloured areas of the page.
        ruled_off: how many rows on top a rule parts from all others, if only one does.
    """
    titles = next((n for n, row in enumerate(rows) if row.count > 1), 0)
    body = [row.cells for row in rows[titles:]]
    bold = [_all_bold(row) for row in body]
    leading = max(_count_leading(bold), _count_shaded([_shade(row, drawing) for row in body]))
    if not leading and titles < ruled_off <= titles + _MAX_HEAD_ROWS:
        leading = ruled_off - titles
    if len(body) > 2 and len(set(rows[titles].owners)) < len(rows[titles].owners):
        leading = max(leading, 2 * all(map(_is_name, body[1])))
    heads = set(range(titles, titles + leading))
    if leading and bold[0]:
        heads |= {
            n
            for n, (row, is_bold) in enumerate(zip(rows[titles:], bold, strict=True), titles)
            if is_bold and row.count > 1 and not _has_digits(row.cells)
        }
    return frozenset(heads)


def _count_leading(marks: Sequence[bool]) -> int:
    """How many rows on top are marked; 0 where all are."""
    count = next((n for n, marked in enumerate(marks) if not marked), 0)
    return count if count <= _MAX_HEAD_ROWS else 0


def _count_shaded(shades: Sequence[int | None]) -> int:
    """How many rows on top have a colour of their own, that no row below them has."""
    count = _count_leading([shade is not None and shade == shades[0] for shade in shades])
    return 0 if shades[:1] == [None] or shades[0] in shades[count:] else count


def _all_bold(row: Sequence[CellText]) -> bool:
    return any(row) and all(f.bold for cell in row for f in cell)


def _has_digits(row: Sequence[CellText]) -> bool:
    return any(c.isdigit() for cell in row for f in cell for c in f.text)


def _is_name(cell: CellText) -> bool:
    """Whether a cell names a column rather than holds a value: words, a year, "Q1"."""
    text = " ".join(f.text for f in cell)
    return not any(c.isdigit() for c in text) or text[0].isalpha() or bool(_YEAR.fullmatch(text))


def _shade(row: Sequence[CellText], drawing: Drawing) -> int | None:
    """The colour that lies under all text of a row; None where none does."""
    shades = set()
    for fragment in (f for cell in row for f in cell):
        box = (fragment.left, fragment.bottom, fragment.right, fragment.top)
        under = [n for n, area in enumerate(drawing.areas) if overlap(box, area) > _SHADED]
        shades.add(drawing.colours[under[-1]] if under else None)
    return shades.pop() if len(shades) == 1 else None
