"""What stands on a sheet beside its cells: comments, text boxes, charts, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats import left_out
from qa_bot.reading.formats.drawings import read_chart, write_chart, write_diagram
from qa_bot.reading.formats.office import Package, chosen, tag
from qa_bot.reading.formats.sheets.binary import read_xlsb_comments
from qa_bot.reading.formats.slides.text import read_paragraphs
from qa_bot.reading.parsed import TextWriter, squeeze

_HEADER = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
_CODE = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-F]{6}|\d\d[+-]\d{3})|\d{1,3}|[A-Za-z+-])|&&')
_WORDS = re.compile(r"[^\W\d_]{3,}")
_THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_PLACE = ("row", "col")
_SHOWN = frozenset((tag("xdr:sp"), tag("xdr:cxnSp"), tag("xdr:pic"), tag("xdr:graphicFrame")))


def write_beside(package: Package, part: str, writer: TextWriter) -> None:
    """Write what a sheet shows beside its cells, after them."""
    for drawing in package.related(part, "drawing"):
        _write_drawing(package, drawing, writer)
    if part.endswith(".xml"):
        for text in dict.fromkeys(_running_texts(package.read(part))):
            writer.paragraph(text)
    comments = list(_threaded(package, part)) or list(_comments(package, part))
    if comments:
        writer.heading("Comments", 2)
    for text in comments:
        writer.item(text)
        writer.count("annotations")


def _write_drawing(package: Package, part: str, writer: TextWriter) -> None:
    root = package.parse(part)
    pictures = 0
    anchors = sorted(root, key=_place)
    for shape in (shape for anchor in anchors for shape in _shapes(anchor)):
        if shape.tag == tag("xdr:pic"):
            pictures += 1
        elif shape.tag == tag("xdr:graphicFrame"):
            _write_graphic(package, part, shape, writer)
        elif (body := shape.find(tag("xdr:txBody"))) is not None:
            for paragraph in read_paragraphs(body):
                writer.paragraph(paragraph.text)
    if pictures:
        writer.leave_out(left_out.PICTURE, pictures)


def _place(anchor: Element) -> tuple[int, int]:
    """The row and the column in which a shape begins."""
    start = anchor.find(tag("xdr:from"))
    numbers = (start.findtext(tag(f"xdr:{name}")) if start is not None else "" for name in _PLACE)
    row, column = (int(text) if text and text.isdecimal() else 0 for text in numbers)
    return row, column


def _shapes(parent: Element) -> Iterator[Element]:
    for child in chosen(parent):
        if child.tag in _SHOWN:
            yield child
        else:
            yield from _shapes(child)


def _write_graphic(package: Package, part: str, frame: Element, writer: TextWriter) -> None:
    for name, attribute in (("c:chart", "r:id"), ("cx:chart", "r:id"), ("dgm:relIds", "r:dm")):
        for reference in frame.iter(tag(name)):
            relation = package.relations(part).get(reference.get(tag(attribute), ""))
            is_chart = name != "dgm:relIds"
            try:
                root = package.parse(relation.target if relation is not None else "")
            except (KeyError, ReadingError):
                writer.leave_out(left_out.CHART if is_chart else left_out.DIAGRAM)
                continue
            if not is_chart:
                write_diagram(root, writer)
            elif _shows_cells(root):
                chart = read_chart(root)
                titles = (chart.title, *chart.axes, chart.categories, *chart.literals)
                for title in dict.fromkeys(titles):
                    writer.paragraph(title)
            else:
                write_chart(root, writer)


def _shows_cells(root: Element) -> bool:
    """Whether a chart shows cells of the workbook, which are in the text already."""
    formulas = [f.text or "" for f in root.iter(tag("c:f"), tag("cx:f"))]
    return any(formulas) and not any("[" in formula for formula in formulas)


def _running_texts(data: bytes) -> Iterator[str]:
    """Headers and footers of printed pages, without the codes for dates and page numbers."""
    from html import unescape

    for match in _HEADER.finditer(data):
        text = squeeze(_CODE.sub(" ", unescape(match[1].decode("utf-8", "replace"))))
        if _WORDS.search(text):
            yield text


def _comments(package: Package, part: str) -> Iterator[str]:
    for comments in package.related(part, "comments"):
        if comments.endswith(".bin"):
            yield from read_xlsb_comments(package.read(comments))
            continue
        root = package.parse(comments)
        authors = [author.text or "" for author in root.iter(tag("s:author"))]
        for comment in root.iter(tag("s:comment")):
            number = comment.get("authorId", "")
            author = (
                authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
            )
            text = squeeze("".join(t.text or "" for t in comment.iter(tag("s:t"))))
            yield from _describe(comment.get("ref", ""), author, text)


def _threaded(package: Package, part: str) -> Iterator[str]:
    """Comments of newer files, which keep a copy of each with a remark for older programs."""
    main = package.main_part()
    persons = {
        person.get("id", ""): person.get("displayName", "")
        for listed in package.related(main, "person")
        for person in package.parse(listed)
    }
    for comments in package.related(part, "threadedComment"):
        for comment in package.parse(comments):
            text = squeeze(comment.findtext(f"{_THREADED}text") or "")
            author = persons.get(comment.get("personId", ""), "")
            yield from _describe(comment.get("ref", ""), author, text)


def _describe(reference: str, author: str, text: str) -> Iterator[str]:
    if text:
        named = bool(author) and not text.startswith(f"{author}:")
        yield f"{reference}: {f'{author}: ' if named else ''}{text}"
