"""The blocks of a Word document, written in the order in which they are read."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from qa_bot.reading.archives import open_archive
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats import left_out
from qa_bot.reading.formats.office import Package, chosen, tag
from qa_bot.reading.formats.table_rows import CellText, RowEvents
from qa_bot.reading.formats.word.anchored import Anchored, AnchoredWriter, find_target
from qa_bot.reading.formats.word.embedded import write_embedded_text
from qa_bot.reading.formats.word.inline import InlineReader
from qa_bot.reading.formats.word.notes import Notes, read_comments
from qa_bot.reading.formats.word.numbering import Label, Numbering
from qa_bot.reading.formats.word.pages import PAGE, PageBreaks
from qa_bot.reading.formats.word.running import Running, ends_section, running_text, sections_of
from qa_bot.reading.formats.word.styles import Styles
from qa_bot.reading.formats.word.tables import (
    children,
    count_header_rows,
    deleted_rows,
    is_layout,
    read_rows,
)
from qa_bot.reading.parsed import TextWriter, squeeze

_PARAGRAPH, _TABLE, _CELL = tag("w:p"), tag("w:tbl"), tag("w:tc")
_WRAPPERS = {
    tag(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
}
_MARKER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,7}|\d{1,3}(?:\.\d{1,3})+)[.)]?")
_PAGE_NUMBER = re.compile(r"\W*(?:\w+\W*)?\d+\W*(?:\w+\W*\d+\W*)?")


def write_document(package: Package, writer: TextWriter) -> None:
    """Write a document's text, and count what it leaves out."""
    part = package.main_part()
    body = package.parse(part).find(tag("w:body"))
    if body is None:
        raise ReadingError("is damaged: it has no body")
    document = _DocumentWriter(package, part, body, writer)
    document.write_body(body)
    document.write_notes()
    document.write_comments()
    document.report()


