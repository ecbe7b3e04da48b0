"""Word documents (.docx): paragraphs, headings, lists, tables, notes and comments.

The body is walked as XML, because python-docx's own paragraphs leave out equations, content
controls and text boxes. Pages are those that Word marked when it last laid the document out;
where it marked none, the document has no pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document as open_docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from qa_bot.reading.archives import open_archive
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter, squeeze

_HEADING = re.compile(r"heading\s*([1-9])$", re.IGNORECASE)
_PAGE = "\f"
_TEXT = {qn("w:t"), qn("m:t")}
_GAPS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_UNREAD = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_NOTES = re.compile(r"/(footnotes|endnotes)$")


def read_docx(file: RawFile) -> Parsed:
    """Read a Word document."""
    with open_archive(file.data):
        try:
            document = open_docx(BytesIO(file.data))
        except (PackageNotFoundError, KeyError, ValueError, XMLSyntaxError) as error:
            raise ReadingError(f"is not a whole Word document ({error})") from error
    writer = TextWriter()
    body = document.element.body
    if body.find(f".//{qn('w:lastRenderedPageBreak')}") is not None:
        writer.page(1)
    _WordWriter(document, writer).write(body)
    _write_notes(document, writer)
    core = document.core_properties
    return credit(writer.finish(core.title or ""), [core.author], core.created)


class _WordWriter:
    """Writes body elements; counts pages."""

    def __init__(self, document: Any, writer: TextWriter) -> None:  # noqa: ANN401 - untyped library
        self._styles = {style.style_id: style for style in document.styles}
        self._writer = writer
        self._page = 1

    def write(self, parent: Any) -> None:  # noqa: ANN401 - untyped library
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag == qn("w:sdt"):
                self.write(child.find(qn("w:sdtContent")) or ())
            elif child.tag in (qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
                self.write(child)

    def _paragraph(self, paragraph: Any) -> None:  # noqa: ANN401 - untyped library
        before, *after = "".join(_text(paragraph)).split(_PAGE)
        level, depth = self._level(paragraph), self._depth(paragraph)
        if after and not squeeze(before):
            self._next_page()
            before, *after = after
        if level:
            self._writer.heading(before, level)
        elif depth is not None:
            self._writer.item(before, depth)
        else:
            self._writer.paragraph(before)
        for text in after:
            self._next_page()
            if text := squeeze(text):
                self._writer.continue_paragraph(text)

    def _table(self, table: Any) -> None:  # noqa: ANN401 - untyped library
        rows: list[list[str]] = []
        for row in table.iter(qn("w:tr")):
            cells: list[str] = []
            for cell in row.iter(qn("w:tc")):
                span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                hangs = merged is not None and merged.get(qn("w:val")) != "restart"
                above = (
                    rows[-1][len(cells)] if hangs and rows and len(rows[-1]) > len(cells) else ""
                )
                cells.append("".join(above if hangs else _text(cell)))
                cells += [""] * (int(span.get(qn("w:val"), "1")) - 1 if span is not None else 0)
            rows.append(cells)
        ends_page = any(_PAGE in cell for row in rows for cell in row)
        marked = table.find(f".//{qn('w:tblHeader')}") is not None
        self._writer.table([[c.replace(_PAGE, " ") for c in row] for row in rows], marked or None)
        if ends_page:
            self._next_page()

    def _next_page(self) -> None:
        self._page += 1
        self._writer.page(self._page)

    def _level(self, paragraph: Any) -> int:  # noqa: ANN401 - untyped library
        """The heading level of a paragraph, 0 where it is none."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if own is not None:
            return _outline(own)
        for style in self._style_chain(paragraph):
            if style.name == "Title":
                return 1
            if named := _HEADING.match(style.name or ""):
                return min(int(named[1]), 6)
            level = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if level is not None:
                return _outline(level)
        return 0

    def _depth(self, paragraph: Any) -> int | None:  # noqa: ANN401 - untyped library
        """The depth of a list item, None where the paragraph is none."""
        holders = [paragraph, *(style.element for style in self._style_chain(paragraph))]
        for holder in holders:
            numbering = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbering is not None:
                number, level = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
                if number is not None and number.get(qn("w:val")) == "0":
                    return None
                return int(level.get(qn("w:val"))) if level is not None else 0
        return None

    def _style_chain(self, paragraph: Any) -> Iterator[Any]:  # noqa: ANN401 - untyped library
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = self._styles.get(named.get(qn("w:val"))) if named is not None else None
        for _ in range(10):
            if style is None:
                return
            yield style
            style = getattr(style, "base_style", None)


def _outline(element: Any) -> int:  # noqa: ANN401 - untyped library
    value = int(element.get(qn("w:val")))
    return min(value + 1, 6) if value < 9 else 0


def _text(element: Any) -> Iterator[str]:  # noqa: ANN401 - untyped library
    """Text as the document shows it: insertions in, deletions out, form feeds between pages."""
    for child in element:
        if child.tag in _UNREAD:
            continue
        if child.tag in _TEXT:
            yield child.text or ""
        elif child.tag == qn("w:lastRenderedPageBreak"):
            yield _PAGE
        elif child.tag in _GAPS:
            yield _GAPS[child.tag]
        else:
            yield from _text(child)
            if child.tag in (qn("w:p"), qn("w:tc")):
                yield "\n"


def _write_notes(document: Any, writer: TextWriter) -> None:  # noqa: ANN401 - untyped library
    for relation in document.part.rels.values():
        kind = _NOTES.search(relation.reltype)
        if kind is None or relation.is_external:
            continue
        notes = [n for n in parse_xml(relation.target_part.blob) if n.get(qn("w:type")) is None]
        texts = [squeeze("".join(_text(note)).replace(_PAGE, " ")) for note in notes]
        if any(texts):
            writer.heading(kind[1].capitalize())
        for note, text in zip(notes, texts, strict=True):
            writer.item(text, marker=f"{note.get(qn('w:id'))}.")
    comments = list(document.comments)
    if comments:
        writer.heading("Comments")
    for comment in comments:
        writer.item(f"{comment.author}: {comment.text}" if comment.author else comment.text)
