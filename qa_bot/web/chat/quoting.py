"""Quoting: a citation comes in, its quote with the reference goes out, as text or Markdown."""

from __future__ import annotations

from qa_bot.types import Citation
from qa_bot.web import texts
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.markup import escape_markdown


def describe_place(citation: Citation) -> str:
    """Where a quote stands: title, sections, page."""
    status = texts.SOURCE_STATUS.get(citation.source_status, "")
    where = [citation.title, *describe_inside(citation), status]
    return " · ".join(part for part in where if part)


def quote_plainly(citation: Citation) -> str:
    """A quote and its reference as plain text."""
    return f"“{citation.quote}” — {_reference(citation)}"


def quote_as_markdown(citation: Citation) -> str:
    """A quote and its reference as a Markdown block."""
    lines = [escape_markdown(line) for line in citation.quote.splitlines()]
    return "\n".join(f"> {line}" for line in [*lines, "", f"— {_markdown_reference(citation)}"])


def write_exchange(exchange: Exchange) -> str:
    """A question and its answer as Markdown."""
    answer = exchange.answer
    parts = [f"## {escape_markdown(' '.join(answer.question.split()))}"]
    if not answer.answered:
        parts.append(escape_markdown(answer.text))
    if answer.nearest and not answer.answered:
        parts.append(f"{texts.NEAREST}:")
    parts += [quote_as_markdown(c) for c in answer.citations or answer.nearest]
    parts += [escape_markdown(str(found)) for found in answer.contradictions]
    if answer.missing:
        parts.append(escape_markdown(answer.missing))
    return "\n\n".join(parts) + "\n"


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
