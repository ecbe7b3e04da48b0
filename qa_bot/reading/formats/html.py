"""HTML: a page's main content, block by block; `write_html` serves every format that holds HTML."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from qa_bot.reading.details import BOILERPLATE
from qa_bot.reading.encodings import declared_encoding
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.html_parser import parse_html as parse_html
from qa_bot.reading.formats.html_writer import HtmlWriter
from qa_bot.reading.formats.main_content import NO_TEXT, find_main
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter, squeeze

_AUTHORS = ("author", "dc.creator", "citation_author")
_DATES = ("article:published_time", "dc.date", "citation_publication_date", "date")


def read_html(file: RawFile) -> Parsed:
    """Read an HTML page: title, headings, paragraphs, lists and tables of its main content."""
    writer = TextWriter(mark_headings=True)
    body = parse_html(writer.decode(file.data, declared_encoding(file.data)))
    title = squeeze(" ".join(body.xpath("(//head/title|//title)[1]//text()")))
    everything = len(squeeze(" ".join(_visible(body))))
    main = find_main(body)
    if main.left_out:
        writer.leave_out(BOILERPLATE, main.left_out)
    HtmlWriter(writer, main.skipped).write(main.root)
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


def write_html(root: HtmlElement, writer: TextWriter) -> None:
    """Write the blocks below an element."""
    HtmlWriter(writer).write(root)


def _visible(body: HtmlElement) -> Iterator[str]:
    for text in body.itertext():
        parent = text.getparent() if hasattr(text, "getparent") else None
        if parent is None or parent.tag not in NO_TEXT:
            yield str(text)
