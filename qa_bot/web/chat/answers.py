"""Answers as HTML: the lead excerpt with its source and how sure it is, the others a line each.

Every text is escaped here, once. Questions are drawn by the page's script, at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.followup.topics import CARRIED
from qa_bot.answering.wording import NEAREST_BELOW, NOT_FOUND
from qa_bot.types import Answer, AnswerProgress, Citation
from qa_bot.web import texts
from qa_bot.web.chat.bibliography import has_record
from qa_bot.web.chat.forms import render_card, render_notice, render_parts
from qa_bot.web.chat.opinions import render_reasons, render_thumbs
from qa_bot.web.chat.quoting import describe_chip, quote_in_a_line, render_quote
from qa_bot.web.markup import escape, write_button, write_menu


def render_answer(answer: Answer, several: bool) -> str:
    """An answer or a refusal.

    Args:
        answer: what to show.
        several: whether there are several documents, so that titles tell them apart.
    """
    if answer.form == "card":
        return render_card(answer)
    if answer.answered:
        body = _render_parts(answer, several) if answer.parts else _render_quotes(answer, several)
    else:
        body = _render_refusal(answer, several)
    return f"{_render_asked_as(answer)}{body}{render_reasons(answer)}"


def render_progress(progress: AnswerProgress) -> str:
    """How far an answer is."""
    if progress.found:
        said = texts.FOUND_SO_FAR.format(count=len(progress.found))
    elif progress.asked_as:
        said = texts.SEARCHING_FOR.format(question=progress.asked_as)
    else:
        said = texts.SEARCHING
    return escape(said)


def describe_trust(confidence: float) -> str:
    """Confidence in words."""
    return next(words for least, words in texts.TRUST.items() if confidence >= least)


def _render_asked_as(answer: Answer) -> str:
    """The question as it was understood, where that differs."""
    if answer.asked_as.strip() == answer.question.strip():
        return ""
    edit = write_button(texts.EDIT, "edit", texts.EDIT_LABEL, question=answer.asked_as)
    return f'<p class="qa-asked">{escape(describe_asked_as(answer))} {edit}</p>'


def describe_asked_as(answer: Answer) -> str:
    """How a question was understood; the words it got from the turns before are told as such."""
    asked, question = answer.asked_as.strip(), answer.question.strip()
    carried = None if CARRIED.search(question) else CARRIED.search(asked.rstrip("?"))
    if carried is None:
        return texts.ASKED_AS.format(question=asked)
    typed = asked[: carried.start()]
    if typed == question:
        return texts.ASKED_WITH.format(words=carried[1])
    return f"{texts.ASKED_AS.format(question=typed)} {texts.AND_WITH.format(words=carried[1])}"


def _render_quotes(answer: Answer, several: bool) -> str:
    """The lead excerpt complete, each other one a line until it is opened."""
    groups = _group_by_quote(answer.citations)
    lead, *others = groups
    rest = "".join(_render_other(group, several) for group in others)
    notes = [*_contradictions(answer), answer.missing]
    said = "".join(f'<p class="qa-note">{escape(note)}</p>' for note in notes if note)
    shown = _render_lead(lead, several, _render_actions(answer))
    return f"{_render_trust(answer)}{render_notice(answer)}{shown}{rest}{said}"


def _render_parts(answer: Answer, several: bool) -> str:
    """An answer of parts, with what is to be known of it and what can be done with it."""
    parts = render_parts(answer, lambda citation: _render_chip(citation, several))
    actions = f'<div class="qa-caption">{_render_actions(answer)}</div>'
    return f"{_render_trust(answer)}{render_notice(answer)}{parts}{actions}"


def _group_by_quote(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations that say the same together, in the order of the first of each."""
    groups: dict[int, list[Citation]] = {}
    shown: dict[str, int] = {}
    for citation in citations:
        number = shown.setdefault(" ".join(citation.quote.split()), citation.number)
        groups.setdefault(citation.same_as or number, []).append(citation)
    return list(groups.values())


def _render_lead(group: Sequence[Citation], several: bool, actions: str = "") -> str:
    first, *repeats = group
    context = write_button(
        texts.MORE_CONTEXT, "context", doc=first.doc_id, start=first.start, end=first.end
    )
    return (
        f'<figure class="qa-quote"><blockquote>{render_quote(first)}</blockquote>'
        f"<figcaption>{_render_chip(first, several)}{context}{actions}</figcaption>"
        f"{_render_repeats(repeats)}</figure>"
    )


