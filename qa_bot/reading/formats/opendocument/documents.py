"""Texts and presentations as a whole: headers and footers, slides with their notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from qa_bot.reading.formats.opendocument.blocks import DocumentWriter
from qa_bot.reading.formats.opendocument.controls import write_controls
from qa_bot.reading.formats.opendocument.names import (
    draw,
    office,
    presentation,
    style,
    table,
    text,
)
from qa_bot.reading.formats.opendocument.shapes import ordered
from qa_bot.reading.parsed import squeeze

_RUNNING = [
    style(f"{kind}{place}") for kind in ("header", "footer") for place in ("-first", "", "-left")
]
_PAGE_NUMBER = re.compile(r"\W*(?:\w+\W*)?\d+\W*(?:\w+\W*\d+\W*)?")
_FIELD_ONLY = re.compile(r"[\W\d_]*(?:<[^<>]*>)?[\W\d_]*")
"""Places for the number of a slide or a date."""
_TITLES = frozenset({"title"})
_REPEATED = frozenset({"header", "footer", "date-time"})
_UNREAD = frozenset({"page-number", "page", "notes", "handout"})
_CLASS = presentation("class")


def write_text(document: DocumentWriter, body: Element) -> None:
    """Write a text after its headers and footers, each of which stands there once."""
    said: set[str] = set()
    for part in _running_parts(document, body):
        for block in part:
            words = squeeze("".join(block.itertext()))
            if words and words not in said and not _is_page_number(block, words):
                said.add(words)
                document.block(block)
    document.blocks(body)
    write_controls(body, document.writer)
    document.finish(body)


def write_slides(document: DocumentWriter, body: Element) -> list[int]:
    """Write slides as pages; gives the numbers of those without text."""
    without_text = []
    said: set[str] = set()
    for number, slide in enumerate(body.iter(draw("page")), 1):
        before = document.writer.length
        document.writer.page(number, f"slide {number}")
        _write_slide(document, slide, said)
        _write_repeated(document, body, slide, said)
        write_controls(slide, document.writer)
        for comment in slide.findall(office("annotation")):
            document.note_comment(comment)
        if document.writer.length == before:
            without_text.append(number)
    document.finish(body)
    return without_text


def _write_slide(document: DocumentWriter, slide: Element, said: set[str]) -> None:
    shapes = ordered(slide)
    titles = [shape for shape in shapes if shape.get(_CLASS) in _TITLES]
    for title in titles:
        document.writer.heading(document.flat_text(title))
    for shape in shapes:
        kind = shape.get(_CLASS)
        if shape in titles or kind in _UNREAD:
            continue
        if kind in _REPEATED:
            words = document.flat_text(shape)
            if words not in said:
                said.add(words)
                document.writer.paragraph(words)
        else:
            document.shape(shape)
    for notes in slide.findall(presentation("notes")):
        frames = [frame for frame in ordered(notes) if frame.get(_CLASS, "notes") == "notes"]
        if any(document.flat_text(frame) for frame in frames):
            document.writer.heading("Notes", 2)
        for frame in frames:
            document.shape(frame)


def _write_repeated(
    document: DocumentWriter, body: Element, slide: Element, said: set[str]
) -> None:
    """Write what a slide shows of its master page, and its header and footer, once each."""
    for kind in ("header", "footer", "date-time"):
        name = slide.get(presentation(f"use-{kind}-name"), "")
        for declared in body.iter(presentation(f"{kind}-decl")) if name else ():
            if declared.get(presentation("name")) == name:
                _say_once(document, squeeze("".join(declared.itertext())), said)
    master = slide.get(draw("master-page-name"), "")
    pages = () if document.common is None else document.common.iter(style("master-page"))
    for page in pages:
        if master and page.get(style("name")) == master:
            for shape in ordered(page):
                if shape.get(_CLASS) is None and shape.get(presentation("placeholder")) is None:
                    _say_once(document, document.flat_text(shape), said)


def _say_once(document: DocumentWriter, words: str, said: set[str]) -> None:
    if words and words not in said and not _FIELD_ONLY.fullmatch(words):
        document.writer.paragraph(words)
    said.add(words)


def running_texts(document: DocumentWriter, body: Element) -> Iterator[str]:
    """The texts of a sheet's headers and footers, page numbers left out."""
    for part in _running_parts(document, body):
        for block in part.iter(text("p")):
            words = squeeze("".join(block.itertext()))
            is_field = next(block.iter(text("sheet-name")), None) is not None
            if not (is_field or _FIELD_ONLY.fullmatch(words) or _is_page_number(block, words)):
                yield words


def _running_parts(document: DocumentWriter, body: Element) -> Iterator[Element]:
    """Headers, then footers, of the page styles that a text uses."""
    pages = [] if document.common is None else list(document.common.iter(style("master-page")))
    names = {element.get(text("style-name"), "") for element in body.iter(text("p"), text("h"))}
    tables = {element.get(table("style-name"), "") for element in body.iter(table("table"))}
    used = {document.styles.master_page(name) for name in names} | {"Standard"}
    used |= {document.styles.master_page(name, "table") for name in tables}
    following = {page.get(style("name")): page.get(style("next-style-name"), "") for page in pages}
    used |= {following[name] for name in used if name in following}
    shown = [page for page in pages if page.get(style("name")) in used] or pages[:1]
    for name in _RUNNING:
        for page in shown:
            part = page.find(name)
            if part is not None and part.get(style("display")) != "false":
                yield part


def _is_page_number(block: Element, words: str) -> bool:
    has_number = next(block.iter(text("page-number"), text("page-count")), None) is not None
    return has_number and _PAGE_NUMBER.fullmatch(words) is not None
