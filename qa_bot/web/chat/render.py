"""Rendering: a conversation comes in, HTML goes out. Every text is escaped here, once."""

from __future__ import annotations

import json
from collections.abc import Sequence

from qa_bot.types import Answer, AnswerProgress, Citation, Contradiction
from qa_bot.web import texts
from qa_bot.web.chat.bibliography import has_record, write_bibtex, write_csl
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.chat.feedback_form import render_reasons, render_thumbs
from qa_bot.web.chat.quoting import describe_place, quote_as_markdown, quote_plainly, write_exchange
from qa_bot.web.markup import escape, write_button


def render_conversation(exchanges: Sequence[Exchange]) -> str:
    """The whole conversation."""
    if not exchanges:
        return f'<p class="qa-intro">{escape(texts.INTRODUCTION)}</p>'
    turns = "".join(_render_turn(exchange, turn) for turn, exchange in enumerate(exchanges))
    return f'<div class="qa-turns">{turns}</div>'


def describe_progress(progress: AnswerProgress) -> str:
    """How far an answer is, as HTML without elements."""
    if progress.found:
        return texts.FOUND_SO_FAR.format(count=len(progress.found))
    return escape(
        texts.SEARCHING_FOR.format(question=progress.asked_as)
        if progress.asked_as
        else texts.SEARCHING
    )


def render_progress(question: str, progress: AnswerProgress) -> str:
    """A question on its way: what was searched for, what was found so far, and a way to stop."""
    quotes = "".join(
        f'<li class="qa-citation"><blockquote>{escape(citation.quote)}</blockquote>'
        f'<div class="qa-reference">{escape(describe_place(citation))}</div></li>'
        for citation in progress.found
    )
    return (
        f'<section class="qa-asking" aria-busy="true">{_render_question(question)}'
        f'<div class="qa-answer"><span class="qa-who">{texts.BOT}</span>'
        f'<p class="qa-confidence"><span>{describe_progress(progress)}</span> '
        f"{write_button(texts.STOP, 'qa-small qa-stop', texts.STOP_LABEL)}</p>"
        f'<ol class="qa-citations">{quotes}</ol></div></section>'
    )


def render_history() -> str:
    """The frame for the conversations that the browser keeps; a script fills it."""
    exports = (
        ("markdown", texts.AS_MARKDOWN),
        ("html", texts.AS_HTML),
        ("json", texts.AS_JSON),
        ("print", texts.PRINT),
    )
    buttons = "".join(write_button(label, "qa-small", export=kind) for kind, label in exports)
    return (
        f"<details><summary>{texts.HISTORY}</summary>"
        f'<div class="qa-exports"><span>{texts.EXPORT}</span>{buttons}</div>'
        f'<ul></ul><p class="qa-none">{texts.HISTORY_EMPTY}</p></details>'
    )


def describe_confidence(confidence: float) -> str:
    """Confidence in words, with the number behind them."""
    words = next(words for least, words in texts.SURE.items() if confidence >= least)
    return texts.CONFIDENCE.format(words=words, percent=round(100 * confidence))


def _render_turn(exchange: Exchange, turn: int) -> str:
    answer = exchange.answer
    kept = escape(json.dumps(exchange.to_dict(), ensure_ascii=False))
    body = _render_answered(answer) if answer.answered else _render_refusal(answer)
    return (
        f'<section class="qa-turn" data-exchange="{kept}" '
        f'data-markdown="{escape(write_exchange(exchange))}">'
        f"{_render_question(answer.question)}"
        f'<div class="qa-answer"><span class="qa-who">{texts.BOT}</span>'
        f"{_render_asked_as(answer)}{body}"
        f'<div class="qa-thumbs">{render_thumbs(answer, turn)}'
        f'<a class="qa-link" href="{escape(exchange.link)}">{texts.LINK}</a></div>'
        f"{render_reasons(answer, turn)}</div></section>"
    )


def _render_question(question: str) -> str:
    return (
        f'<div class="qa-question"><span class="qa-who">{texts.YOU}</span>'
        f"<p>{escape(question)}</p></div>"
    )


def _render_asked_as(answer: Answer) -> str:
    """The question as it was understood, where that differs."""
    if answer.asked_as.strip() == answer.question.strip():
        return ""
    edit = write_button(texts.EDIT, "qa-edit", texts.EDIT_LABEL, edit=answer.asked_as)
    return (
        f'<p class="qa-asked">{escape(texts.ASKED_AS.format(question=answer.asked_as))} {edit}</p>'
    )


