"""Tables of facts: each row is a name and its value, as on a form or a card."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.reading.tables.cells import Cell, Grid
from qa_bot.reading.tables.headers import filled_cells
from qa_bot.reading.tables.kinds import Kind, is_column_name, kind_of, usual_kind

_COLONS = (":", "：")
_UNIT = re.compile(r"([A-Z€$£]{0,3})[\d.,:\s]+([a-zµ°%€$£²³/]{0,4})")
_SPECIFIC = (Kind.NUMBER, Kind.CODE, Kind.NAME)
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
        Rows of a name with a colon and a value; `rows` as they are where they are no form.
    """
    if max((len(row) for _, row in rows), default=0) < 4:
        return rows
    parted = [(number, _pairs(row)) for number, row in rows]
    if not all(pairs for _, pairs in parted) or max(len(pairs) for _, pairs in parted) < 2:
        return rows
    return [
        (number, [Cell(f"{name.text.rstrip(':：')}:"), value._replace(is_head=False, merged=False)])
        for number, pairs in parted
        for name, value in pairs
    ]


def _pairs(row: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """The names and values that take turns in a row; none where they don't."""
    cells = [cell for cell in row if not cell.merged]
    while cells and not cells[-1].text and len(cells) % 2:
        cells.pop()
    names, values = cells[::2], cells[1::2]
    filled = [name for name in names if name.text]
    if len(cells) % 2 or not filled or not names[0].text:
        return []
    if not (all(map(_is_marked_name, filled)) or all(is_column_name(n.text) for n in filled)):
        return []
    if any(_is_marked_name(value) or is_column_name(value.text) for value in values):
        return []
    pairs = list(zip(names, values, strict=True))
    return [] if any(v.text and not n.text for n, v in pairs) else [p for p in pairs if p[0].text]


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
