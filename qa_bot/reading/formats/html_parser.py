"""HTML text as a tree, which lxml repairs as browsers do."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from qa_bot.reading.errors import ReadingError


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
