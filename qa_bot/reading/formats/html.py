"""HTML: a page's main content, block by block; `write_html` serves every format that holds HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from qa_bot.reading.encodings import declared_encoding
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.main_content import find_main
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter, squeeze

_HEADING = re.compile(r"h([1-6])$")
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "math", "nobr", "output", "q", "ruby",
    "rp", "rt", "rb", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
))  # fmt: skip
_SKIPPED = frozenset((
    "script", "style", "template", "head", "title", "svg", "noscript", "annotation",
))  # fmt: skip
_AUTHORS = ("author", "dc.creator", "citation_author")
_DATES = ("article:published_time", "dc.date", "citation_publication_date", "date")
_LAYOUT = ".//table|.//h1|.//h2|.//h3|.//h4|.//h5|.//h6|.//p[2]|.//br[4]|.//pre"


def read_html(file: RawFile) -> Parsed:
    """Read an HTML page: title, headings, paragraphs, lists and tables of its main content."""
    writer = TextWriter()
    body = parse_html(writer.decode(file.data, declared_encoding(file.data)))
    title = squeeze(" ".join(body.xpath("(//head/title|//title)[1]//text()")))
    everything = len(squeeze(" ".join(_visible(body))))
    write_html(find_main(body), writer)
    if not writer.length:
        raise ReadingError("holds no text")
    said: dict[str, str] = {}
    for meta in body.getroottree().iter("meta"):
        name = meta.get("name") or meta.get("property") or ""
        said.setdefault(name.lower(), meta.get("content", ""))
    return credit(
        writer.finish(title, everything),
        [next((said[name] for name in _AUTHORS if name in said), None)],
        next((said[name] for name in _DATES if name in said), None),
    )


def parse_html(text: str) -> HtmlElement:
    """The root of an HTML text; nothing that it refers to is fetched.

    Raises:
        ReadingError: there is nothing in it.
    """
    parser = HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadingError("holds no text") from error


def write_html(root: HtmlElement, writer: TextWriter) -> None:
    """Write the blocks below an element."""
    _HtmlWriter(writer).write(root)


class _HtmlWriter:
    """Walks a tree; inline text gathers until a block begins or ends."""

    def __init__(self, writer: TextWriter) -> None:
        self._writer = writer
        self._inline: list[str] = []
        self._markers: list[str] = []
        self._item_open = False

    def write(self, root: HtmlElement) -> None:
        self._walk(root)
        self._flush()

    def _walk(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            return
        if tag == "br":
            self._break_line()
        elif tag in _INLINE:
            self._children(element)
        else:
            self._flush()
            self._block(element)
            self._flush()

    def _children(self, element: HtmlElement) -> None:
        self._inline.append(element.text or "")
        for child in element:
            self._walk(child)
            self._inline.append(child.tail or "")

    def _block(self, element: HtmlElement) -> None:
        tag = element.tag
        if heading := _HEADING.match(tag):
            self._writer.heading(text_of(element), int(heading[1]))
        elif tag == "pre":
            self._writer.paragraph("".join(element.itertext()), keep_lines=True)
        elif tag == "table" and not element.xpath(f"boolean(({_LAYOUT})[1])"):
            write_table(element, self._writer)
        elif tag in ("ul", "ol"):
            self._list(element)
        else:
            self._children(element)

    def _list(self, element: HtmlElement) -> None:
        numbered = element.tag == "ol"
        count = 0
        for child in element:
            if child.tag == "li":
                count += 1
                self._markers.append(f"{count}." if numbered else "-")
                self._item_open = True
                self._children(child)
                self._flush()
                self._markers.pop()
                self._item_open = False
            else:
                self._walk(child)

    def _break_line(self) -> None:
        """One line break is a space; two in a row part paragraphs."""
        if "".join(self._inline).rstrip(" \t\n").endswith("\v"):
            self._flush()
        else:
            self._inline.append("\v")

    def _flush(self) -> None:
        text = squeeze("".join(self._inline))
        self._inline.clear()
        if not text:
            return
        if self._item_open:
            self._writer.item(text, len(self._markers) - 1, self._markers[-1])
            self._item_open = False
        else:
            self._writer.paragraph(text)


def write_table(table: HtmlElement, writer: TextWriter) -> None:
    """A data table; a cell that spans rows or columns is repeated in each row it spans."""
    if caption := squeeze(" ".join(table.xpath("./caption//text()"))):
        writer.paragraph(caption)
    rows = list(_rows(table))
    lines = [[text for text, _ in row] for row in rows]
    named = bool(rows) and sum(bool(text) for text in lines[0]) > 1
    if named and len(rows) > 1 and all(is_head for text, is_head in rows[0] if text):
        writer.table(lines, header=True)
    elif any(is_head for row in rows for _, is_head in row):
        for row in rows:
            _write_headed_row(row, writer)
    else:
        writer.table(lines)


def _write_headed_row(row: list[tuple[str, bool]], writer: TextWriter) -> None:
    """A row of its own, as in a table of facts: what heads it, then its other cells."""
    filled = [(text, is_head) for text, is_head in row if text]
    if len(filled) > 1 and filled[0][1] and not filled[1][1]:
        writer.table([[filled[0][0]], ["; ".join(text for text, _ in filled[1:])]], header=True)
    else:
        writer.table([[text for text, _ in filled]], header=False)


def _rows(table: HtmlElement) -> Iterator[list[tuple[str, bool]]]:
    """Each row's cells as text, and whether each is a heading."""
    hanging: dict[int, tuple[int, tuple[str, bool]]] = {}
    for row in table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr"):
        cells: list[tuple[str, bool]] = []
        for cell in row.xpath("./td|./th"):
            _fill(cells, hanging)
            made = (text_of(cell), cell.tag == "th")
            if (down := _span(cell, "rowspan")) > 1:
                hanging[len(cells)] = (down - 1, made)
            cells.append(made)
            cells += [("", made[1])] * (_span(cell, "colspan") - 1)
        _fill(cells, hanging)
        yield cells


def _fill(cells: list[tuple[str, bool]], hanging: dict[int, tuple[int, tuple[str, bool]]]) -> None:
    """Put the cells that hang down from rows above where they belong."""
    while (place := len(cells)) in hanging:
        left, cell = hanging.pop(place)
        cells.append(cell)
        if left > 1:
            hanging[place] = (left - 1, cell)


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), 100)) if value.isdecimal() else 1


def text_of(element: HtmlElement) -> str:
    """All text of an element on one line; blocks inside it part words, list items get commas."""
    return squeeze("".join(_parts(element))).replace(" , ", ", ")


def _parts(element: HtmlElement) -> Iterator[str]:
    if element.tag in _SKIPPED:
        return
    apart = element.tag not in _INLINE
    is_next_item = element.tag == "li" and element.getprevious() is not None
    yield ", " if is_next_item else " " if apart else ""
    yield (element.text or "").lstrip() if is_next_item else element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _parts(child)
        yield child.tail or ""
    yield " " if apart else ""


def _visible(body: HtmlElement) -> Iterator[str]:
    for text in body.itertext():
        parent = text.getparent() if hasattr(text, "getparent") else None
        if parent is None or parent.tag not in _SKIPPED:
            yield str(text)
