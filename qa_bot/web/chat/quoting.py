"""Quotes with their reference, as plain text and as Markdown, and places in a few words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_bot.types import Citation
from qa_bot.web import texts
from qa_bot.web.chat.code import find_code, write_fenced
from qa_bot.web.chat.source_text import BULLET, read_row
from qa_bot.web.markup import escape_markdown, escape_prose

_LINE = re.compile(r"[^\n]+")
_Span = tuple[int, int, str]
"""From where to where, and the element that these words are put into."""
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
    """A quote as HTML: in bold the words that answer, quiet the names of a row's columns.

    Code is set as such, without its fences, and a dot stands for the sign of an item.
    """
    quote = citation.quote
    answers: list[_Span] = []
    spans = [*_find_names(quote), *_find_bullets(quote)]
    if citation.highlight is not None:
        first, last = (place - citation.start for place in citation.highlight)
        answers = [(first, last, "<strong>{}</strong>")]
        spans = [span for span in spans if span[1] <= first or last <= span[0]]
    spans = sorted(spans + answers)
    written, done = "", 0
    for code in find_code(quote):
        written += _write(quote, done, code.start, spans)
        written += code.wrap(quote, _write(quote, code.body, code.body_end, answers))
        done = code.end
    return written + _write(quote, done, len(quote), spans)


def quote_in_a_line(quote: str) -> str:
    """A quote as plain text in one line, without fences and with dots for items."""
    parts, done = [], 0
    for code in find_code(quote):
        parts += [_dot_items(quote[done : code.start]), quote[code.body : code.body_end]]
        done = code.end
    return " ".join(" ".join([*parts, _dot_items(quote[done:])]).split())


def _dot_items(text: str) -> str:
    """Text whose items begin with dots."""
    lines = ((line, BULLET.match(line)) for line in text.splitlines())
    return "\n".join(f"• {line[sign.end() :]}" if sign else line for line, sign in lines)


def _write(quote: str, start: int, end: int, spans: list[_Span]) -> str:
    """A part of a quote, with what of the spans lies in it."""
    written, done = "", start
    for first, last, element in spans:
        first, last = max(first, start), min(last, end)
        if first < last:
            written += escape_prose(quote[done:first])
            written += element.format(escape_prose(quote[first:last]))
            done = last
    return written + escape_prose(quote[done:end])


def _find_names(quote: str) -> Iterator[_Span]:
    """Where the names of columns stand in the rows of a table."""
    for line in _LINE.finditer(quote):
        for cell in read_row(quote, *line.span()):
            if cell.name:
                yield cell.start - len(f"{cell.name}: "), cell.start, "<i>{}</i>"


def _find_bullets(quote: str) -> Iterator[_Span]:
    """The signs before the items of a list."""
    for line in _LINE.finditer(quote):
        if sign := BULLET.match(quote, *line.span()):
            yield *sign.span(), '<span class="qa-bullet">{}</span>'


def quote_plainly(citation: Citation) -> str:
    """A quote and its reference as plain text."""
    return f"“{citation.quote}” — {_reference(citation)}"


def quote_as_markdown(citation: Citation) -> str:
    """A quote and its reference as a Markdown block."""
    lines, done = [], 0
    for code in find_code(citation.quote):
        lines += _escape_lines(citation.quote[done : code.start])
        lines += write_fenced(citation.quote[code.body : code.body_end])
        done = code.end
    lines += _escape_lines(citation.quote[done:])
    return "\n".join(f"> {line}" for line in [*lines, "", f"— {_markdown_reference(citation)}"])


def _escape_lines(text: str) -> list[str]:
    return [escape_markdown(line) for line in text.splitlines()]


def _reference(citation: Citation) -> str:
    return f"{', '.join([citation.title, *describe_inside(citation)])} ({citation.source})"


def _markdown_reference(citation: Citation) -> str:
    title = f"*{escape_markdown(citation.title)}*"
    where = ", ".join([title, *map(escape_markdown, describe_inside(citation))])
    return f"{where} ({escape_markdown(citation.source)})"


def describe_inside(citation: Citation) -> list[str]:
    """Sections and page; a section called like its document or its sheet is not named twice."""
    is_named = citation.path == citation.title or citation.place.endswith(f" {citation.path}")
    path = "" if is_named else citation.path
    return [part for part in (path, citation.place) if part]
