"""Quotes with their reference, as plain text and as Markdown, and places in a few words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_bot.types import Citation
from qa_bot.web import texts
from qa_bot.web.chat.source_text import read_row
from qa_bot.web.markup import escape, escape_markdown

_LINE = re.compile(r"[^\n]+")
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
    """A quote as HTML: in bold the words that answer, quiet the names of a row's columns."""
    spans = [(start, end, "<i>{}</i>") for start, end in _find_names(citation.quote)]
    if citation.highlight is not None:
        first, last = (place - citation.start for place in citation.highlight)
        spans = [span for span in spans if span[1] <= first or last <= span[0]]
        spans.append((first, last, "<strong>{}</strong>"))
    written, done = "", 0
    for start, end, element in sorted(spans):
        written += escape(citation.quote[done:start])
        written += element.format(escape(citation.quote[start:end]))
        done = end
    return written + escape(citation.quote[done:])


def _find_names(quote: str) -> Iterator[tuple[int, int]]:
    """Where the names of columns stand in the rows of a table."""
    for line in _LINE.finditer(quote):
        for cell in read_row(quote, *line.span()):
            if cell.name:
                yield cell.start - len(f"{cell.name}: "), cell.start


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
