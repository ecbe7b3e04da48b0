"""Tables that are drawn with signs in plain text: grids, pipes with rules, columns under rules.

They are those of Org, AsciiDoc, pandoc and the output of databases. Pipes alone
are no table, as they also stand in code and in lists of choices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_bot.reading.formats.aligned_tables import find_aligned_table
from qa_bot.reading.formats.dashed_tables import find_dashed_table
from qa_bot.reading.formats.fenced_tables import FENCE, OPTIONS, find_fenced_table
from qa_bot.reading.parsed import TextWriter
from qa_bot.reading.tables import Cell, Span, spread

_BORDER = re.compile(r"\s*\+(?:[-=:]{2,}\+){2,}\s*")
_PIPE_RULE = re.compile(r"\s*\|(?:[ \t]*:?-+:?[ \t]*[+|])+[ \t]*:?-+:?[ \t]*\|\s*")
_ROW = re.compile(r"\s*\|.*\|\s*")
_COLUMNS = re.compile(r"\s*={2,}(?:[ \t]+={2,})+\s*")
_ANY = re.compile(
    r"^[ \t]*(?:\+[-=:]{2,}\+|\|[ \t]*:?-+:?[ \t]*[+|]|\|={3}|={2,}[ \t]+="
    r"|-{2,}[ \t]+--|-{2,}\+--|[┌┏╔╒├]|[^|;,\n]+([|;,])[^|;,\n]*\1)|(?<=\S)(?: {2}|\t)",
    re.MULTILINE,
)
_JOINTS = "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛┡╇┩╟╫╢╓╥╖╙╨╜╭╮╰╯"
_BARS = str.maketrans("│┃║", "|||")
_LINES = _BARS | dict.fromkeys(map(ord, _JOINTS), "+") | str.maketrans("─━╌═", "---=")
_DRAWN = re.compile(rf"[\s{_JOINTS}│┃║─━╌═]+")
"""Signs that draw boxes as the letters that people draw them with."""


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
    if FENCE.fullmatch(line) or OPTIONS.fullmatch(line):
        fenced = find_fenced_table(lines, start)
        return (
            None if fenced is None else TextTable(fenced[0], spread(fenced[1]), fenced[2] or None)
        )
    if _ROW.fullmatch(line):
        return _pipes(lines, start)
    if not line.strip():
        return None
    return _made(find_dashed_table(lines, start))


def write_with_tables(text: str, writer: TextWriter, write: Callable[[str], None]) -> bool:
    """Write a plain text, its tables row by row; False where it has none, and nothing is written.

    Args:
        text: the text.
        writer: gets the tables.
        write: called with each stretch of text between them.
    """
    if not may_hold_tables(text):
        return False
    lines = text.split("\n")
    drawn = [line.translate(_LINES if _DRAWN.fullmatch(line) else _BARS) for line in lines]
    kept = place = 0
    while place < len(lines):
        table = find_table(drawn, place) or _made(find_aligned_table(lines, place))
        if table is None:
            place += 1
            continue
        write("\n".join(lines[kept:place]))
        writer.table(table.rows, table.header)
        kept = place = table.end
    if kept:
        write("\n".join(lines[kept:]))
    return kept > 0


def _made(found: tuple[int, list[list[str]], int] | None) -> TextTable | None:
    if found is None:
        return None
    end, rows, header = found
    return TextTable(end, [[Cell(cell) for cell in row] for row in rows], header or None)


def _is_line(line: str) -> bool:
    return bool(_BORDER.fullmatch(line) or (_ROW.fullmatch(line) and not FENCE.fullmatch(line)))


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
    ruled = next((n for n, at in enumerate(borders[:-1]) if n and "=" in block[at]), None)
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
