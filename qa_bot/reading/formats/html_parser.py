"""HTML text as a tree, which lxml repairs as browsers do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.html_styles import apply_styles

_SENTENCE = re.compile(r"(?:\w+\W+){2,}\w+")
_NEEDS_SCRIPTS = re.compile(r"\b(?:java ?script|js|browsers?|scripts?|iframe)\b|<\w", re.IGNORECASE)
_FEWEST_WORDS = 3
"""Words from which a label describes a picture that is made of an element."""


def parse_html(text: str, sheets: Sequence[str] = ()) -> HtmlElement:
    """The root of an HTML text; nothing that it refers to is fetched.

    Args:
        text: the page.
        sheets: style sheets that lie beside it.

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
    for element in root.xpath("//*[@role='img'][@aria-label]"):
        label = element.get("aria-label", "").split()
        if (
            element.tag != "svg"
            and len(label) >= _FEWEST_WORDS
            and not element.text_content().strip()
        ):
            element.text = f"[Picture: {' '.join(label)}]"
    apply_styles(root, sheets)
    return root


def _says_something(element: HtmlElement) -> bool:
    """Whether what a page says without scripts is more than that it needs them."""
    text = "".join(element.itertext())
    return bool(_SENTENCE.search(text)) and not _NEEDS_SCRIPTS.search(text)
