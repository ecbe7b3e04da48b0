"""Tables that are drawn with signs in plain text: grids, pipes with rules, columns under rules.

They are those of Org, AsciiDoc, pandoc and the output of databases. Pipes alone
are no table, as they also stand in code and in lists of choices.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_bot.reading.formats.dashed_tables import find_dashed_table
from qa_bot.reading.tables import Cell, Span, spread

_BORDER = re.compile(r"\s*\+(?:[-=:]{2,}\+){2,}\s*")
_PIPE_RULE = re.compile(r"\s*\|(?:[ \t]*:?-+:?[ \t]*[+|])+[ \t]*:?-+:?[ \t]*\|\s*")
_ROW = re.compile(r"\s*\|.*\|\s*")
_COLUMNS = re.compile(r"\s*={2,}(?:[ \t]+={2,})+\s*")
_FENCE = re.compile(r"\s*\|={3,}\s*")
_OPTIONS = re.compile(r"\s*\[(.*)\]\s*")
_COUNT = re.compile(r"cols=\"?(?:(\d+)\*?\"|([^\"\]]+))")
_CELL = re.compile(r"(?:^|(?<=\s))(?:(\d+)\+)?[.<^>\d]*[aehlmsv]?\|")
_ANY = re.compile(
    r"^[ \t]*(?:\+[-=:]{2,}\+|\|[ \t]*:?-+:?[ \t]*[+|]|\|={3}|={2,}[ \t]+="
    r"|-{2,}[ \t]+--|-{2,}\+--)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table in a text."""

    end: int
    """The line after it."""
    rows: Sequence[Sequence[Cell]]
    header: int | None
    """How many rows name the columns; None where the text doesn't say."""


def may_hold_tables(text: str) -> bool:
    """Whether a line of a text looks like the rule of a table."""
    return _ANY.search(text) is not None


def find_table(lines: Sequence[str], start: int) -> TextTable | None:
    """The table that begins at a line; None where none does."""
    line = lines[start]
    if start and _is_line(line) and _is_line(lines[start - 1]):
        return None  # in the middle of a stretch that is none
    if _BORDER.fullmatch(line):
        return _grid(lines, start)
    if _COLUMNS.fullmatch(line):
        return _columns(lines, start)
    if _FENCE.fullmatch(line) or (
        _OPTIONS.fullmatch(line) and start + 1 < len(lines) and _FENCE.fullmatch(lines[start + 1])
    ):
        return _fenced(lines, start)
    if _ROW.fullmatch(line):
        return _pipes(lines, start)
    if not line.strip():
        return None
    found = find_dashed_table(lines, start)
    if found is None:
        return None
    end, rows, header = found
    return TextTable(end, [[Cell(cell) for cell in row] for row in rows], header or None)


def _is_line(line: str) -> bool:
    return bool(_BORDER.fullmatch(line) or (_ROW.fullmatch(line) and not _FENCE.fullmatch(line)))


def _stretch(lines: Sequence[str], start: int, *shapes: re.Pattern[str]) -> int:
    end = start
    while end < len(lines) and any(shape.fullmatch(lines[end]) for shape in shapes):
        end += 1
    return end


def _grid(lines: Sequence[str], start: int) -> TextTable | None:
    end = _stretch(lines, start, _BORDER, _ROW)
    block = [line.strip() for line in lines[start:end]]
    borders = [n for n, line in enumerate(block) if _BORDER.fullmatch(line)]
    if len(borders) < 2 or borders[-1] + 1 != len(block):
        return None
    edges = sorted({p for n in borders for p, sign in enumerate(block[n]) if sign == "+"})
    parts = [block[a + 1 : b] for a, b in pairwise(borders)]
    ruled = next((n for n, at in enumerate(borders) if n and "=" in block[at]), None)
    if ruled is None and len(parts) == 2 and len(parts[1]) > 1 and len(parts[0]) == 1:
        parts = [parts[0], *([line] for line in parts[1])]
        ruled = 1
    made = spread([list(_spans(part, edges)) for part in parts if part])
    return TextTable(end, made, ruled)


