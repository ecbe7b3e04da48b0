"""What becomes of an ordinary answer where its question has a form: a label, or a whole list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_bot.answering.citations import cite
from qa_bot.answering.forms.detection import Form
from qa_bot.answering.forms.listing import FoundList, find_list
from qa_bot.answering.forms.named_rows import find_named_rows
from qa_bot.answering.forms.row_choice import choose_rows
from qa_bot.answering.forms.row_choice_words import Comparison, find_comparison
from qa_bot.answering.forms.steps import find_steps, is_named_by
from qa_bot.answering.forms.tables import ChosenRows
from qa_bot.answering.forms.writing import write_parts
from qa_bot.answering.rows import is_row_text
from qa_bot.answering.wording import NEAREST_BELOW, NOT_FOUND, write_answer
from qa_bot.index.folder import Index
from qa_bot.types import Answer, Evidence, Part

if TYPE_CHECKING:
    from qa_bot.answering.pipeline import Request

CLOSEST_STATEMENT = "The closest statement; whether it means yes or no is yours to judge:"
NOT_STATED = "It is not stated either way."
NOT_COUNTED = "The closest excerpts; they are not counted, and there may be more:"
THEIR_LANGUAGE = "The documents are in {languages}."
OTHER_LANGUAGE = "This question seems to be in {language}."
ASK_IN_THEIRS = "Ask in {theirs}, or with names that stand in them."
BY_SHARED_WORDS = "What follows was found by words that they share with it:"
MAX_DOCUMENTS_WITH_LISTS = 20
"""Documents that are looked through for a list, beside those of the excerpts."""


def label_answer(
    index: Index, request: Request, form: Form, standalone: str, answer: Answer
) -> Answer:
    """An ordinary answer as the question's form wants it.

    Args:
        index: the generation that answers.
        request: what was asked.
        form: the question's form.
        standalone: the question as it stands alone, before its form changed its words.
        answer: what the pipeline gave.
    """
    if form.kind == "yes_no":
        return _label_statement(answer)
    if form.kind in ("question", "list") and (asked := find_asked_rows(standalone, answer)):
        doc_ids = _likely_documents(index, request, answer, is_sure=bool(asked.kinds))
        if (chosen := choose_rows(index, asked, doc_ids)) is not None:
            return _give_rows(index, request, chosen, answer)
    if form.kind == "list":
        asked_as = standalone if form.is_sure else answer.asked_as
        return replace(_label_list(index, request, form, answer), asked_as=asked_as)
    if form.kind != "question":
        return answer
    if not answer.answered:
        cited = dict.fromkeys(one.doc_id for one in answer.nearest)
        if rows := find_named_rows(index, standalone, list(cited)):
            return _give_named(index, request, rows, answer)
    return _give_steps(index, request, answer)


def find_asked_rows(question: str, answer: Answer) -> Comparison | None:
    """Which rows a question wants; where all of a kind, only if a row is among the excerpts."""
    asked = find_comparison(question)
    cites_row = any(is_row_text(one.quote) for one in (*answer.citations, *answer.nearest))
    return asked if asked is not None and (asked.kinds or cites_row) else None


def _give_rows(index: Index, request: Request, found: ChosenRows, answer: Answer) -> Answer:
    """The rows that a comparison picks, and what was compared."""
    citations = cite(index, found.rows[: request.asked_limit])
    columns = ", ".join(f"“{name}”" for name in found.columns)
    compared = f"{found.compared} rows of “{found.name}”"
    if not found.said:
        many = f"{len(found.rows)} " if found.asked.count else ""
        ends = ("lowest", "highest") if "number" in found.asked.kinds else ("first", "last")
        most = ends[found.asked.is_most]
        notice = f"The {many}{most} of {compared} by {columns}."
    else:
        shown = "" if len(citations) == len(found.rows) else f"; the first {len(citations)}:"
        which = f"those with {columns} {found.said}"
        notice = f"{len(found.rows)} of {compared}, {which}{shown or '.'}"
    return Answer(
        answer.question,
        answer.asked_as,
        f"{notice}\n\n{write_answer(citations)}",
        citations,
        answered=True,
        confidence=1.0,
        notice=notice,
        timings=answer.timings,
        trace=answer.trace,
    )


def _give_named(index: Index, request: Request, rows: Sequence[Evidence], answer: Answer) -> Answer:
    """The rows that a question names, where nothing was sure enough to be an answer."""
    citations = cite(index, rows[: request.asked_limit])
    return Answer(
        answer.question,
        answer.asked_as,
        write_answer(citations),
        citations,
        answered=True,
        confidence=1.0,
        timings=answer.timings,
        trace=answer.trace,
    )


def _label_statement(answer: Answer) -> Answer:
    """An excerpt is no yes; where there is none, neither is said."""
    if answer.answered:
        text = f"{CLOSEST_STATEMENT}\n\n{answer.text}"
        return replace(answer, form="yes_no", notice=CLOSEST_STATEMENT, text=text)
    said = f"{NOT_FOUND} {NOT_STATED}"
    return replace(
        answer,
        form="yes_no",
        message=answer.message.replace(NOT_FOUND, said, 1),
        text=answer.text.replace(NOT_FOUND, said, 1),
    )


def _label_list(index: Index, request: Request, form: Form, answer: Answer) -> Answer:
    """The whole list, if the documents have it as one, else the excerpts as what they are."""
    doc_ids = _likely_documents(index, request, answer, form.is_sure)
    found = find_list(index, form.subjects[0], doc_ids, exactly=not form.is_sure)
    if found is not None:
        return _give_list(index, request, found, answer)
    if not form.is_sure or not answer.answered:
        return answer
    text = f"{NOT_COUNTED}\n\n{answer.text}"
    return replace(answer, form="list", notice=NOT_COUNTED, text=text)


def _give_steps(index: Index, request: Request, answer: Answer) -> Answer:
    """The steps for what is to be done, where the documents have them and the excerpt is no better.

    It is where it shows some of them to a question for more than the heading of the steps says.
    """
    cited = [*answer.citations, *answer.nearest]
    doc_ids = list(dict.fromkeys(citation.doc_id for citation in cited))
    steps = find_steps(index, answer.asked_as, doc_ids)
    if steps is None:
        return answer
    doc_id, start = steps.items[0].passage.doc_id, steps.items[0].start
    first = answer.citations[:1]
    end = steps.items[-1].end
    if any(c.doc_id == doc_id and c.start <= start and c.end >= end for c in first):
        return answer
    shows_some = any(c.doc_id == doc_id and c.start < end and c.end > start for c in first)
    if shows_some and not is_named_by(answer.asked_as, steps):
        return answer
    return _give_list(index, request, steps, answer)


def _likely_documents(
    index: Index, request: Request, answer: Answer, is_sure: bool
) -> Sequence[str]:
    """The documents of the excerpts; where a list is surely wanted, then others if they are few."""
    likely = [citation.doc_id for citation in (*answer.citations, *answer.nearest)]
    if is_sure and request.doc_ids is not None:
        likely += request.doc_ids[:MAX_DOCUMENTS_WITH_LISTS]
    elif is_sure and index.manifest.documents <= MAX_DOCUMENTS_WITH_LISTS:
        likely += [summary.doc_id for summary in index.documents.summaries()]
    return list(dict.fromkeys(likely))


def _give_list(index: Index, request: Request, found: FoundList, answer: Answer) -> Answer:
    shown = found.items[: request.asked_limit]
    citations = cite(index, shown)
    complete = len(shown) == len(found.items)
    count = len(found.items) if complete else f"{len(shown)} of {len(found.items)}"
    name = found.names[0]
    which = "the whole list" if complete else "the first of the list"
    notice = f"{count} items, {which} “{name}”."
    if found.column:
        which = "all that there are in" if complete else "the first of"
        notice = f"{count} rows with “{found.column}”, {which} “{name}”."
    parts = (Part(name, tuple(citation.number for citation in citations)),)
    return Answer(
        answer.question,
        answer.asked_as,
        write_parts(notice, parts, citations),
        citations,
        answered=True,
        confidence=1.0,
        form="list",
        parts=parts,
        notice=notice,
        complete=complete,
    )


def describe_language(language: str, languages: frozenset[str]) -> str:
    """That a question is in another language than the documents, and what to do."""
    *others, last = sorted(languages)
    named = f"{', '.join(others)} and {last}" if others else last
    theirs = "one of these" if others else last
    parts = (THEIR_LANGUAGE, OTHER_LANGUAGE, ASK_IN_THEIRS)
    return " ".join(
        part.format(languages=named, language=language, theirs=theirs) for part in parts
    )


def explain_language(answer: Answer, said: str) -> Answer:
    """An answer to a question in another language than the documents, with that said of it."""
    if answer.answered:
        notice = f"{said} {BY_SHARED_WORDS}"
        return replace(answer, notice=notice, text=f"{notice}\n\n{answer.text}")
    below = f" {NEAREST_BELOW}" if answer.nearest else ""
    message = f"{said}{below}"
    return replace(answer, message=message, text=message, suggestions=())
