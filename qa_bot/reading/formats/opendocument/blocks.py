"""The blocks of OpenDocument texts and presentations, in the order in which they are read."""

from __future__ import annotations

from lxml.etree import _Element as Element

from qa_bot.reading.formats import left_out
from qa_bot.reading.formats.opendocument.embedded import write_object
from qa_bot.reading.formats.opendocument.inline import Comment, InlineReader
from qa_bot.reading.formats.opendocument.names import dc, draw, office, presentation, table, text
from qa_bot.reading.formats.opendocument.numbering import BULLET, ListState, Numbering
from qa_bot.reading.formats.opendocument.package import FlatParts, Parts
from qa_bot.reading.formats.opendocument.shapes import ordered
from qa_bot.reading.formats.opendocument.styles import Styles
from qa_bot.reading.formats.opendocument.tables import count_header_rows, read_rows
from qa_bot.reading.formats.table_rows import CellText, RowEvents
from qa_bot.reading.parsed import TextWriter, squeeze

_HEADING, _PARAGRAPH, _LIST, _TABLE = text("h"), text("p"), text("list"), table("table")
_ITEM, _SECTION = text("list-item"), text("section")
_UNREAD = frozenset((
    text("tracked-changes"), text("sequence-decls"), text("variable-decls"), office("forms"),
    text("user-field-decls"), text("note-citation"), presentation("notes"), table("shapes"),
))  # fmt: skip


