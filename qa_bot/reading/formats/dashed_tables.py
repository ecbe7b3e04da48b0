"""Tables of plain text whose columns stand under dashes, as pandoc and databases write them.

Article      Stock   Price         id | name  | sum
-----------  -----  ------        ----+-------+-----
Oak shelf       12   89.00          1 | Adler | 310
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_RULE = re.compile(r"[ \t]*-{2,}(?:[ \t]+-{2,})+[ \t]*")
_LONG_RULE = re.compile(r"[ \t]*-{8,}[ \t]*")
_CROSSED_RULE = re.compile(r"[ \t]*-{2,}(?:\+-{2,})+[ \t]*")
_DASHES = re.compile("-+")
_MOST_LINES = 2_000
_DEEPEST = 4
"""Lines of a header."""


def find_dashed_table(lines: Sequence[str], start: int) -> tuple[int, list[list[str]], int] | None:
    """The table whose header begins at a line.

    Returns:
        The line after it, its rows, and how many of them name the columns; None for no table.
    """
    if start and lines[start - 1].strip():
        return None
    return _crossed(lines, start) or _spaced(lines, start)


def _crossed(lines: Sequence[str], start: int) -> tuple[int, list[list[str]], int] | None:
    """Rows that bars part, below a rule with crosses."""
    if start + 2 >= len(lines) or not _CROSSED_RULE.fullmatch(lines[start + 1]):
        return None
    columns = lines[start + 1].count("+") + 1
    end = start + 2
    while end < len(lines) and lines[end].count("|") == columns - 1:
        end += 1
    rows = [lines[start], *lines[start + 2 : end]]
    if len(rows) < 2 or lines[start].count("|") != columns - 1:
        return None
    return end, [[cell.strip() for cell in row.split("|")] for row in rows], 1


def _spaced(lines: Sequence[str], start: int) -> tuple[int, list[list[str]], int] | None:
    """Rows in columns as wide as the dashes of a rule; a long rule above lets them have gaps."""
    is_framed = bool(_LONG_RULE.fullmatch(lines[start]))
    first = start + is_framed
    rules = (n for n in range(first, min(first + _DEEPEST, len(lines))) if _is_rule(lines[n]))
    rule = next(rules, None)
    if rule is None or any(not line.strip() for line in lines[first:rule]):
        return None
    if rule == first and (is_framed or start + 1 >= len(lines)):
        return None
    end = _end(lines, rule + 1, is_framed, has_header=rule > first)
    if end is None:
        return None
    edges = [found.span() for found in _DASHES.finditer(lines[rule])]
    header = [_cut(line, edges) for line in lines[first:rule]]
    body = _rows([_cut(line, edges) for line in lines[rule + 1 : end]], is_framed)
    names = [" ".join(filter(None, column)) for column in zip(*header, strict=True)]
    rows = [names, *body] if header else body
    if not body or sum(map(bool, rows[0])) < 2 or not any(sum(map(bool, r)) > 1 for r in body):
        return None
    closed = end < len(lines) and (_is_rule(lines[end]) or _LONG_RULE.fullmatch(lines[end]))
    return end + bool(closed), rows, int(bool(header))


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line) is not None


def _end(lines: Sequence[str], start: int, is_framed: bool, has_header: bool) -> int | None:
    """The line after the last row; a table without a header ends with a rule."""
    for place in range(start, min(len(lines), start + _MOST_LINES)):
        line = lines[place]
        if _is_rule(line) or (is_framed and _LONG_RULE.fullmatch(line)):
            return place
        if not line.strip() and not is_framed:
            return place if has_header else None
    return len(lines) if has_header and not is_framed and len(lines) - start < _MOST_LINES else None


def _cut(line: str, edges: Sequence[tuple[int, int]]) -> list[str]:
    """The cells of a line, cut in the gaps between columns where the line has a space."""
    line = line.expandtabs(8)
    cuts = [0]
    for (_, left), (right, _) in pairwise(edges):
        places = [p for p in range(right - 1, left - 1, -1) if p >= len(line) or line[p].isspace()]
        cuts.append(places[0] if places else right)
    return [line[a:b].strip() for a, b in pairwise([*cuts, len(line) + 1])]


def _rows(cells: Sequence[list[str]], has_gaps: bool) -> list[list[str]]:
    """Rows of lines: one each, or all lines up to a blank one."""
    if not has_gaps or all(any(row) for row in cells):
        return [list(row) for row in cells if any(row)]
    rows: list[list[str]] = []
    is_new = True
    for row in cells:
        if not any(row):
            is_new = True
        elif is_new:
            rows.append(list(row))
            is_new = False
        else:
            rows[-1] = [
                f"{above} {more}".strip() for above, more in zip(rows[-1], row, strict=True)
            ]
    return rows
