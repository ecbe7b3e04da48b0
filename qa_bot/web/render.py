"""Rendering: answers and documents come in, HTML goes out.

Every text is escaped here, once. Curly braces, `$` and backticks are escaped as well, because
Gradio fills the HTML into a template that would read them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from qa_bot.types import Answer, Citation, Document
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
    turns = "".join(_render_turn(answer) for answer in answers)
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


def _render_turn(answer: Answer) -> str:
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
    else:
        body = f'<p class="qa-refusal">{escape(answer.text)}</p>'
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
        f"{asked_as}{body}</div></section>"
    )


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
