"""Answers in the forms that are not an excerpt: overviews, cards, several questions, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_bot.answering.citations import cite
from qa_bot.answering.forms.card import write_card
from qa_bot.answering.forms.dated import MAX_DOCUMENTS_READ
from qa_bot.answering.forms.decisions import asks_decisions
from qa_bot.answering.forms.detection import Form
from qa_bot.answering.forms.numbered import find_numbered
from qa_bot.answering.forms.overview import MAX_EXCERPTS, Extract, choose_extracts
from qa_bot.answering.forms.sentences import load_sentences
from qa_bot.answering.forms.step_questions import LAST
from qa_bot.answering.forms.steps import find_step
from qa_bot.answering.forms.subjects import Subject, find_subject
from qa_bot.answering.forms.topic import find_sentences_on
from qa_bot.answering.forms.versions import VERSION, find_notes
from qa_bot.answering.forms.writing import write_parts
from qa_bot.answering.wording import write_answer
from qa_bot.index.folder import Index
from qa_bot.types import Answer, Citation, Hit, Part, Section

if TYPE_CHECKING:
    from qa_bot.answering.pipeline import Request

MAX_OF_A_DOCUMENT, MAX_OF_A_SECTION = 5, 2
"""Excerpts shown for one side of a comparison that is a document, or a section."""
SPEAKING_OF = "No document or section is named “{topic}”; these sentences speak of it:"


def answer_form(index: Index, request: Request, standalone: str, form: Form) -> Answer | None:
    """The answer in a form that needs no search; None where an ordinary answer is to be given."""
    if form.kind == "card":
        return write_card(index, request.question, request.doc_ids, "thanks" in form.subjects)
    if form.kind == "overview":
        return _give_overview(index, request, standalone, form)
    if form.kind == "numbered":
        return _give_numbered(index, request, standalone, form)
    return None


def tell_side(index: Index, request: Request, side: str) -> tuple[Answer | None, bool]:
    """An overview of the documents or sections that one side of a comparison names.

    Returns:
        The overview, None where it names neither, and whether it names documents.
    """
    subject = find_subject(index, side, request.doc_ids, is_sure=True)
    every = len(_all_documents(index, request))
    if subject is None or (not subject.sections and len(subject.doc_ids) == every):
        return None, False
    limit = MAX_OF_A_SECTION if subject.sections else MAX_OF_A_DOCUMENT
    asked = replace(request, asked_limit=limit)
    return _give_overview(index, asked, side, Form("overview", (side,))), not subject.sections


def _give_numbered(index: Index, request: Request, standalone: str, form: Form) -> Answer | None:
    """The numbered parts that a question names, each quoted; None where there are none."""
    kind, number, where = form.subjects
    doc_ids = _all_documents(index, request)[:MAX_DOCUMENTS_READ]
    subject = find_subject(index, where, request.doc_ids, is_sure=True) if where else None
    step = find_step(index, number, where, doc_ids) if _is_step(kind, number) else None
    if step is not None:
        found = [step]
    elif where and subject is None:
        return None
    elif kind == VERSION:
        named = subject.doc_ids if subject else doc_ids
        found = find_notes(index, number, named)[: request.asked_limit]
    else:
        named = subject.doc_ids if subject else doc_ids
        found = find_numbered(index, kind, number, named[:MAX_DOCUMENTS_READ], request.limit)
    if not found:
        return None
    citations = cite(index, found)
    return Answer(
        request.question,
        standalone.strip(),
        write_answer(citations),
        citations,
        answered=True,
        confidence=1.0,
        form="numbered",
    )


def _is_step(kind: str, number: str) -> bool:
    """Whether a part is a step that can be found by its place."""
    return kind.casefold() in ("step", "steps") and (number == LAST or number.isdigit())


def _give_overview(index: Index, request: Request, standalone: str, form: Form) -> Answer | None:
    """An overview of what a question names, or of all documents; None where it names none."""
    if form.subjects:
        subject = find_subject(index, form.subjects[0], request.doc_ids, form.is_sure)
        if subject is None:
            return None
    else:
        subject = Subject(_all_documents(index, request))
    limit = request.asked_limit or MAX_EXCERPTS
    shown = subject.doc_ids[:limit]
    sections: Sequence[Section | None] = subject.sections or [None] * len(shown)
    budget = max(1, limit // len(shown))
    of_decisions = asks_decisions(standalone)
    extracts = [
        extract
        for doc_id, section in zip(shown, sections, strict=False)
        for extract in _extract(index, doc_id, section, budget, of_decisions)
    ]
    if not extracts:
        return None
    citations = cite(index, [extract.evidence for extract in extracts])
    several = len(subject.doc_ids) > 1
    titles = [c.title if several else e.heading for c, e in zip(citations, extracts, strict=True)]
    notice = _describe_overview(citations, len(shown), len(subject.doc_ids), subject)
    return _make_overview(request, standalone, citations, titles, notice)


def give_topic(
    index: Index, request: Request, standalone: str, topic: str, hits: Sequence[Hit]
) -> Answer | None:
    """What speaks of a topic, as an overview; None where hardly anything does."""
    found = find_sentences_on(index, topic, hits)[: request.asked_limit]
    if not found:
        return None
    citations = cite(index, found)
    notice = SPEAKING_OF.format(topic=topic)
    return _make_overview(
        request, standalone, citations, [citation.title for citation in citations], notice
    )


def _make_overview(
    request: Request,
    standalone: str,
    citations: tuple[Citation, ...],
    titles: Sequence[str],
    notice: str,
) -> Answer:
    """An overview of some citations under their titles."""
    parts = _group_parts(citations, titles)
    return Answer(
        request.question,
        standalone.strip(),
        write_parts(notice, parts, citations),
        citations,
        answered=True,
        confidence=1.0,
        form="overview",
        parts=parts,
        notice=notice,
    )


def _all_documents(index: Index, request: Request) -> tuple[str, ...]:
    if request.doc_ids is not None:
        return request.doc_ids
    return tuple(summary.doc_id for summary in index.documents.summaries())


def _extract(
    index: Index, doc_id: str, section: Section | None, budget: int, of_decisions: bool
) -> list[Extract]:
    start, end = (section.body, section.end) if section else (0, None)
    given = load_sentences(index, doc_id, start, end)
    return choose_extracts(given, budget, of_decisions) if given else []


def _describe_overview(
    citations: Sequence[Citation], shown: int, count: int, subject: Subject
) -> str:
    """What the overview is of, and that it is in the documents' own words."""
    if subject.sections:
        several = f"{shown} documents" if shown > 1 else f"“{citations[0].title}”"
        name = f"the section “{subject.sections[0].title}” of {several}"
    elif count == 1:
        name = f"“{citations[0].title}”"
    else:
        name = f"{count:,} documents" if shown == count else f"{shown} of {count:,} documents"
    said = f"An overview of {name}, in sentences of the text itself."
    return f"{said} Name a document for one of its own." if shown < count else said


def _group_parts(citations: Sequence[Citation], titles: Sequence[str]) -> tuple[Part, ...]:
    """The citations under their titles, neighbours with the same title together."""
    parts: list[Part] = []
    for citation, title in zip(citations, titles, strict=True):
        if parts and parts[-1].title == title:
            parts[-1] = Part(title, (*parts[-1].citations, citation.number))
        else:
            parts.append(Part(title, (citation.number,)))
    return tuple(parts)
