"""Blocks of Markdown: which lines are code, and tables (with pipes or in HTML) row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.html import parse_html, write_html
from qa_bot.reading.formats.markdown_inline import show_line, without_marks
from qa_bot.reading.formats.markdown_lists import number_items
from qa_bot.reading.formats.text_tables import find_table
from qa_bot.reading.parsed import TextWriter
from qa_bot.reading.tables import Cell

_FENCE = re.compile(r"\s*(?:>\s?)*(?:[-*+]\s+)?(`{3,}|~{3,})(?P<info>.*)")
_DELIMITER = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*")
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*", re.IGNORECASE)
_TABLE_START = re.compile(r"[ \t]*<table\b", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)


def mark_code(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to a fenced block of code."""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if not fence:
            if found and not (found[1][0] == "`" and "`" in found["info"]):
                fence = found[1]
            yield line, bool(fence)
        else:
            yield line, True
            if found and found[1].startswith(fence) and not found["info"].strip():
                fence = ""


def rewrite_tables(text: str, writer: TextWriter) -> None:
    """Write a text with each row of its tables as a line that names its values."""
    marked = list(mark_code(text))
    lines = list(number_items(marked))
    writer.count("list_numbers", sum(a[0] != b[0] for a, b in zip(lines, marked, strict=True)))
    drawn = [line if not is_code else "" for line, is_code in lines]
    kept = 0
    place = 0
    while place < len(lines):
        end = _table_end(lines, place)
        table = find_table(drawn, place) if end == place else None
        if end == place and table is None:
            place += 1
            continue
        writer.verbatim(_show(lines[kept:place]))
        if table is not None:
            writer.table(_show_cells(table.rows), table.header)
            end = table.end
        else:
            _write_table([line for line, _ in lines[place:end]], writer)
        kept = place = end
    writer.verbatim(_show(lines[kept:]))


def _show(lines: Sequence[tuple[str, bool]]) -> str:
    return "\n".join(line if is_code else show_line(line) for line, is_code in lines)


def _show_cells(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    return [[cell._replace(text=without_marks(show_line(cell.text))) for cell in r] for r in rows]


def _table_end(lines: Sequence[tuple[str, bool]], start: int) -> int:
    """The line after the table that begins at `start`; `start` itself where none does."""
    line, is_code = lines[start]
    if is_code:
        return start
    if _TABLE_START.match(line):
        return _html_end(lines, start)
    if "|" not in line or start + 1 == len(lines):
        return start
    under, is_code = lines[start + 1]
    under = _PREFIX.sub("", under, count=1)
    if is_code or "|" not in under or not _DELIMITER.fullmatch(under):
        return start
    if len(_cells(under)) != len(_cells(line)):
        return start
    end = start + 2
    while end < len(lines) and "|" in lines[end][0] and not lines[end][1]:
        end += 1
    return end


def _html_end(lines: Sequence[tuple[str, bool]], start: int) -> int:
    """The line after the end tag of an HTML table; `start` where it has none."""
    depth = 0
    for place in range(start, len(lines)):
        for tag in _TABLE_TAG.finditer(lines[place][0]):
            depth += -1 if tag[1] else 1
        if depth <= 0:
            return place + 1
    return start


def _write_table(lines: Sequence[str], writer: TextWriter) -> None:
    if _TABLE_START.match(lines[0]):
        write_html(parse_html("\n".join(lines)), writer)
        return
    header, rows = _cells(lines[0]), [_cells(line) for line in lines[2:]]
    writer.table([header, *rows] if any(header) else rows, header=any(header))


def _cells(line: str) -> list[str]:
    line = _PREFIX.sub("", line, count=1).strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    cells = (_BREAK.sub(" ", cell.replace("\\|", "|")).strip() for cell in _PIPE.split(line))
    return [without_marks(show_line(cell)) for cell in cells]
