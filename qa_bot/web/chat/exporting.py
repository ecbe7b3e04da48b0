"""A chat as a file: Markdown, a page of HTML that stands alone and runs nothing, or JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from qa_bot.errors import QABotError
from qa_bot.types import Answer, Citation
from qa_bot.web import texts
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.chat.quoting import describe_inside, quote_as_markdown, render_quote
from qa_bot.web.markup import escape_markdown

_TYPES = {"md": "text/markdown", "html": "text/html", "json": "application/json"}
_LONGEST = 60
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'">
<title>{name}</title><style>
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  font: 1rem/1.5 system-ui, sans-serif }}
section {{ border-top: 1px solid #ccc; margin-top: 1.5rem }} h2 {{ font-size: 1.1rem }}
blockquote {{ margin: 1rem 0 .2rem; padding-left: .8rem; border-left: 3px solid #999;
  white-space: pre-wrap }} code {{ display: block; padding: .5rem; background: #f3f4f6 }}
  i {{ font-style: normal; color: #4b5563 }}
cite, footer {{ font-style: normal; font-size: .9rem; color: #4b5563 }}
</style></head><body><h1>{name}</h1>{turns}<footer>{footer}</footer></body></html>
"""


@dataclass(frozen=True, slots=True)
class Export:
    """A file for the browser to save."""

    name: str
    type: str
    content: str


def export_chat(kind: str, name: str, exchanges: Sequence[Exchange]) -> Export:
    """A chat as a file called after it.

    Raises:
        QABotError: there is nothing in it, or no such kind of file.
    """
    if kind not in _TYPES or not exchanges:
        raise QABotError("there is nothing to export in this chat")
    if kind == "md":
        content = "\n".join(map(_write_markdown, exchanges))
    elif kind == "html":
        turns = "".join(map(_write_html, exchanges))
        footer = texts.EXPORTED.format(date=date.today().isoformat())
        content = _PAGE.format(name=escape(name), turns=turns, footer=footer)
    else:
        kept = [exchange.to_dict() for exchange in exchanges]
        content = json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
    return Export(f"{_file_name(name)}.{kind}", _TYPES[kind], content)


def _file_name(name: str) -> str:
    """A chat's name in letters and digits that every file system takes."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", name))
    return "-".join(words).lower()[:_LONGEST].strip("-") or "chat"


def _notes(answer: Answer) -> list[str]:
    """What stands below the quotes."""
    return [*map(str, answer.contradictions), *([answer.missing] if answer.missing else [])]


def _write_markdown(exchange: Exchange) -> str:
    """A question and its answer."""
    answer = exchange.answer
    parts = [f"## {escape_markdown(' '.join(answer.question.split()))}"]
    if not answer.answered:
        parts.append(escape_markdown(answer.text))
    if answer.nearest and not answer.answered:
        parts.append(f"{texts.CLOSEST}:")
    parts += [quote_as_markdown(c) for c in answer.citations or answer.nearest]
    parts += [escape_markdown(note) for note in _notes(answer)]
    return "\n\n".join(parts) + "\n"


def _write_html(exchange: Exchange) -> str:
    answer = exchange.answer
    said = "" if answer.answered else f"<p>{escape(answer.text)}</p>"
    if answer.nearest and not answer.answered:
        said += f"<p>{texts.CLOSEST}:</p>"
    quotes = "".join(map(_quote_in_html, answer.citations or answer.nearest))
    notes = "".join(f"<p>{escape(note)}</p>" for note in _notes(answer))
    return f"<section><h2>{escape(answer.question)}</h2>{said}{quotes}{notes}</section>"


def _quote_in_html(citation: Citation) -> str:
    where = ", ".join([citation.title, *describe_inside(citation)])
    return (
        f"<blockquote>{render_quote(citation)}</blockquote>"
        f"<cite>[{citation.number}] {escape(where)} ({escape(citation.source)})</cite>"
    )
