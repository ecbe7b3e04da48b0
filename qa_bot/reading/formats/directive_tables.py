"""Tables that reStructuredText writes as lists of lists or as CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

_DIRECTIVE = re.compile(r"([ \t]*)\.\. (list-table|csv-table)::[ \t]*(.*)")
_OPTION = re.compile(r"[ \t]*:([\w-]+):[ \t]*(.*)")
_ROW = re.compile(r"[ \t]*\* +- ?(.*)")
_CELL = re.compile(r"[ \t]+- ?(.*)")


def find_directive_table(
    lines: Sequence[str], start: int
) -> tuple[int, list[list[str]], int] | None:
    """The table of a directive that begins at a line.

    Returns:
        The line after it, its rows under a row of its title, and how many rows that title and the
        names of the columns are (0 where none are marked); None for no table.
    """
    found = _DIRECTIVE.fullmatch(lines[start])
    if found is None:
        return None
    indent = len(found[1])
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > indent):
        end += 1
    options: dict[str, str] = {}
    first = start + 1
    while first < end and (option := _OPTION.fullmatch(lines[first])):
        options[option[1]] = option[2]
        first += 1
    body = [line for line in lines[first:end] if line.strip()]
    read = _read_list if found[2] == "list-table" else read_separated
    rows = read(body)
    header = int(given) if (given := options.get("header-rows", "")).isdecimal() else 0
    if names := options.get("header"):
        rows = [*read_separated([names]), *rows]
        header = header or 1
    if not rows or max(map(len, rows)) < 2:
        return None
    title = [[found[3].strip()]] if found[3].strip() else []
    return end, [*title, *rows], header + len(title) if header else 0


def _read_list(lines: Sequence[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    for line in lines:
        if row := _ROW.fullmatch(line):
            rows.append([row[1].strip()])
        elif rows and (cell := _CELL.fullmatch(line)):
            rows[-1].append(cell[1].strip())
        elif rows:
            rows[-1][-1] = f"{rows[-1][-1]} {line.strip()}".strip()
    return rows


def read_separated(lines: Sequence[str]) -> list[list[str]]:
    """Rows of CSV; none where it is damaged."""
    stripped = [line.strip() for line in lines]
    try:
        return list(csv.reader(stripped, skipinitialspace=True))
    except csv.Error:
        return []


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
