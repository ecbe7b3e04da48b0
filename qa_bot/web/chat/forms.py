"""Answers that are not an excerpt: the card, overviews, lists, two things side by side.

Calm and plain: headings, quotes as text, and the same source chips as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa_bot.types import Answer, Citation, KnownDocument, Part
from qa_bot.web import texts
from qa_bot.web.chat.quoting import quote_in_a_line, render_quote
from qa_bot.web.library.rows import describe_pages
from qa_bot.web.markup import escape, write_button

Chip = Callable[[Citation], str]
"""Draws the button that opens the source of a citation."""


def render_card(answer: Answer) -> str:
    """The documents with size and opening, and what can be asked, as buttons that ask."""
    known = "".join(map(_render_document, answer.documents))
    listed = f'<ul class="qa-known">{known}</ul>' if known else ""
    questions = [*answer.suggestions, *([texts.ASK_OVERVIEW] if known else [])]
    chips = "".join(write_button(one, "ask", question=one) for one in questions)
    asks = f'<p class="qa-asks"><span>{texts.TRY}</span>{chips}</p>' if chips else ""
    return f"<p>{escape(answer.notice)}</p>{listed}{asks}"


def render_parts(answer: Answer, chip: Chip) -> str:
    """The parts of an answer under their titles; two sides beside each other if there is room."""
    quoted = {citation.number: citation for citation in answer.citations}
    draw = _render_list if answer.form == "list" else _render_part
    named = (_name(part, answer) for part in answer.parts)
    parts = "".join(
        draw(part, [quoted[number] for number in part.citations if number in quoted], chip)
        for part in named
    )
    return f'<div class="qa-parts" data-form="{answer.form}">{parts}</div>'


def _name(part: Part, answer: Answer) -> Part:
    """A side of a comparison is a heading: "the travel policy" begins with a capital."""
    begins_small = answer.form == "comparison" and part.title.split(" ")[0].islower()
    return replace(part, title=part.title[:1].upper() + part.title[1:]) if begins_small else part


def render_notice(answer: Answer) -> str:
    """How an answer is to be read; nothing where there is nothing to say."""
    return f'<p class="qa-note">{escape(answer.notice)}</p>' if answer.notice else ""


def _render_document(document: KnownDocument) -> str:
    """A document's name, which opens it, with its size and opening."""
    opens = texts.OPEN_DOCUMENT.format(title=document.title)
    button = write_button(document.title, "document", opens, doc=document.doc_id)
    size = texts.CHARACTERS.format(count=document.characters)
    if document.pages > 1:
        size = describe_pages(document.pages, document.source.rpartition(".")[2].lower())
    return (
        f"<li>{button}<small>{size}</small>"
        f"<span>{escape(quote_in_a_line(document.opening))}</span></li>"
    )


def _render_part(part: Part, quoted: Sequence[Citation], chip: Chip) -> str:
    title = f"<h3>{escape(part.title)}</h3>" if part.title else ""
    quotes = "".join(
        f'<figure class="qa-quote"><blockquote>{render_quote(citation)}</blockquote>'
        f"<figcaption>{chip(citation)}</figcaption></figure>"
        for citation in quoted
    )
    said = f'<p class="qa-why">{escape(part.message)}</p>' if part.message else ""
    return f"<section>{title}{quotes}{said}</section>"


def _render_list(part: Part, quoted: Sequence[Citation], chip: Chip) -> str:
    items = "".join(
        f'<li class="qa-quote"><blockquote>{render_quote(citation)}</blockquote>'
        f"{chip(citation)}</li>"
        for citation in quoted
    )
    return f'<section><h3>{escape(part.title)}</h3><ol class="qa-list">{items}</ol></section>'
