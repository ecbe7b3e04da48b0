"""A document's canonical text as HTML: headings, lists, tables and paragraphs, an excerpt marked.

The structure is read off the text, whose blocks stand between blank lines: a section's heading, a
list item ("- Ask first"), a table's row ("City: Oslo; Rate: 60."), everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa_bot.types import Document
from qa_bot.web.chat.code import Code, find_code
from qa_bot.web.markup import escape, escape_prose

_BLOCK = re.compile(r"\S.*?(?=\n[ \t]*\n|\Z)", re.DOTALL)
_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"([ \t]*)(?:[-•*▪◦‣]|\d{1,3}[.)])[ \t]+(?=\S)")
BULLET = re.compile(r"[ \t]*[-•*▪◦‣][ \t]+")
_CELL = re.compile(r"(?:([^:;\n]{1,80}): )?([^;]*?)(?:; |\.?\Z)")
_SIGN = re.compile(r"#{1,6}[ \t]+")
"""What makes a line of Markdown a heading; shown as one, it is not shown."""
_DEEPEST = 4
_MOST_IN_A_ROW = 2_000
_WRAPPED = 50
"""Length of a line from which its end is where the file was wrapped, not where a line ends."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table's row, and what its column is called."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (with its level), a list item (with its depth), a row, code or a paragraph."""

    kind: str
    start: int
    end: int
    level: int = 0
    cells: tuple[Cell, ...] = ()
    code: Code | None = None


def render_text(document: Document, start: int, end: int) -> str:
    """The whole text with `text[start:end]` in `<mark>` elements."""
    write = _Writer(document.text, start, end)
    pages = iter(sorted(document.pages, key=lambda page: page.start))
    page = next(pages, None)
    parts = []
    for kind, group in groupby(find_blocks(document), key=_group_of):
        blocks = list(group)
        while page is not None and page.start <= blocks[0].start:
            parts.append(f'<p class="qa-page-label">{escape(str(page))}</p>')
            page = next(pages, None)
        parts.append(write.group(kind, blocks))
    return "".join(parts)


def find_blocks(document: Document) -> Iterator[Block]:
    """The blocks of a text in their order."""
    done = 0
    for code in find_code(document.text):
        yield from _find_prose(document, done, code.start)
        yield Block("code", code.start, code.end, code=code)
        done = code.end
    yield from _find_prose(document, done, len(document.text))


def _find_prose(document: Document, first: int, last: int) -> Iterator[Block]:
    """The blocks between two pieces of code."""
    text = document.text
    headings = {section.start: section for section in document.sections}
    for found in _BLOCK.finditer(text, first, last):
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        section = headings.get(start)
        if section is not None and start < section.body:
            end = min(found.end(), _end_of(text, start, section.body))
            yield Block("heading", start, end, min(section.level, _DEEPEST))
            start = end
        yield from _split_block(text, start, found.end())


def _end_of(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _split_block(text: str, start: int, end: int) -> Iterator[Block]:
    """A paragraph, a table's row, or the items of a list."""
    while start < end and text[start].isspace():
        start += 1
    if start == end:
        return
    if cells := read_row(text, start, end):
        yield Block("row", start, end, cells=cells)
        return
    begun = start
    for line in _LINE.finditer(text, start, end):
        if item := _ITEM.match(text, line.start(), end):
            if begun < line.start() and text[begun : line.start()].strip():
                yield Block(_kind_at(text, begun), begun, line.start(), _depth_at(text, begun))
            begun = item.start()
    yield Block(_kind_at(text, begun), begun, end, _depth_at(text, begun))


def _kind_at(text: str, start: int) -> str:
    return "item" if _ITEM.match(text, start) else "paragraph"


def _depth_at(text: str, start: int) -> int:
    found = _ITEM.match(text, start)
    return len(found[1].expandtabs(4)) // 2 if found else 0


def read_row(text: str, start: int, end: int) -> tuple[Cell, ...]:
    """The cells of a row, of which all but the first have a name; empty where it is none."""
    if "\n" in text[start:end] or end - start > _MOST_IN_A_ROW:
        return ()
    cells = [
        Cell(found[1] or "", found.start(2), found.end(2))
        for found in _CELL.finditer(text, start, end)
        if found[0]
    ]
    named = [cell.name for cell in cells if cell.name]
    is_row = len(cells) > 1 and all(cell.name for cell in cells[1:])
    return tuple(cells) if is_row and len(set(named)) == len(named) else ()


def _group_of(block: Block) -> tuple[str, int | str]:
    """Neighbours of one group make a list or a table."""
    if block.kind == "row":
        return "table", block.cells[0].name
    return (block.kind, 0) if block.kind == "item" else (block.kind, block.start)


class _Writer:
    """Writes blocks, with what of them lies in the excerpt marked."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._above: list[int] = []

    def group(self, kind: tuple[str, int | str], blocks: Sequence[Block]) -> str:
        if kind[0] == "table" and len(blocks) > 1:
            return self._table(blocks)
        if kind[0] == "item":
            return f"<ul>{''.join(map(self._item, blocks))}</ul>"
        return "".join(map(self._block, blocks))

    def _item(self, item: Block) -> str:
        """An item of a list: a bullet stands for a sign, a number stays."""
        sign = BULLET.match(self._text, item.start, item.end)
        if not sign:
            return f'<li data-depth="{item.level}">{self._write(item.start, item.end)}</li>'
        hidden = f"<span hidden>{self._write(item.start, sign.end())}</span>"
        written = self._write(sign.end(), item.end)
        return f'<li data-depth="{item.level}" data-bullet>{hidden}{written}</li>'

    def _block(self, block: Block) -> str:
        if block.code is not None:
            body = self._write(block.code.body, block.code.body_end)
            return block.code.wrap(self._text, body)
        written = self._write(block.start, block.end)
        if block.kind == "heading":
            sign = _SIGN.match(self._text, block.start, block.end)
            if sign:
                hidden = self._write(block.start, sign.end())
                written = f"<span hidden>{hidden}</span>{self._write(sign.end(), block.end)}"
            name = f"h{self._rank(block.level) + 2}"
            return f'<{name} data-at="{block.start}">{written}</{name}>'
        lines = self._text[block.start : block.end].splitlines()
        kept = any(len(line) < _WRAPPED for line in lines[:-1])
        return f"<p class=qa-lines>{written}</p>" if kept else f"<p>{written}</p>"

    def _rank(self, level: int) -> int:
        """How many headings lie one in the other here: a text may begin low or leave levels out."""
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        return len(self._above)

    def _table(self, rows: Sequence[Block]) -> str:
        names = list(dict.fromkeys(cell.name for row in rows for cell in row.cells))
        heads = "".join(f"<th>{escape(name)}</th>" for name in names)
        body = "".join(self._row(names, row) for row in rows)
        return f'<div class="qa-table"><table><thead><tr>{heads}</tr></thead>{body}</table></div>'

    def _row(self, names: Sequence[str], row: Block) -> str:
        cells = {cell.name: cell for cell in row.cells}
        written = "".join(
            f"<td>{self._write(cells[n].start, cells[n].end) if n in cells else ''}</td>"
            for n in names
        )
        cited = " class=qa-cited" if row.start < self._end and self._start < row.end else ""
        return f"<tr{cited}>{written}</tr>"

    def _write(self, start: int, end: int) -> str:
        first, last = max(start, self._start), min(end, self._end)
        if first >= last:
            return escape_prose(self._text[start:end])
        before, marked, after = (
            escape_prose(self._text[a:b]) for a, b in ((start, first), (first, last), (last, end))
        )
        return f"{before}<mark>{marked}</mark>{after}"
