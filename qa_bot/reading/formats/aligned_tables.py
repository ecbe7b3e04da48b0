"""Tables of plain text whose columns only stand below each other, or between signs.

CONTAINER   IMAGE     STATUS        Article         Size    Price
3f1         web:2     Up 3 hours    ----------------------------
77b         cache:1   Up 2 days     Oak board       2 m     18.50

A paragraph is one where two spaces or more run through all lines, or where "|", ";" or "," part
each into as many fields, and its first lines name the columns; a line above it may be its title.
All others stay as they are, since words in columns may also be a list or a drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa_bot.reading.tables import Cell
from qa_bot.reading.tables.headers import count_header_rows
from qa_bot.reading.tables.kinds import Kind, is_series, kind_of, usual_kind

_GAP = re.compile(r"(?<=\S)(?: {2,}|\t+)(?=\S)")
_RULES = ("---", "===", "___", "———", "–––")
_SEPARATORS = "|;,"
_MOST_LINES = 2_000
_FEWEST_ROWS = 2
_FEWEST_COLUMNS = 3
"""Columns that a table has at the least where no line below its header rules it off."""
_NARROWEST = 2

_Rows = Sequence[Sequence[str]]
AlignedTable = tuple[int, list[list[str]], int]
"""The line after a table, its rows, and how many of them name the columns."""


def find_aligned_table(lines: Sequence[str], start: int) -> AlignedTable | None:
    """The table that begins at a line; None where none does."""
    if not _may_begin(lines, start):
        return None
    end = start + 1
    while end < len(lines) and end - start < _MOST_LINES and lines[end].strip():
        end += 1
    held = [line.expandtabs(8).rstrip() for line in lines[start:end]]
    rules = [n for n, line in enumerate(held) if _is_rule(line)]
    texts = [line for n, line in enumerate(held) if n not in rules]
    if len(texts) <= _FEWEST_ROWS:
        return None
    rows = _split(texts)
    if any(_GAP.search(cell) for row in rows for cell in row):
        return None  # columns that don't stand below each other
    ruled = rules[0] if rules and 0 < rules[0] <= _FEWEST_ROWS else 0
    if len(rows[0]) < (2 if ruled else _FEWEST_COLUMNS) or not all(row[0] for row in rows[1:]):
        return None
    grid = [[Cell(text) for text in row] for row in rows]
    header = ruled or count_header_rows(grid)
    if not header or not _names_columns(rows[:header], rows[header:], bool(ruled)):
        return None
    return end, rows, header


def _is_rule(line: str) -> bool:
    return not line.strip("-=_—– \t") and any(rule in line for rule in _RULES)


def _may_begin(lines: Sequence[str], start: int) -> bool:
    """Whether a line is parted and opens its paragraph, alone or below a title; none quoted."""
    if lines[start].startswith(">"):
        return False
    title = start > 0 and bool(lines[start - 1].strip())
    is_second = start > 1 and bool(lines[start - 2].strip())
    if title and (is_second or _is_parted(lines[start - 1])):
        return False
    return _is_parted(lines[start])


def _is_parted(line: str) -> bool:
    return _GAP.search(line) is not None or line.count(_separator(line)) > 1


def _separator(line: str) -> str:
    """The sign that parts the fields of a line, if one does."""
    return next((sign for sign in _SEPARATORS if line.count(sign) > 1), _SEPARATORS[0])


def _split(lines: Sequence[str]) -> list[list[str]]:
    """The cells of some lines, at a sign that is in each equally often, or at their gaps."""
    sign = _separator(lines[0])
    count = lines[0].count(sign)
    if count > 1 and all(line.count(sign) == count for line in lines):
        is_sentence = sign == "," and any(", " in line for line in lines)
        return [[""]] if is_sentence else [[c.strip() for c in x.split(sign)] for x in lines]
    columns = list(_columns(lines))
    return [[line[a:b].strip() for a, b in columns] for line in lines]


def _columns(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the columns of some lines lie: between the spaces that all of them have."""
    width = max(map(len, lines))
    filled = [False] * width
    for line in lines:
        for place, sign in enumerate(line):
            filled[place] = filled[place] or sign != " "
    starts = [place for place in range(width) if filled[place] and not any(
        filled[max(0, place - _NARROWEST):place])]  # fmt: skip
    yield from pairwise([*starts, width + 1])


def _names_columns(header: _Rows, body: _Rows, is_ruled: bool) -> bool:
    """Whether rows are names and values: words above numbers, in capitals, or ruled off."""
    names = [" ".join(filter(None, column)) for column in zip(*header, strict=True)]
    columns = list(zip(*body, strict=True))
    counts = [sum(map(bool, row)) for row in body]
    if not all(names[1:]) or min(counts) < 2 or 2 * sum(counts) <= len(counts) * len(names):
        return False
    if any(map(_has_more_columns, names, columns)):
        return False
    if any(
        kind_of(cell) is Kind.NUMBER and not is_series(row[1:]) for row in header for cell in row
    ):
        return False
    has_numbers = any(usual_kind(column) is Kind.NUMBER for column in columns)
    return is_ruled or has_numbers or all(name == name.upper() for name in names)


def _has_more_columns(name: str, values: Sequence[str]) -> bool:
    """Whether single spaces may part columns in what was taken for one."""
    fewest = min((len(value.split()) for value in values if value), default=0)
    return min(len(name.split()), fewest) >= _FEWEST_COLUMNS