def _spans(part: Sequence[str], edges: Sequence[int]) -> Iterator[Span]:
    """The cells of a row of lines; a cell reaches over an edge on which no line has a pipe."""
    if any(len(line) <= edges[-1] or line[edges[-1]] != "|" for line in part):
        cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in part]
        for column in zip(*cells, strict=False):
            yield Span(" ".join(filter(None, column)))
        return
    left = 0
    for place in range(1, len(edges)):
        if any(line[edges[place]] == "|" for line in part):
            texts = (line[edges[left] + 1 : edges[place]].strip() for line in part)
            yield Span(" ".join(filter(None, texts)), place - left)
            left = place


def _pipes(lines: Sequence[str], start: int) -> TextTable | None:
    """Rows between pipes, with a rule below the first ones."""
    end = _stretch(lines, start, _ROW)
    block = lines[start:end]
    rules = [n for n, line in enumerate(block) if _PIPE_RULE.fullmatch(line)]
    if not rules or len(rules) == len(block):
        return None
    rows = [
        [Cell(cell.strip()) for cell in line.strip()[1:-1].split("|")]
        for n, line in enumerate(block)
        if n not in rules
    ]
    header = next((n for n in rules if n), 0) - sum(rule == 0 for rule in rules)
    return TextTable(end, rows, header if 0 < header < len(rows) else None)


def _columns(lines: Sequence[str], start: int) -> TextTable | None:
    """Columns below rules of equals signs, the last one open to the right."""
    rules = [start]
    place = start + 1
    while place < len(lines) and len(rules) < 3:
        if _COLUMNS.fullmatch(lines[place]):
            rules.append(place)
            if place + 1 == len(lines) or not lines[place + 1].strip():
                break
        place += 1
    if len(rules) < 2 or rules[-1] - start > 2_000:
        return None
    edges = [found.span() for found in re.finditer("=+", lines[start])]
    rows: list[list[str]] = []
    for line in lines[start + 1 : rules[-1]]:
        if not line.strip() or _COLUMNS.fullmatch(line):
            continue
        cells = [line[a : b if n + 1 < len(edges) else None] for n, (a, b) in enumerate(edges)]
        cells = [cell.strip() for cell in cells]
        if cells[0] or not rows:
            rows.append(cells)
        else:
            rows[-1] = [
                f"{above} {more}".strip() for above, more in zip(rows[-1], cells, strict=True)
            ]
    header = sum(bool(line.strip()) for line in lines[start + 1 : rules[1]]) if rules[2:] else None
    made = [[Cell(text) for text in row] for row in rows]
    return TextTable(rules[-1] + 1, made, header and min(header, len(rows)))


def _fenced(lines: Sequence[str], start: int) -> TextTable | None:
    """Cells behind pipes between two fences, as many in a row as stand on the first line."""
    options = _OPTIONS.fullmatch(lines[start])
    first = start + 1 + (options is not None)
    last = next((n for n in range(first, len(lines)) if _FENCE.fullmatch(lines[n])), None)
    if last is None:
        return None
    said = options[1] if options else ""
    if "format=csv" in said:
        separated = _read_separated(lines[first:last])
        made = [[Cell(cell.strip()) for cell in row] for row in separated if row]
        return TextTable(last + 1, made, int("header" in said) or None) if made else None
    cells: list[Span] = []
    width = _width(said)
    for line in lines[first:last]:
        marks = list(_CELL.finditer(line))
        if cells and line[: marks[0].start() if marks else None].strip():
            more = line[: marks[0].start() if marks else None].strip()
            cells[-1] = Span(f"{cells[-1].text} {more}".strip(), cells[-1].across)
        for mark, following in zip(marks, [*marks[1:], None], strict=False):
            text = line[mark.end() : following.start() if following else None].strip()
            cells.append(Span(text, int(mark[1] or 1)))
        width = width or sum(cell.across for cell in cells)
    rows: list[list[Span]] = [[]]
    for cell in cells:
        if sum(each.across for each in rows[-1]) >= width:
            rows.append([])
        rows[-1].append(cell)
    named = "header" in said or (first + 1 < last and not lines[first + 1].strip())
    return TextTable(last + 1, spread(rows), int(named) or None) if cells else None


def _read_separated(lines: Sequence[str]) -> list[list[str]]:
    """Rows of CSV; none where it is damaged."""
    stripped = [line.strip() for line in lines]
    try:
        return list(csv.reader(stripped, skipinitialspace=True))
    except csv.Error:
        return []


def _width(options: str) -> int:
    found = _COUNT.search(options)
    if found is None:
        return 0
    return int(found[1]) if found[1] else found[2].count(",") + 1