class DocumentWriter:
    """Writes blocks; keeps what comes after them, and counts what is left out."""

    def __init__(self, parts: Parts | FlatParts, content: Element, writer: TextWriter) -> None:
        self._hidden = 0
        self.writer = writer
        self.common = parts.parse("styles.xml")
        self.styles = Styles(self.common, content)
        self.inline = InlineReader(self.styles)
        self._parts = parts
        self._numbering = Numbering(self.styles)

    def finish(self, body: Element) -> None:
        """Write notes and comments; count what was left out."""
        kinds = dict.fromkeys(note.kind for note in self.inline.notes)
        for kind in kinds:
            self.writer.heading(kind)
            for note in [note for note in self.inline.notes if note.kind == kind]:
                mark = f"[{note.mark}]" if note.mark else BULLET
                held = CellText()
                shapes = self._gather(note.body, held)
                self.writer.item(held.text, marker=mark)
                for shape in shapes:
                    self.shape(shape)
        if self.inline.comments:
            self.writer.heading("Comments")
        for comment in self.inline.comments:
            words = self.flat_text(comment.element)
            self.writer.count("annotations")
            self.writer.item(f"{comment.author}: {words}" if comment.author else words)
        deleted = [p for d in body.iter(text("deletion")) for p in d.iter(_PARAGRAPH, _HEADING)]
        for what, count in (
            (left_out.DELETED, sum(len("".join(p.itertext()).strip()) for p in deleted)),
            (left_out.HIDDEN, self._hidden + self.inline.hidden),
        ):
            if count:
                self.writer.leave_out(what, count)

    def note_comment(self, element: Element) -> None:
        """Keep a remark, to be written at the end."""
        self.inline.comments.append(Comment(element.findtext(dc("creator")) or "", element))

    def blocks(self, parent: Element) -> None:
        """Write the blocks in an element."""
        for child in parent:
            self.block(child)

    def flat_text(self, element: Element) -> str:
        """All text in an element on one line."""
        held = CellText()
        self._gather(element, held)
        return squeeze(held.text)

    def shape(self, element: Element) -> None:
        """Write what a shape holds: a text box, a table, a chart, drawn text."""
        if element.tag in (draw("g"), draw("a")):
            for inner in ordered(element):
                self.shape(inner)
            return
        held = list(element)
        for child in held:
            if child.tag == draw("object") and write_object(child, self._parts, self.writer):
                return
        if any(child.tag in (draw("object"), draw("object-ole")) for child in held):
            self.writer.leave_out(left_out.EMBEDDED)
        elif any(child.tag == draw("image") for child in held):
            self.writer.leave_out(left_out.PICTURE)
        for child in held:
            if child.tag == draw("text-box"):
                self.blocks(child)
            elif child.tag in (_PARAGRAPH, _LIST, _TABLE, _HEADING):
                self.block(child)

    def block(self, element: Element) -> None:
        """Write a block."""
        name = element.tag
        if name in (_PARAGRAPH, _HEADING):
            self._paragraph(element)
        elif name == _LIST:
            self._list(element, None, 1)
        elif name == _TABLE:
            self._table(element)
        elif name in (draw("frame"), draw("custom-shape"), draw("rect"), draw("g")):
            self.shape(element)
        elif name == _SECTION and element.get(text("display")) == "none":
            self._hidden += len("".join(element.itertext()).strip())
        elif name not in _UNREAD:
            self.blocks(element)

    def _paragraph(self, element: Element) -> None:
        words, shapes = self.inline.read(element)
        if element.tag == _HEADING:
            depth = element.get(text("outline-level"), "1")
            level = min(int(depth), 6) if depth.isdecimal() else 1
            number = self._numbering.heading(element, int(depth) if depth.isdecimal() else 1)
            self.writer.count("list_numbers", bool(number))
            if squeeze(words):
                self.writer.heading(f"{number} {words}", max(1, level))
        else:
            lines = map(squeeze, words.split("\n"))
            kept = "\n".join(filter(None, lines))
            self.writer.paragraph(kept, True, self.inline.opens_bold)
        for shape in shapes:
            self.shape(shape)

    def _list(self, element: Element, state: ListState | None, depth: int) -> None:
        if state is None:
            state = self._numbering.open_list(element, self._list_style(element))
        for item in element:
            marker = self._label(state, depth, item)
            for child in item:
                if child.tag == _LIST:
                    self._list(child, state.under(child), depth + 1)
                elif child.tag == _PARAGRAPH and marker:
                    words, shapes = self.inline.read(child)
                    self.writer.item(words, depth - 1, marker)
                    marker = "" if squeeze(words) else marker
                    for shape in shapes:
                        self.shape(shape)
                elif child.tag == _HEADING and marker not in ("", BULLET):
                    self._numbered_heading(child, marker)
                else:
                    self.block(child)

    def _label(self, state: ListState, depth: int, item: Element) -> str:
        """What stands before an item; empty for a list's header, and for one that only nests."""
        if item.tag != _ITEM or not any(child.tag in (_PARAGRAPH, _HEADING) for child in item):
            return ""
        label = self._numbering.item(state, depth, item)
        self.writer.count("list_numbers", label not in ("", BULLET))
        return label

    def _numbered_heading(self, element: Element, marker: str) -> None:
        """A heading that a list numbers."""
        words, _ = self.inline.read(element)
        depth = element.get(text("outline-level"), "1")
        if squeeze(words):
            self.writer.heading(f"{marker} {words}", min(int(depth), 6) if depth.isdecimal() else 1)

    def _list_style(self, element: Element) -> str:
        own = str(element.get(text("style-name"), ""))
        paragraph = element.find(f"{_ITEM}/{_PARAGRAPH}")
        if own or paragraph is None:
            return own
        return self.styles.list_style(paragraph.get(text("style-name"), ""))

    def _table(self, element: Element) -> None:
        shapes: list[Element] = []
        rows = read_rows(element, lambda cell: self._cell(cell, shapes))
        if all(len(row.cells) <= 1 for row in rows):
            for cell in element.iter(table("table-cell")):
                if next(cell.iterancestors(_TABLE)) is element:
                    self.blocks(cell)
            return
        events = RowEvents(rows, lambda: None, self._table)
        self.writer.table(
            [row.cells for row in rows], count_header_rows(element), before_row=events.before
        )
        events.finish()
        for shape in shapes:
            self.shape(shape)

    def _cell(self, cell: Element, shapes: list[Element]) -> CellText:
        held = CellText()
        shapes += self._gather(cell, held)
        return held

    def _gather(self, parent: Element, held: CellText) -> list[Element]:
        """Collect the text of blocks on one line; gives the shapes anchored in them."""
        shapes: list[Element] = []
        for child in parent:
            if child.tag == _TABLE:
                held.nested.append(child)
            elif child.tag in (_PARAGRAPH, _HEADING):
                words, found = self.inline.read(child)
                held.text += f" {words}"
                shapes += found
            elif child.tag == _LIST:
                shapes += self._gather_list(child, held, None, 1)
            elif child.tag not in _UNREAD and child.tag != office("annotation"):
                shapes += self._gather(child, held)
        return shapes

    def _gather_list(
        self, element: Element, held: CellText, state: ListState | None, depth: int
    ) -> list[Element]:
        """Collect the items of a list, each after its number or a dash."""
        shapes: list[Element] = []
        if state is None:
            state = self._numbering.open_list(element, self._list_style(element))
        for item in element:
            held.text += f" {self._label(state, depth, item)}"
            for child in item:
                if child.tag == _LIST:
                    shapes += self._gather_list(child, held, state.under(child), depth + 1)
                elif child.tag in (_PARAGRAPH, _HEADING):
                    words, found = self.inline.read(child)
                    held.text += f" {words}"
                    shapes += found
        return shapes
