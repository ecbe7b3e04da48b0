"""Exchange between the reading of a file and its format: `RawFile` in, `Parsed` back.

A `TextWriter` puts headings, paragraphs, list items, tables and pages into one canonical text and
keeps their offsets. A table row becomes a sentence of its own ("City: Oslo; Rate: 60."), so that a
row can be found and quoted without its table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa_bot.reading.bold_lines import bold_headings
from qa_bot.reading.cleaning import squeeze as squeeze
from qa_bot.reading.cleaning import tidy_lines
from qa_bot.reading.details import NO_DETAILS, Details, LeftOut, add_left_out
from qa_bot.reading.encodings import decode
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.raw_file import RawFile as RawFile
from qa_bot.reading.sections import close_sections
from qa_bot.reading.tables import Cell, table_lines
from qa_bot.reading.tables.rows import write_row
from qa_bot.types import Page, Section

MAX_CHARACTERS = 60_000_000
"""A build takes some 16 bytes of memory for each, so that this many stay below 2 GB."""
_OUTER_LINES = re.compile(r"\A(?:[ \t]*\n)+|\s+\Z")


@dataclass(frozen=True)
class Parsed:
    """Canonical text with its structure, and what is to be reported of it."""

    text: str
    title: str = ""
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...] = ()
    characters_read: int = 0
    pages_without_text: tuple[int, ...] = ()
    unmapped: int = 0
    """Characters whose font says not which letters they are."""
    missing: str = ""
    """What was not read besides what `details` counts, in words; empty where all was."""
    details: Details = NO_DETAILS
    author: str = ""
    date: str = ""


class TextWriter:
    """Canonical text in the making."""

    def __init__(self, mark_headings: bool = False) -> None:
        """Begin a text.

        Args:
            mark_headings: whether headings are marked as in Markdown ("## Scope"), for formats
                whose headings may look like any other line.
        """
        self._mark_headings = mark_headings
        self._pieces: list[str] = []
        self._length = 0
        self._after_item = False
        self._sections: list[Section] = []
        self._bold_lines: list[tuple[int, int]] = []
        self._pages: list[tuple[int, str, float | None, int]] = []
        self._counts: Counter[str] = Counter()
        self._encoding = ""
        self._left_out: list[LeftOut] = []

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def count(self, what: str, amount: int = 1) -> None:
        """Count for the report; `what` is a field of `Details`."""
        self._counts[what] += amount

    def leave_out(self, what: str, count: int = 1, place: str = "") -> None:
        """Say in the report that the text lacks something ("picture", "chart"), and where."""
        if not place and self._pages:
            number, label, ocr, start = self._pages[-1]
            place = str(Page(number, start, start, label, ocr))
        self._left_out.append(LeftOut(what, count, (place,) if place else ()))

    def decode(self, data: bytes, declared: str | None = None) -> str:
        """A part of the file as text; an encoding that had to be guessed is reported.

        Raises:
            ReadingError: the bytes hold no text.
        """
        text, guess = decode(data, declared)
        self._encoding = guess or self._encoding
        return text

    def page(self, number: int, label: str = "", ocr: float | None = None) -> None:
        """All that follows stands on this page."""
        self._pages.append((number, label, ocr, self._length))

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of level 1 (highest) to 6; the section under it ends at the next one."""
        if title := squeeze(text):
            start = self._add(f"{'#' * level} {title}" if self._mark_headings else title)
            self._sections.append(Section(title, start, self._length, self._length, level))

    def paragraph(self, text: str, keep_lines: bool = False, opens_bold: bool = False) -> None:
        """A paragraph; its white space is squeezed, unless its lines matter (code, addresses).

        If `opens_bold`, its first line is bold, and may head what follows.
        """
        text = tidy_lines(text) if keep_lines else squeeze(text)
        start = self._add(text)
        if text and opens_bold:
            self._bold_lines.append((start, start + len(text.split("\n", 1)[0])))

    def verbatim(self, text: str) -> None:
        """Text as it is, but for blank lines around it."""
        self._add(_OUTER_LINES.sub("", text))

    def item(self, text: str, depth: int = 0, marker: str = "-") -> None:
        """A list item; `depth` counts from 0."""
        if text := squeeze(text):
            self._add(f"{'  ' * min(depth, 8)}{marker} {text}", is_item=True)

    def table(
        self,
        rows: Sequence[Sequence[str | Cell]],
        header: int | bool | None = None,
        caption: str = "",
        before_row: Callable[[int], None] | None = None,
    ) -> None:
        """A table or a whole sheet, a sentence a row; see `qa_bot.reading.tables`.

        Args:
            rows: the grid, merged cells repeated.
            header: how many rows name the columns; None where that is not known.
            caption: a title outside of the grid.
            before_row: called with a row's index before the first line that is made of it.
        """
        made = table_lines(rows, header, caption)
        self.count("tables_with_header", made.with_header)
        self.count("tables_without_header", made.without_header)
        last = -1
        for line in made.lines:
            if before_row is not None and line.row != last:
                before_row(line.row)
            last = line.row
            self.paragraph(line.text)

    def record(self, facts: Sequence[tuple[str, str]]) -> None:
        """Names and their values as one sentence, as a table of one row is written."""
        filled = [(squeeze(name), squeeze(value)) for name, value in facts]
        filled = [(name.rstrip(":："), value) for name, value in filled if value]
        if filled:
            self.count("tables_with_header")
            names, cells = [name for name, _ in filled], [Cell(value) for _, value in filled]
            for line in write_row([], names, cells):
                self._add(line)

    def insert(self, inner: Parsed, place: str, level: int = 0) -> None:
        """The text of a file inside of this one, with its sections and what is counted of it.

        Args:
            inner: what was read of it; its pages are not kept.
            place: what the report calls it.
            level: how many levels its headings stand below those of this file.
        """
        text = inner.text.lstrip("\n")
        shift = self._add(text.rstrip("\n")) - (len(inner.text) - len(text))
        for s in inner.sections:
            self._sections.append(
                Section(s.title, s.start + shift, s.body + shift, s.end + shift, s.level + level)
            )
        self._counts.update(inner.details.numbers())
        self._left_out += [replace(each, places=(place,)) for each in inner.details.left_out]
        self._encoding = inner.details.encoding or self._encoding

    def continue_paragraph(self, text: str, glue: str = " ") -> None:
        """More of the paragraph before, after a page break."""
        self._add_raw(f"{glue}{text}")

    def drop_hyphen(self) -> None:
        """Take back the last character: the hyphen of a word that goes on after a page break."""
        self._pieces[-1] = self._pieces[-1][:-1]
        self._length -= 1

    def finish(
        self,
        title: str = "",
        characters_read: int = 0,
        pages_without_text: Sequence[int] = (),
        unmapped: int = 0,
        missing: str = "",
    ) -> Parsed:
        """The text with its sections and pages closed."""
        text = "".join(self._pieces)
        headings = bold_headings(text, self._bold_lines, self._sections)
        counts: dict[str, Any] = dict(self._counts)
        ends = [*(start for *_, start in self._pages[1:]), len(text)][: len(self._pages)]
        pages = tuple(
            Page(number, start, end, label, ocr)
            for (number, label, ocr, start), end in zip(self._pages, ends, strict=True)
        )
        return Parsed(
            text,
            squeeze(title),
            pages,
            close_sections([*self._sections, *headings], text),
            max(characters_read, len(text)),
            tuple(pages_without_text),
            unmapped,
            missing,
            Details(add_left_out(self._left_out), encoding=self._encoding, **counts),
        )

    def _add(self, text: str, is_item: bool = False) -> int:
        """Append a block; gives the offset where it starts."""
        if not text:
            return self._length
        if self._pieces:
            self._add_raw("\n" if is_item and self._after_item else "\n\n")
        start = self._length
        self._add_raw(text)
        self._after_item = is_item
        return start

    def _add_raw(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._length += len(text)
        require_length(self._length)


def require_length(characters: int) -> None:
    """Refuse a text that a build would need too much memory for.

    Raises:
        ReadingError: it has more than `MAX_CHARACTERS`.
    """
    if characters > MAX_CHARACTERS:
        raise ReadingError(
            f"holds more than {MAX_CHARACTERS:,} characters of text; split it into parts"
        )
