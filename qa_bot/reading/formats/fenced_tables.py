"""Tables of AsciiDoc: cells behind pipes between two fences ("|===")."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from qa_bot.reading.tables import Span

FENCE = re.compile(r"\s*\|={3,}\s*")
OPTIONS = re.compile(r"\s*\[(.*)\]\s*")
_COLUMNS = re.compile(r"cols=(?:\"([^\"]*)\"|([^\s,\]]+))")
_REPEATED = re.compile(r"(\d+)\*")
_CELL = re.compile(
    r"(?:^|(?<=[\s|]))(?:(\d+)?(?:\.(\d+))?\+|(\d+)\*)?"
    r"(?:[<^>](?:\.[<^>])?|\.[<^>])?([adehlmsv])?(?<!\\)\|"
)
_MOST = 1_000
"""Places that a cell may cover or be repeated in."""

FencedTable = tuple[int, list[list[Span]], int]
"""The line after a table, its rows, and how many of them are marked as names."""


def find_fenced_table(lines: Sequence[str], start: int) -> FencedTable | None:
    """The table whose options or first fence stand on a line."""
    options = OPTIONS.fullmatch(lines[start])
    first = start + 1 + (options is not None)
    if first > len(lines) or not FENCE.fullmatch(lines[first - 1]):
        return None
    last = next((n for n in range(first, len(lines)) if FENCE.fullmatch(lines[n])), None)
    if last is None:
        return None
    said = options[1] if options else ""
    if "format=csv" in said:
        rows = [[Span(cell.strip()) for cell in row] for row in _separated(lines[first:last])]
    else:
        cells, width = _cells(lines[first:last], _width(said))
        rows = list(_rows(cells, width))
    named = "header" in said or (first + 1 < last and not lines[first + 1].strip())
    return (last + 1, rows, int(named)) if rows else None


def _cells(lines: Sequence[str], width: int) -> tuple[list[Span], int]:
    """All cells in order, and how many columns they make where that is not said."""
    cells: list[Span] = []
    for line in lines:
        marks = list(_CELL.finditer(line))
        if cells and (more := line[: marks[0].start() if marks else None].strip()):
            before = cells[-1]
            cells[-1] = Span(f"{before.text}\n{more}".strip(), before.across, before.down)
        for mark, following in zip(marks, [*marks[1:], None], strict=False):
            text = line[mark.end() : following.start() if following else None].strip()
            across, down, times = (min(int(n or 1), _MOST) for n in mark.groups()[:3])
            cells += [Span(text.replace("\\|", "|"), across, down, mark[4] == "h")] * times
        width = width or sum(cell.across for cell in cells)
    return cells, width


def _rows(cells: Sequence[Span], width: int) -> Iterator[list[Span]]:
    """Cells in rows that fill all columns; those that hang down from above fill some."""
    hanging = [0] * width
    row: list[Span] = []
    place = 0
    for cell in cells:
        while place < width and hanging[place]:
            place += 1
        if place >= width:
            yield row
            row, place = [], 0
            hanging = [max(0, left - 1) for left in hanging]
            while place < width - 1 and hanging[place]:
                place += 1
        row.append(cell)
        for column in range(place, min(place + cell.across, width)):
            hanging[column] = cell.down
        place += cell.across
    if row:
        yield row


def _separated(lines: Sequence[str]) -> list[list[str]]:
    """Rows of CSV; none where it is damaged."""
    stripped = [line.strip() for line in lines]
    try:
        return [row for row in csv.reader(stripped, skipinitialspace=True) if row]
    except csv.Error:
        return []


def _width(options: str) -> int:
    """How many columns options ask for ("3*", "1,2,2", "2*,1"); 0 where they don't."""
    found = _COLUMNS.search(options)
    if found is None:
        return 0
    parts = (found[1] or found[2] or "").split(",")
    return min(sum(int(n[1]) if (n := _REPEATED.match(p.strip())) else 1 for p in parts), _MOST)