def _render_other(group: Sequence[Citation], several: bool) -> str:
    first, *repeats = group
    return (
        f'<details class="qa-quote qa-other"><summary><b>{first.number}</b> '
        f"<span>{escape(quote_in_a_line(first.quote))}</span></summary>"
        f"<blockquote>{render_quote(first)}</blockquote>"
        f'<div class="qa-caption">{_render_chip(first, several)}</div></details>'
        f"{_render_repeats(repeats)}"
    )


def _render_repeats(repeats: Sequence[Citation]) -> str:
    """The further places of the same words."""
    if not repeats:
        return ""
    said = texts.SAME_PLACE if len(repeats) == 1 else texts.SAME_PLACES.format(count=len(repeats))
    places = " ".join(_render_open(citation, f"[{citation.number}]") for citation in repeats)
    return f'<p class="qa-note">{said} {places}</p>'


def _render_chip(citation: Citation, several: bool) -> str:
    return _render_open(citation, describe_chip(citation, several), f"<b>{citation.number}</b> ")


def _render_open(citation: Citation, label: str, number: str = "") -> str:
    """A button that opens the source at the excerpt."""
    title = escape(texts.OPEN_SOURCE.format(number=citation.number, title=citation.title))
    name, dot, place = label.partition(" · ")
    inside = f"<i>{escape(dot + place)}</i>" if place else ""
    return (
        f'<button type="button" class="qa-chip" data-do="source" title="{title}" '
        f'data-doc="{escape(citation.doc_id)}" data-start="{citation.start}" '
        f'data-end="{citation.end}">{number}<span>{escape(name)}</span>{inside}</button>'
    )


def _render_trust(answer: Answer) -> str:
    if answer.confidence == 1.0:
        return ""  # an overview or a whole list: nothing is estimated
    words = describe_trust(answer.confidence)
    level = list(texts.TRUST.values()).index(words)
    percent = texts.CONFIDENCE.format(percent=round(100 * answer.confidence))
    return f'<p class="qa-trust" data-level="{level}" title="{percent}">{words}</p>'


def _render_actions(answer: Answer) -> str:
    """What can be done with an answer, a quiet row of icons."""
    records = any(map(has_record, answer.citations))
    copies = [("quote", texts.COPY_QUOTE), ("markdown", texts.COPY_MARKDOWN)]
    copies += [("bibtex", texts.COPY_BIBTEX), ("csl", texts.COPY_CSL)] if records else []
    menu = write_menu(
        texts.COPY, *(write_button(label, "copy", kind=kind) for kind, label in copies), icon="copy"
    )
    return (
        f'<span class="qa-actions">{menu if answer.answered else ""}'
        f"{write_button('', 'link', texts.LINK, 'link')}{render_thumbs(answer)}"
        f"{write_button('', 'again', texts.ASK_AGAIN, 'again')}</span>"
    )


def _contradictions(answer: Answer) -> Sequence[str]:
    numbers = {citation.number for citation in answer.citations}
    return [
        (texts.DENY if found.is_denial else texts.DISAGREE).format(
            first=f"[{found.first}]", second=f"[{found.second}]",
            first_says=found.first_says, second_says=found.second_says,
        )
        for found in answer.contradictions
        if {found.first, found.second} <= numbers
    ]  # fmt: skip


def _render_refusal(answer: Answer, several: bool) -> str:
    """That there is no answer and why, questions that have one, and the closest passage."""
    chips = "".join(write_button(s, "ask", question=s) for s in answer.suggestions)
    asks = f'<p class="qa-asks"><span>{texts.DO_ANSWER}</span>{chips}</p>' if chips else ""
    closest = ""
    if answer.nearest:
        first, *others = answer.nearest
        more = "".join(_render_other([citation], several) for citation in others)
        closest = (
            f'<div class="qa-closest"><h3>{texts.CLOSEST}</h3>'
            f"{_render_lead([first], several)}{more}</div>"
        )
    return (
        f"{_render_reason(answer.message or answer.text)}{asks}{closest}"
        f'<div class="qa-caption">{_render_actions(answer)}</div>'
    )


def _render_reason(message: str) -> str:
    """That there is no answer, in a few words, and why; or what is wrong with the question."""
    if not message.startswith(NOT_FOUND):
        return f'<p class="qa-refusal">{escape(message)}</p>'
    why = message.removeprefix(NOT_FOUND).replace(NEAREST_BELOW, "").strip()
    return f'<p class="qa-refusal">{texts.NOT_FOUND}</p><p class="qa-why">{escape(why)}</p>'
