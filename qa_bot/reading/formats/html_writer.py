"""A walk over a tree of HTML that writes its blocks; inline text gathers until a block ends."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.folding import Panels, is_button, is_hidden
from qa_bot.reading.formats.html_blocks import is_gutter, item_markers, preformatted_text
from qa_bot.reading.formats.html_parser import parse_html
from qa_bot.reading.formats.html_styles import COUNTERS
from qa_bot.reading.formats.html_tables import (
    is_layout,
    is_table_by_role,
    write_table,
    write_table_by_role,
)
from qa_bot.reading.formats.html_text import INLINE, Line, Skipped, flat_text
from qa_bot.reading.formats.main_content import NO_TEXT, UNREAD
from qa_bot.reading.formats.vector_drawings import drawn_words
from qa_bot.reading.parsed import TextWriter

_HEADING = re.compile(r"h([1-6])$")
_LOWEST = 6
_BOLD = ("b", "strong")
_BOXES = "☐☒ \n"
"""Check boxes, which say nothing alone: pages fold their menus with them."""
_SMALL = 40
"""Pixels up to which a picture is an icon."""
_FEWEST_ALT_WORDS = 3


class HtmlWriter:
    """Writes the blocks of a tree."""

    def __init__(self, writer: TextWriter, skipped: Skipped = frozenset()) -> None:
        self._writer = writer
        self._skipped = skipped
        self._line = Line(skipped)
        self._markers: list[str] = []
        self._item_open = False
        self._level = 0
        """The level of the last heading that is no button."""
        self._hidden = 0
        """How many hidden elements the walk is inside of."""

    def write(self, root: HtmlElement) -> None:
        """Write an element and what is in it."""
        self._panels = Panels(root)
        self._walk(root)
        self._flush()

    def _walk(self, element: HtmlElement) -> None:
        tag = element.tag
        if not isinstance(tag, str) or element in self._skipped or element in self._panels.buttons:
            return
        if tag == "iframe" and (inner := _inner_page(element)) is not None:
            self._flush()
            self._walk(inner)
            self._flush()
        elif tag in UNREAD:
            self._leave_out(element)
        elif tag in NO_TEXT or is_gutter(element):
            return
        elif is_button(element):
            self._flush()
            self._head(element)
        elif tag == "br":
            self._break_line()
        elif tag in INLINE:
            if not self._line.add_element(element):
                self._line.bold_depth += tag in _BOLD
                self._children(element)
                self._line.bold_depth -= tag in _BOLD
        else:
            self._flush()
            self._open_block(element)
            self._flush()

    def _children(self, element: HtmlElement) -> None:
        self._line.add(element.text)
        for child in element:
            self._walk(child)
            self._line.add(child.tail)

    def _open_block(self, element: HtmlElement) -> None:
        button = self._panels.label(element)
        if button is not None:
            self._head(button)
        hidden = is_hidden(element)
        if hidden and not self._hidden and flat_text(element, self._skipped):
            self._writer.count("hidden_blocks")
        self._hidden += hidden
        self._block(element)
        self._flush()
        self._hidden -= hidden

    def _block(self, element: HtmlElement) -> None:
        tag = element.tag
        if heading := _HEADING.match(tag):
            self._level = int(heading[1])
            self._writer.heading(flat_text(element, self._skipped), self._level)
        elif tag == "summary":
            self._head(element)
        elif tag == "pre":
            self._writer.paragraph(preformatted_text(element), keep_lines=True)
        elif tag == "table" and not is_layout(element):
            write_table(element, self._writer, self._skipped, self._nested_table)
        elif is_table_by_role(element):
            write_table_by_role(element, self._writer, self._skipped)
        elif tag in ("ul", "ol", "menu", "dir"):
            self._list(element)
        elif tag == "dl" and not _has_strays(element):
            self._definitions(element)
        else:
            self._children(element)

    def _head(self, element: HtmlElement) -> None:
        """A button or summary: what it opens is a section below the one around it."""
        own = next((_HEADING.match(e.tag) for e in element.iter("h1", "h2", "h3", "h4")), None)
        level = int(own[1]) if own else min(self._level + 1, _LOWEST)
        self._writer.heading(flat_text(element, self._skipped), level)

    def _list(self, element: HtmlElement) -> None:
        self._line.add(element.text)
        around = self._markers[-1].rstrip(".") if self._markers else ""
        before = f"{around}{element.get(COUNTERS)}" if around.isalnum() or "." in around else ""
        for child, own in item_markers(element):
            marker = f"{before}{own}" if COUNTERS in element.attrib and own else own
            if not marker:
                self._walk(child)
            else:
                self._flush()
                self._writer.count("list_numbers", element.tag == "ol")
                self._markers.append(marker)
                self._item_open = True
                self._open_block(child)
                self._markers.pop()
                self._item_open = False
            self._line.add(child.tail)
        self._flush()

    def _definitions(self, element: HtmlElement) -> None:
        """Each definition on a line with its term, unless one of them holds blocks."""
        terms: list[str] = []
        for child in element.xpath("./dt|./dd|./div/dt|./div/dd"):
            inner = (e for e in child.iterdescendants() if e is not _only_paragraph(child))
            is_simple = all(e.tag in INLINE or e.tag == "br" for e in inner)
            if (
                child.tag == "dt"
                and is_simple
                and next(filter(is_button, child.iter()), None) is None
            ):
                terms.append(flat_text(child, self._skipped))
            elif child.tag == "dd" and is_simple and terms:
                definition = flat_text(child, self._skipped)
                self._writer.paragraph(f"{', '.join(terms).rstrip(':')}: {definition}")
                terms = []
            else:
                for term in terms:
                    self._writer.paragraph(term)
                terms = []
                self._open_block(child)
        for term in terms:
            self._writer.paragraph(term)

    def _nested_table(self, table: HtmlElement) -> None:
        self._open_block(table)

    def _leave_out(self, element: HtmlElement) -> None:
        """Say what is not read; a picture that is described gives its description."""
        what = UNREAD[element.tag]
        words = element.get("alt", "").strip()
        if what == "picture" and len(words.split()) >= _FEWEST_ALT_WORDS:
            self._line.add(f" [Picture: {words}] ")
        elif what == "drawing":
            if lines := drawn_words(element):
                self._flush()
                self._writer.paragraph("\n".join(lines), keep_lines=True)
        elif what != "picture" or not _is_decoration(element):
            self._writer.leave_out(what)

    def _break_line(self) -> None:
        """A line break ends a line; two in a row part paragraphs."""
        if self._line.before().rstrip(" \t\n").endswith("\v"):
            self._flush()
        else:
            self._line.add("\v")

    def _flush(self) -> None:
        is_bold = bool(self._line.opens_bold)
        text = self._line.finish()
        if not text.strip(_BOXES):
            return
        if self._item_open:
            self._writer.item(text, len(self._markers) - 1, self._markers[-1])
            self._item_open = False
        else:
            self._writer.paragraph(text, "\n" in text, is_bold)


def _has_strays(terms: HtmlElement) -> bool:
    """Whether a list of definitions holds more than terms and definitions."""
    groups = [terms, *terms.findall("div")]
    texts = (text for g in groups for text in (g.text, *(child.tail for child in g)))
    others = (child for g in groups for child in g if child.tag not in ("dt", "dd", "div"))
    return any((t or "").strip() for t in texts) or any(flat_text(e) for e in others)


def _only_paragraph(element: HtmlElement) -> HtmlElement | None:
    """The paragraph that is all that an element holds."""
    is_one = len(element) == 1 and element[0].tag == "p"
    around = f"{element.text or ''}{element[0].tail or ''}" if is_one else ""
    return element[0] if is_one and not around.strip() else None


def _inner_page(frame: HtmlElement) -> HtmlElement | None:
    """The page that a frame holds in an attribute; None where it lies elsewhere."""
    try:
        return parse_html(frame.get("srcdoc", ""))
    except ReadingError:
        return None


def _is_decoration(picture: HtmlElement) -> bool:
    """Whether a picture says nothing: an icon, a counter, or one that is called so."""
    if picture.get("alt") == "" or picture.get("role") in ("presentation", "none"):
        return True
    sizes = [picture.get(side, "").removesuffix("px") for side in ("width", "height")]
    return any(size.isdecimal() and int(size) <= _SMALL for size in sizes)
