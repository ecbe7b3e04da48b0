"""HTML text as a tree, which lxml repairs as browsers do."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from qa_bot.reading.errors import ReadingError

_SENTENCE = re.compile(r"(?:\w+\W+){2,}\w+")
_NEEDS_SCRIPTS = re.compile(r"\b(?:java ?script|js|browsers?|scripts?|iframe)\b|<\w", re.IGNORECASE)


def parse_html(text: str) -> HtmlElement:
    """The root of an HTML text; nothing that it refers to is fetched.

    What browsers show though it stands in an element that is none of the page's text becomes a
    block: what a page says where scripts don't run, and the inner parts of its own elements.

    Raises:
        ReadingError: there is nothing in it.
    """
    parser = HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadingError("holds no text") from error
    for element in root.iter("noscript", "template"):
        is_inner = element.tag == "template" and "shadowrootmode" in element.attrib
        if is_inner or (element.tag == "noscript" and _says_something(element)):
            element.tag = "div"
    return root


def _says_something(element: HtmlElement) -> bool:
    """Whether what a page says without scripts is more than that it needs them."""
    text = "".join(element.itertext())
    return bool(_SENTENCE.search(text)) and not _NEEDS_SCRIPTS.search(text)
