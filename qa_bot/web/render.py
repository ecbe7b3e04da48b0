"""Rendering: answers and documents come in, HTML goes out.

Every text is escaped here, once. Curly braces, `$` and backticks are escaped as well, because
Gradio fills the HTML into a template that would read them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from qa_bot.types import Answer, Citation, Contradiction, Document
from qa_bot.web import texts

_TEMPLATE_CHARACTERS = {ord(character): f"&#{ord(character)};" for character in "{}$`\\"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


def escape(text: str) -> str:
    """Text as HTML that shows just this text."""
    return html.escape(_CONTROLS.sub("\ufffd", text)).translate(_TEMPLATE_CHARACTERS)


def render_conversation(answers: Sequence[Answer]) -> str:
    """The whole conversation."""
    if not answers:
        return f'<p class="qa-intro">{escape(texts.INTRODUCTION)}</p>'
    turns = "".join(_render_turn(answer, turn) for turn, answer in enumerate(answers))
    return f'<div class="qa-turns" role="log" aria-live="polite">{turns}</div>'


def render_source(document: Document, start: int, end: int) -> str:
    """A whole document with one excerpt marked, its headings as headings."""
    text = document.text
    marked = (
        f'{_paragraphs(text[:start])}<mark id="qa-mark" tabindex="-1">'
        f"{_paragraphs(text[start:end])}</mark>{_paragraphs(text[end:])}"
    )
    return (
        f'<article class="qa-source"><h2>{escape(document.title)}</h2>'
        f'<p class="qa-file">{escape(document.source)}</p>'
        f'<div class="qa-text" tabindex="0" aria-label="{escape(texts.SOURCE_LABEL)}">'
        f"{marked}</div></article>"
    )


def render_notice(text: str) -> str:
    """A line of plain information."""
    return f'<p class="qa-notice">{escape(text)}</p>'


def describe_confidence(confidence: float) -> str:
    """Confidence in words, with the number behind them."""
    words = next(words for least, words in texts.SURE.items() if confidence >= least)
    return texts.CONFIDENCE.format(words=words, percent=round(100 * confidence))


def _render_turn(answer: Answer, turn: int) -> str:
    asked_as = ""
    if answer.asked_as.strip() != answer.question.strip():
        asked_as = (
            f'<p class="qa-asked">{escape(texts.ASKED_AS.format(question=answer.asked_as))} '
            f'<button type="button" class="qa-edit" aria-label="{escape(texts.EDIT_LABEL)}" '
            f'data-edit="{escape(answer.asked_as)}">{escape(texts.EDIT)}</button></p>'
        )
    if answer.answered:
        body = "".join(_render_citation(citation) for citation in answer.citations)
        confidence = escape(describe_confidence(answer.confidence))
        body = f'<p class="qa-confidence">{confidence}</p><ol class="qa-citations">{body}</ol>'
        body += "".join(_render_contradiction(answer, one) for one in answer.contradictions)
        if answer.missing:
            body += f'<p class="qa-missing">{escape(answer.missing)}</p>'
    else:
        body = f'<p class="qa-refusal">{escape(answer.text)}</p>'
        body += _render_suggestions(answer.suggestions)
        if answer.nearest:
            nearest = "".join(_render_citation(citation) for citation in answer.nearest)
            body += (
                f'<details class="qa-nearest"><summary>{escape(texts.NEAREST)}</summary>'
                f'<ol class="qa-citations">{nearest}</ol></details>'
            )
    return (
        f'<section class="qa-turn"><div class="qa-question"><span class="qa-who">{texts.YOU}</span>'
        f"<p>{escape(answer.question)}</p></div>"
        f'<div class="qa-answer"><span class="qa-who">{texts.BOT}</span>'
        f"{asked_as}{body}{_render_thumbs(answer, turn)}</div></section>"
    )


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
        f'<li><button type="button" class="qa-edit" data-edit="{escape(question)}" '
        f'aria-label="{escape(texts.ASK_THIS.format(question=question))}">'
        f"{escape(question)}</button></li>"
        for question in suggestions
    )
    return f'<div class="qa-suggestions"><p>{texts.DOES_ANSWER}</p><ul>{items}</ul></div>'


def _render_thumbs(answer: Answer, turn: int) -> str:
    """Two buttons to say whether the answer was right."""
    if not answer.citations and not answer.nearest:
        return ""
    labels = (
        (texts.HELPFUL, texts.NOT_HELPFUL)
        if answer.answered
        else (texts.HELPFUL_REFUSAL, texts.NOT_HELPFUL_REFUSAL)
    )
    buttons = "".join(
        f'<button type="button" class="qa-thumb" data-turn="{turn}" data-helpful="{helpful}" '
        f'aria-label="{label}" title="{label}">{sign}</button>'
        for label, helpful, sign in zip(labels, ("yes", "no"), "👍👎", strict=True)
    )
    return f'<div class="qa-thumbs">{buttons}</div>'


def _render_citation(citation: Citation) -> str:
    where = [citation.title]
    if citation.section:
        where.append(citation.section)
    if citation.place:
        where.append(citation.place)
    if citation.changed:
        where.append(texts.CHANGED)
    label = texts.OPEN_SOURCE.format(number=citation.number, title=citation.title)
    return (
        f'<li class="qa-citation"><blockquote>{escape(citation.quote)}</blockquote>'
        f'<button type="button" class="qa-open" aria-label="{escape(label)}" '
        f'data-doc="{escape(citation.doc_id)}" '
        f'data-start="{citation.start}" data-end="{citation.end}">'
        f'<span class="qa-number">{citation.number}</span> '
        f"{escape(' · '.join(where))}</button></li>"
    )


def _paragraphs(text: str) -> str:
    """Escaped text; blank lines between paragraphs become one gap."""
    return '<span class="qa-gap"></span>'.join(escape(part) for part in _PARAGRAPH.split(text))
