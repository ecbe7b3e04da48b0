"""Writing: the blocks of a PDF's pages as canonical text.

A paragraph or table that runs on over a page break stays one; the footnotes of the page then stand
before it. Headings come from the outline where the PDF has one, else from the size of the letters.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa_bot import types
from qa_bot.reading.formats.pdf.headings import Block, OutlineEntry, mark_outline, mark_sizes
from qa_bot.reading.formats.pdf.joining import Words, count_words, find_seam
from qa_bot.reading.formats.pdf.lines import find_body_size
from qa_bot.reading.formats.pdf.markers import BULLETS
from qa_bot.reading.formats.pdf.page_blocks import (
    Page,
    PageBlocks,
    find_first,
    find_last,
    make_blocks,
    runs_on,
)
from qa_bot.reading.formats.pdf.scripts import mark_notes
from qa_bot.reading.formats.pdf.table_parts import (
    carry_names,
    continues_table,
    gather_rows,
    mark_table,
)
from qa_bot.reading.formats.pdf.tables import TableBlock
from qa_bot.reading.parsed import TextWriter

_NOTE = re.compile(r"\[?(\d{1,3}|[a-z*†‡§])[\].)]?\s+\S")
_SAME_DEPTH = 4.0
"""Points within which list markers stand below each other."""


@dataclass(frozen=True, slots=True)
class PageNames:
    """What is known of pages, by their numbers from 1."""

    labels: Mapping[int, str]
    """What the PDF calls them."""
    sure: Mapping[int, float]
    """How sure the recognition of their text is, where they are pictures."""

    def place(self, number: int) -> str:
        """How a citation names a page."""
        return str(types.Page(number, 0, 0, self.labels.get(number, "")))


def write_pages(
    pages: Sequence[Page],
    outline: Sequence[OutlineEntry],
    writer: TextWriter,
    names: PageNames,
) -> None:
    """Write all pages.

    Args:
        pages: their lines.
        outline: the PDF's own list of headings.
        writer: takes the text.
        names: of the pages.
    """
    lines = [line for page in pages for region in page.regions for line in region]
    words = count_words(line.text for line in lines)
    body = find_body_size(lines, lambda size: round(size * 2) / 2)
    made = [make_blocks(page, words, body) for page in pages]
    bodies = [_mark(page) for page in made]
    bodies = mark_outline(bodies, outline) or mark_sizes(bodies, body)
    made = [replace(page, body=found) for page, found in zip(made, bodies, strict=True)]
    _PageWriter(writer, words, names).write(list(_sequence(made)))


def _mark(page: PageBlocks) -> list[Block]:
    """The body with the marks of the page's footnotes apart from the numbers before them."""
    found = [_NOTE.match(note.text) for note in page.notes]
    marks = frozenset(match[1] for match in found if match)
    if not marks:
        return page.body
    return [
        replace(block, table=mark_table(block.table, marks))
        if block.table
        else replace(block, text=mark_notes(block.text, marks))
        for block in page.body
    ]


def _sequence(pages: Sequence[PageBlocks]) -> Iterator[int | Block]:
    """Page numbers and blocks in the order of writing."""
    before: Block | None = None
    pages = _settle_floats(pages)
    for number, page in enumerate(pages, 1):
        yield number
        own, heads, notes = list(page.body), page.heads, page.notes
        if before and own and _continues(before, own[0]):
            own[0] = replace(own[0], continues=True)
            heads, notes = [], heads + notes
        elif before and own and before.table and own[0].table:
            own[0] = replace(own[0], table=carry_names(before.table, own[0].table))
        after = next((other.body[0] for other in pages[number:] if other.body), None)
        goes_on = bool(own and after and _continues(own[-1], after))
        if goes_on and not (len(own) == 1 and own[0].continues):
            yield from (*heads, *own[:-1], *notes, own[-1])
        else:
            yield from (*heads, *own, *notes)
        before = own[-1] if own else before


