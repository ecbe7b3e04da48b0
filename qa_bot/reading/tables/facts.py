"""Tables of facts: each row is a name and its value, as on a form or a card."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.reading.tables.cells import Cell, Grid
from qa_bot.reading.tables.headers import filled_cells
from qa_bot.reading.tables.kinds import Kind, is_column_name, is_series, kind_of, usual_kind
from qa_bot.reading.tables.rows import LONGEST_LABEL

_COLONS = (":", "：")
_UNIT = re.compile(r"([A-Z€$£]{0,3})[\d.,:\s]+([a-zµ°%€$£²³/]{0,4})")
_SPECIFIC = (Kind.NUMBER, Kind.CODE, Kind.NAME)
_NAMES = (Kind.WORDS, Kind.NAME)
_FEWEST = 3
"""Rows from which values of different kinds say that each is a fact of its own."""


def is_table_of_facts(rows: Grid) -> bool:
    """Whether each row is a fact's name and its value.

    A column of values below its name holds values of one kind; facts ("Owner", "Length",
    "Built") differ from each other in kind or unit, and their names are those of columns.
    """
    pairs = [[cell.text for cell in filled] for row in rows if (filled := filled_cells(row))]
    if len(pairs) < 2 or any(len(pair) > 2 for pair in pairs):
        return False
    names = [pair[0] for pair in pairs]
    if sum(name.endswith(_COLONS) for name in names) > len(names) / 2:
        return True
    if len(pairs[0]) > 1 and is_column_name(pairs[0][1]):
        return False
    below = sum(is_column_name(name) for name in names[1:] if " " not in name)
    if below >= 2 or (below == 1 and len(pairs) == 2):
        return True
    return _are_facts(names, [pair[1] for pair in pairs if len(pair) > 1], below > 0)


def part_facts(rows: Sequence[tuple[int, list[Cell]]]) -> Sequence[tuple[int, list[Cell]]]:
    """The rows of a form with several names and values in a row, each fact in a row of its own.

    Args:
        rows: the numbers of rows in their grid, and their cells.

    Returns:
        Rows of a name with a colon and a value, and rows of a single cell as they are; `rows`
        where they are no form.
    """
    if max((len(row) for _, row in rows), default=0) < 4:
        return rows
    parted = [(row, _pairs(row[1])) for row in rows]
    fields = [pairs for (_, row), pairs in parted if len(filled_cells(row)) > 1]
    if not all(fields) or max(map(len, fields), default=0) < 2:
        return rows
    if not all(map(_are_marked, fields)) and not _are_fields(fields):
        return rows
    facts: list[tuple[int, list[Cell]]] = []
    for row, pairs in parted:
        facts += [(row[0], [_name(name), _plain(value)]) for name, value in pairs] or [row]
    return facts


def _name(cell: Cell) -> Cell:
    return Cell(f"{cell.text.rstrip(':：')}:")


def _plain(cell: Cell) -> Cell:
    return cell._replace(is_head=False, merged=False)


def _pairs(row: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """The names and values that may take turns in a row; none where they can't."""
    cells = [cell for cell in row if not cell.merged]
    while cells and not cells[-1].text and len(cells) % 2:
        cells.pop()
    names, values = cells[::2], cells[1::2]
    if len(cells) % 2 or not cells or not names[0].text:
        return []
    if any(map(_is_marked_name, values)):
        return []
    pairs = list(zip(names, values, strict=True))
    return [] if any(v.text and not n.text for n, v in pairs) else [p for p in pairs if p[0].text]


def _are_marked(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether the names of a row, and only they, say so themselves or are known as such."""
    names = [name for name, _ in pairs]
    if any(is_column_name(value.text) for _, value in pairs):
        return False
    return all(map(_is_marked_name, names)) or all(is_column_name(name.text) for name in names)


def _are_fields(rows: Sequence[Sequence[tuple[Cell, Cell]]]) -> bool:
    """Whether names, some of which are known as such, take turns with values of several kinds.

    Below a header, names of columns don't occur again, and a column's values are of one kind.
    """
    pairs = [(name.text, value.text) for row in rows for name, value in row]
    names, values = [name for name, _ in pairs], [value for _, value in pairs]
    first = values[: len(rows[0])]
    if len(set(names)) < len(names) or any(kind_of(name) not in _NAMES for name in names):
        return False
    if any(len(name) > LONGEST_LABEL for name in names) or any(map(is_column_name, first)):
        return False
    known = sum(map(is_column_name, names))
    if known < max(2, len(names) / 3) or sum(map(is_column_name, values)) * 2 > known:
        return False
    if not any(map(is_column_name, names[len(first) :])):
        return all(kind_of(v) in (Kind.NUMBER, Kind.CODE) for v in first) and not is_series(first)
    width = max(map(len, rows))
    columns = [[pairs[n][1].text for pairs in rows if n < len(pairs)] for n in range(width)]
    return not all(_stands_above(column[0], column[1:]) for column in columns)


def _stands_above(first: str, below: Sequence[str]) -> bool:
    """Whether a text differs from those below it, which are of one kind, as their name would."""
    kind = usual_kind(below)
    return kind in _SPECIFIC and kind_of(first) is not kind


def _is_marked_name(cell: Cell) -> bool:
    return cell.is_head or cell.text.endswith(_COLONS)


def _are_facts(names: Sequence[str], values: Sequence[str], has_known_name: bool) -> bool:
    """Whether the first row is a fact as the rows below it are."""
    if len(values) < _FEWEST or len(values) < len(names) or len(set(names)) < len(names):
        return False
    if any(kind_of(name) in (Kind.NUMBER, Kind.CODE, Kind.PROSE) for name in names):
        return False
    first, below = values[0], values[1:]
    usual = usual_kind(below)
    if usual is Kind.NAME and kind_of(first) is Kind.NAME:
        return True
    if kind_of(first) not in _SPECIFIC and not has_known_name:
        return False
    kinds = {kind_of(value) for value in below}
    return _have_different_units(below) or (usual is Kind.NOTHING and len(kinds) > 1)


def _have_different_units(values: Sequence[str]) -> bool:
    numbers = [value for value in values if kind_of(value) is Kind.NUMBER]
    units = [_UNIT.fullmatch(value) for value in numbers]
    return len({unit.groups() for unit in units if unit}) > 1
