"""Quotes with their reference, as plain text and as Markdown, and places in a few words."""

from __future__ import annotations

import re

from qa_bot.types import Citation
from qa_bot.web import texts
from qa_bot.web.markup import escape, escape_markdown

_PAGE = re.compile(r"page (?=\d)")


def describe_chip(citation: Citation, several: bool) -> str:
    """Where a quote stands in a few words: the title where there are several documents, the page.

    Where there are no pages, the section instead.
    """
    place = _PAGE.sub("p. ", citation.place, count=1)
    inside = place or ("" if citation.section == citation.title else citation.section)
    status = texts.SOURCE_STATUS.get(citation.source_status, "")
    shown = [citation.title] if several or not inside else []
    return " · ".join(part for part in (*shown, inside, status) if part)


def render_quote(citation: Citation) -> str:
    """A quote as HTML, with the words that answer in bold where they are known."""
    quote = citation.quote
    if citation.highlight is None:
        return escape(quote)
    start, end = (place - citation.start for place in citation.highlight)
    parts = (escape(part) for part in (quote[:start], quote[start:end], quote[end:]))
    return "{}<strong>{}</strong>{}".format(*parts)


def quote_plainly(citation: Citation) -> str:
    """A quote and its reference as plain text."""
    return f"“{citation.quote}” — {_reference(citation)}"


def quote_as_markdown(citation: Citation) -> str:
    """A quote and its reference as a Markdown block."""
    lines = [escape_markdown(line) for line in citation.quote.splitlines()]
    return "\n".join(f"> {line}" for line in [*lines, "", f"— {_markdown_reference(citation)}"])


def _reference(citation: Citation) -> str:
    return f"{', '.join([citation.title, *describe_inside(citation)])} ({citation.source})"


def _markdown_reference(citation: Citation) -> str:
    title = f"*{escape_markdown(citation.title)}*"
    where = ", ".join([title, *map(escape_markdown, describe_inside(citation))])
    return f"{where} ({escape_markdown(citation.source)})"


def describe_inside(citation: Citation) -> list[str]:
    """Sections and page; a section called like its document is not named twice."""
    path = "" if citation.path == citation.title else citation.path
    return [part for part in (path, citation.place) if part]