class _DocumentWriter:
    """Writes blocks; counts pages, numbers and what it leaves out."""

    def __init__(self, package: Package, part: str, body: Element, writer: TextWriter) -> None:
        self._package, self._part, self._main, self._writer = package, part, part, writer
        settings = package.parse_related(part, "settings")
        self._styles = Styles(package.parse_related(part, "styles"))
        self._numbering = Numbering(package.parse_related(part, "numbering"), self._styles)
        self._notes = Notes(package, part, settings)
        self._running = Running(package, part, settings)
        self._pages = PageBreaks(body)
        self._inline = InlineReader(self._styles, self._notes.mark, self._pages)
        self._beside = AnchoredWriter(package, writer, self._blocks)
        self._page = 0
        self._in_running = False

    def write_body(self, body: Element) -> None:
        """Write the document's own blocks; a section's headers and footers come before it."""
        if self._pages.are_known:
            self._next_page()
        sections = sections_of(body)
        if sections:
            self._notes.set_formats(sections[0])
            self._write_running(sections.pop(0))
        for block in chosen(body):
            self._block(block)
            if sections and ends_section(block):
                self._write_running(sections.pop(0))

    def write_notes(self) -> None:
        """Write footnotes and endnotes under headings."""
        for heading, part, notes in self._notes.written():
            self._part = part
            beside: list[list[Anchored]] = [[] for _ in notes]
            texts = [self._flat_text(n.element, b) for n, b in zip(notes, beside, strict=True)]
            if any(texts):
                self._writer.heading(heading)
            for note, text, held in zip(notes, texts, beside, strict=True):
                if note.mark:
                    self._writer.item(text, marker=f"[{note.mark}]")
                else:
                    self._writer.paragraph(text)
                for anchored in held:
                    self._beside.write(anchored, part)
        self._part = self._main

    def write_comments(self) -> None:
        """Write comments under a heading."""
        comments = list(read_comments(self._package, self._main))
        if comments:
            self._writer.heading("Comments")
        for author, comment in comments:
            text = self._flat_text(comment, [])
            self._writer.item(f"{author}: {text}" if author else text)
            self._writer.count("annotations")

    def report(self) -> None:
        """Say how much is deleted or hidden, and not in the text."""
        for what, count in (
            (left_out.DELETED, self._inline.deleted),
            (left_out.HIDDEN, self._inline.hidden),
        ):
            if count:
                self._writer.leave_out(what, count)

    def _write_running(self, section: Element) -> None:
        for part in self._running.parts(section):
            self._part, self._in_running = part, True
            for block in chosen(self._package.parse(part)):
                if self._running.is_new(block):
                    self._block(block)
                else:
                    self._writer.count("repeated_characters", len(running_text(block)))
            self._part, self._in_running = self._main, False

    def _blocks(self, parent: Element) -> None:
        for child in chosen(parent):
            self._block(child)

    def _block(self, element: Element) -> None:
        if element.tag == _PARAGRAPH:
            self._paragraph(element)
        elif element.tag == _TABLE:
            self._table(element)
        elif element.tag in _WRAPPERS:
            self._blocks(element)
        elif element.tag == tag("w:altChunk"):
            target = find_target(self._package, self._part, element.get(tag("r:id"), ""))
            if not target or not self._write_inserted(self._package.read(target), target):
                self._writer.leave_out(left_out.INSERTED)

    def _write_inserted(self, data: bytes, name: str) -> bool:
        """Write a file that is inserted as a whole; False where its format is not read."""
        if not name.lower().endswith(".docx"):
            return write_embedded_text(data, name, self._writer)
        with open_archive(data) as archive:
            write_document(Package(archive), self._writer)
        return True

    def _paragraph(self, paragraph: Element) -> None:
        text, anchored = self._inline.read(paragraph)
        before, *after = text.split(PAGE)
        label = self._label(paragraph, text)
        if after and not squeeze(before):
            self._next_page()
            before, *after = after
        if self._in_running and self._inline.shows_page_number and _PAGE_NUMBER.fullmatch(text):
            before, after = "", []
        self._write_paragraph(paragraph, before, label)
        for rest in after:
            self._next_page()
            if rest := squeeze(rest):
                self._writer.continue_paragraph(rest)
        self._beside.write(anchored, self._part)

    def _write_paragraph(self, paragraph: Element, text: str, label: Label | None) -> None:
        if not squeeze(text):
            return
        level = 0 if self._in_running else self._styles.heading_level(paragraph)
        mark = label.text if label is not None else ""
        if level:
            bare = label is None or label.is_bullet
            self._writer.heading(text if bare else f"{mark} {text}", level)
        elif label is not None and (label.is_bullet or _MARKER.fullmatch(mark)):
            self._writer.item(text, label.depth, mark)
        else:
            lines = [squeeze(line) for line in f"{mark} {text}".split("\n")]
            is_bold = self._inline.opens_bold and not self._in_running
            self._writer.paragraph("\n".join(filter(None, lines)), True, is_bold)

    def _label(self, paragraph: Element, text: str) -> Label | None:
        """A paragraph's label; one that a tracked change deletes is not counted."""
        mark = paragraph.find(f"{tag('w:pPr')}/{tag('w:rPr')}")
        unseen = (tag("w:del"), tag("w:moveFrom"), tag("w:vanish"))
        if not squeeze(text) and mark is not None and any(e.tag in unseen for e in mark):
            return None
        label = self._numbering.label(paragraph)
        if label is not None and not label.is_bullet:
            self._writer.count("list_numbers")
        return label

    def _table(self, table: Element) -> None:
        if is_layout(table, self._styles):
            for row in children(table, tag("w:tr")):
                for cell in children(row, _CELL):
                    self._blocks(cell)
            return
        for row in deleted_rows(table):
            self._inline.note_deleted(row)
        beside: list[Anchored] = []
        rows = read_rows(table, self._styles, lambda cell: self._cell(cell, beside))
        events = RowEvents(rows, self._next_page, self._table)
        header = count_header_rows(table)
        self._writer.table([row.cells for row in rows], header, before_row=events.before)
        events.finish()
        for anchored in beside:
            self._beside.write(anchored, self._part)

    def _cell(self, cell: Element, beside: list[Anchored]) -> CellText:
        """A cell's text on one line; what is anchored in it goes to `beside`."""
        held = CellText()
        self._gather(cell, held, beside)
        return held

    def _gather(self, parent: Element, held: CellText, beside: list[Anchored]) -> None:
        for child in chosen(parent):
            if child.tag == _TABLE:
                held.nested.append(child)
            elif child.tag in _WRAPPERS:
                self._gather(child, held, beside)
            elif child.tag == _PARAGRAPH:
                text, anchored = self._inline.read(child)
                label = self._label(child, text)
                beside.append(anchored)
                for position, piece in enumerate(text.split(PAGE)):
                    if position:
                        held.breaks += 1
                        held.leading += not held.text.strip()
                    if piece.strip():
                        mark = f"{label.text} " if label is not None and not position else ""
                        held.text += f" {mark}{piece}"

    def _flat_text(self, element: Element, beside: list[Anchored]) -> str:
        """All text of a note or a comment on one line; what is anchored in it goes to `beside`."""
        held = CellText()
        self._gather(element, held, beside)
        for table in held.nested:
            for row in read_rows(table, self._styles, lambda cell: self._cell(cell, [])):
                held.text += f" {'; '.join(c.text for c in row.cells if c.text and not c.merged)}"
        return squeeze(held.text)

    def _next_page(self) -> None:
        self._page += 1
        self._writer.page(self._page)