def _render_answered(answer: Answer) -> str:
    body = _render_citations(answer.citations)
    confidence = escape(describe_confidence(answer.confidence))
    disagreements = "".join(_render_contradiction(answer, one) for one in answer.contradictions)
    body = (
        f'<p class="qa-confidence">{confidence}</p>{disagreements}'
        f'<ol class="qa-citations">{body}</ol>'
    )
    if answer.missing:
        body += f'<p class="qa-missing">{escape(answer.missing)}</p>'
    return body


def _render_refusal(answer: Answer) -> str:
    said = escape(answer.message or answer.text)
    body = f'<p class="qa-refusal">{said}</p>{_render_suggestions(answer.suggestions)}'
    if answer.nearest:
        nearest = _render_citations(answer.nearest)
        body += (
            f'<details class="qa-nearest"><summary>{escape(texts.NEAREST)}</summary>'
            f'<ol class="qa-citations">{nearest}</ol></details>'
        )
    return body


def _render_contradiction(answer: Answer, found: Contradiction) -> str:
    """Two citations that disagree, side by side."""
    first, second = escape(found.first_says), escape(found.second_says)
    said = texts.DENY if found.is_denial else texts.DISAGREE.format(first=first, second=second)
    quotes = "".join(
        f"<blockquote><b>[{c.number}]</b> {escape(c.quote)}</blockquote>"
        for c in answer.citations
        if c.number in (found.first, found.second)
    )
    return f'<div class="qa-disagree"><p>{said}</p><div>{quotes}</div></div>'


def _render_suggestions(suggestions: Sequence[str]) -> str:
    """Questions that the documents answer, each to be put into the box by a click."""
    if not suggestions:
        return ""
    items = "".join(
        f"<li>{write_button(s, 'qa-edit', texts.ASK_THIS.format(question=s), edit=s)}</li>"
        for s in suggestions
    )
    return f'<div class="qa-suggestions"><p>{texts.DOES_ANSWER}</p><ul>{items}</ul></div>'


def _records(citation: Citation) -> tuple[tuple[str, str, str], ...]:
    """What a reference manager takes, where the document says who made it or when."""
    if not has_record(citation):
        return ()
    return (
        (texts.COPY_BIBTEX, texts.COPY_RECORD_LABEL, write_bibtex(citation)),
        (texts.COPY_CSL, texts.COPY_RECORD_LABEL, write_csl(citation)),
    )


def _render_citations(citations: Sequence[Citation]) -> str:
    """One after the other; what an earlier one says already is not shown again."""
    quotes: dict[str, int] = {}
    rendered = []
    for citation in citations:
        first = quotes.setdefault(citation.quote, citation.number)
        if first != citation.number:
            again = texts.SAME_QUOTE.format(number=first)
        elif citation.same_as is not None:
            again = texts.SAME_STATEMENT.format(number=citation.same_as)
        else:
            again = ""
        rendered.append(_render_citation(citation, again))
    return "".join(rendered)


def _render_citation(citation: Citation, again: str) -> str:
    """A quote, or what it repeats, with its place and what can be copied."""
    quote = f"<blockquote>{escape(citation.quote)}</blockquote>"
    if again:
        quote = f'<p class="qa-again">{again}</p>'
    label = texts.OPEN_SOURCE.format(number=citation.number, title=citation.title)
    where = escape(describe_place(citation))
    copies = (
        (texts.COPY, texts.COPY_LABEL, quote_plainly(citation)),
        (texts.COPY_MARKDOWN, texts.COPY_MARKDOWN_LABEL, quote_as_markdown(citation)),
        *_records(citation),
    )
    buttons = "".join(
        write_button(short, "qa-copy", long.format(number=citation.number, kind=short), copy=quote)
        for short, long, quote in copies
    )
    return (
        f'<li class="qa-citation">{quote}'
        f'<div class="qa-reference"><button type="button" class="qa-open" title="{escape(label)}" '
        f'data-doc="{escape(citation.doc_id)}" '
        f'data-start="{citation.start}" data-end="{citation.end}">'
        f'<span class="qa-number">{citation.number}</span> {where}</button>{buttons}</div></li>'
    )