def _settle_floats(pages: Sequence[PageBlocks]) -> list[PageBlocks]:
    """Pages on which a paragraph that runs on over a page break stands next to the break."""
    bodies = [list(page.body) for page in pages]
    for own, after in itertools.pairwise(bodies):
        last, first = find_last(own), find_first(after)
        if last is None or first is None or not runs_on(own[last], after[first]):
            continue
        own.append(own.pop(last))
        after.insert(0, after.pop(first))
    return [replace(page, body=body) for page, body in zip(pages, bodies, strict=True)]


def _continues(before: Block, first: Block) -> bool:
    if before.table and first.table:
        return continues_table(before.table, first.table)
    return runs_on(before, first)


def _block_at(sequence: Sequence[int | Block], place: int) -> Block | None:
    item = sequence[place] if place < len(sequence) else None
    return item if isinstance(item, Block) else None


def _parts_after(sequence: Sequence[int | Block]) -> Iterator[tuple[int, TableBlock]]:
    """The parts of a table on the pages after its own, with their numbers."""
    for place in range(0, len(sequence) - 1, 2):
        number, block = sequence[place], _block_at(sequence, place + 1)
        if not isinstance(number, int) or not block or not block.table or not block.continues:
            return
        yield number, block.table


class _PageWriter:
    """Writes page numbers and blocks."""

    def __init__(self, writer: TextWriter, words: Words, names: PageNames) -> None:
        self._writer = writer
        self._words = words
        self._names = names
        self._lefts: list[float] = []
        """Where the markers of the lists stand that are open, outermost first."""

    def write(self, sequence: Sequence[int | Block]) -> None:
        """Write all."""
        place, before = 0, ""
        while place < len(sequence):
            item = sequence[place]
            place += 1
            if isinstance(item, Block) and item.table:
                parts = [(0, item.table), *_parts_after(sequence[place:])]
                known = item.is_note or item.table.defines
                self._write_table(parts, header=False if known else None)
                place += 2 * (len(parts) - 1)
            elif isinstance(item, Block):
                self._write_block(item)
                before = item.text
            elif (after := _block_at(sequence, place)) and after.continues and not after.table:
                self._go_on(before, item, after)
                before, place = after.text, place + 1
            else:
                self._page(item)

    def _page(self, number: int) -> None:
        self._writer.page(number, self._names.labels.get(number, ""), self._names.sure.get(number))

    def _go_on(self, before: str, number: int, block: Block) -> None:
        seam = find_seam(before, block.text, self._words)
        if seam.drops_hyphen:
            self._writer.drop_hyphen()
        self._page(number)
        self._writer.continue_paragraph(block.text, seam.glue)

    def _write_table(self, parts: Sequence[tuple[int, TableBlock]], header: bool | None) -> None:
        """Write a table whose parts, after the first, stand on the pages with these numbers."""
        self._lefts = []
        rows, starts = gather_rows([table for _, table in parts], self._words)
        pages = [(row, number) for row, (number, _) in zip(starts, parts, strict=True)][1:]

        def turn_page(row: int) -> None:
            while pages and pages[0][0] <= row:
                self._page(pages.pop(0)[1])

        self._writer.table(rows, header, before_row=turn_page)
        turn_page(len(rows))

    def _write_block(self, block: Block) -> None:
        if block.level:
            self._writer.heading(block.text, block.level)
        elif block.marker:
            marker = "•" if block.marker in BULLETS else block.marker
            text = block.text[len(block.marker) :]
            self._writer.item(text, self._depth(block.left), marker)
            return
        else:
            self._writer.paragraph(block.text, keep_lines=block.is_code)
        self._lefts = []

    def _depth(self, left: float) -> int:
        """How deep an item lies whose marker stands at `left`."""
        while self._lefts and left < self._lefts[-1] - _SAME_DEPTH:
            self._lefts.pop()
        if not self._lefts or left > self._lefts[-1] + _SAME_DEPTH:
            self._lefts.append(left)
        return len(self._lefts) - 1
