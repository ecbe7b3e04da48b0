"""From a question to an answer, one visible call a stage.

resolve -> make_query -> retrieve -> rerank -> select_evidence -> estimate -> decide
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.calibration import offset_confidence
from qa_bot.answering.citations import cite
from qa_bot.answering.confidence import (
    estimate_confidence,
    estimate_topic,
    least_confidence,
)
from qa_bot.answering.decision import Findings, decide
from qa_bot.answering.evidence import select_evidence, select_nearest
from qa_bot.answering.followup import make_standalone
from qa_bot.answering.followup.history import History, read_history
from qa_bot.answering.forms.answers import answer_form
from qa_bot.answering.forms.asking import answer_comparison, answer_several
from qa_bot.answering.forms.detection import Form, as_ordinary, find_form
from qa_bot.answering.forms.labels import describe_language, explain_language, label_answer
from qa_bot.answering.forms.language import ENGLISH, ask_in_english, find_language, find_languages
from qa_bot.answering.forms.long_questions import find_asking_clause
from qa_bot.answering.query import Query, make_query
from qa_bot.answering.reranking import rerank
from qa_bot.answering.retrieval import Candidate, retrieve
from qa_bot.answering.streaming import OnProgress
from qa_bot.answering.wording import describe_empty_question, describe_long_question
from qa_bot.config import Settings
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Encoder
from qa_bot.models.reader import Reader
from qa_bot.types import Answer, AnswerProgress, Hit

MAX_DOCUMENTS_SAMPLED, CHARACTERS_SAMPLED = 30, 2_000
"""Documents, and characters of each, that tell the languages of all."""


class Clock:
    """Milliseconds spent in each stage; what passes before a new start is not counted."""

    def __init__(self, **timings: float) -> None:
        self.timings = timings
        self.start()

    def start(self) -> None:
        """Count from now."""
        self._last = time.perf_counter()

    def mark(self, stage: str) -> None:
        """Give the time since the last mark or start to a stage."""
        now = time.perf_counter()
        self.timings[stage] = (now - self._last) * 1000
        self._last = now


@dataclass(frozen=True, slots=True)
class Request:
    """A question and how it is to be answered.

    `within` are the passages to search, ascending, and `doc_ids` their documents, or None for all;
    `limit` is the most excerpts, `asked_limit` the same where the caller names one.
    """

    question: str
    history: History = ()
    within: NDArray[np.int64] | None = None
    limit: int = 3
    asked_limit: int | None = None
    doc_ids: tuple[str, ...] | None = None
    on_progress: OnProgress | None = None


@dataclass(frozen=True)
class Pipeline:
    """The stages on one index.

    Args:
        index: the generation that answers.
        encoder: the embedding model that made it.
        settings: how much is looked at, and how sure an answer must be.
        reader: reads the passages found, if there is one.
        confidence_offset: what `qa-bot calibrate` adds to the confidence's log-odds.
    """

    index: Index
    encoder: Encoder
    settings: Settings
    reader: Reader | None
    confidence_offset: float

    def answer(self, request: Request) -> Answer:
        """The answer to a question that depends on its history."""
        clock = Clock()
        problem = describe_long_question(request.question)
        if problem is not None:
            return replace(_refuse(request, problem), text=f"{problem}\n\n{request.question}")
        clause = replace(request, question=find_asking_clause(request.question))
        return replace(self._answer_clause(clause, clock), question=request.question)

    def _answer_clause(self, request: Request, clock: Clock) -> Answer:
        """The answer to the words that ask, in the form and the language that they have."""
        language = find_language(request.question)
        if language not in ("", ENGLISH) and self.languages and language not in self.languages:
            return self._answer_foreign(request, language, clock)
        standalone = request.question
        form = find_form(standalone)
        if form.kind not in ("card", "several") and (form.kind != "overview" or form.subjects):
            standalone = self.resolve(request.question, request.history)
            form = find_form(standalone)
        given = self._answer_form(request, standalone, form)
        if given is not None:
            clock.mark("answering")
            return replace(given, timings=clock.timings)
        standalone = as_ordinary(form, standalone)
        problem = describe_empty_question(standalone)
        if problem is not None:
            return _refuse(request, problem)
        query = make_query(self.index, standalone, self.encoder)
        clock.mark("querying")
        answer = self.answer_query(request, query, clock)
        return label_answer(self.index, request, form, answer)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of the documents, as far as the first of them tell."""
        documents = self.index.documents
        known = (
            documents.document(one.doc_id) for one in documents.summaries(0, MAX_DOCUMENTS_SAMPLED)
        )
        return find_languages(one.text[:CHARACTERS_SAMPLED] for one in known if one is not None)

    def _answer_foreign(self, request: Request, language: str, clock: Clock) -> Answer:
        """The answer to a question in a language of no document, by the words they share."""
        said = describe_language(language, self.languages)
        asked = ask_in_english(request.question, language, self.index.lexical)
        if not asked:
            return _refuse(request, said)
        query = make_query(self.index, asked, self.encoder)
        clock.mark("querying")
        return explain_language(self.answer_query(request, query, clock), said)

    def _answer_form(self, request: Request, standalone: str, form: Form) -> Answer | None:
        """The answer in another form than an excerpt; None where an ordinary one is wanted."""
        if form.kind == "several":
            before = read_history(request.history)

            def ask(part: str, given: Sequence[Answer]) -> Answer:
                return self.answer(replace(request, question=part, history=[*before, *given]))

            return answer_several(request.question, form.subjects, ask)
        if form.kind == "comparison":

            def ask_plainly(part: str, given: Sequence[Answer]) -> Answer:
                query = make_query(self.index, part, self.encoder)
                return self.answer_query(replace(request, question=part), query, Clock())

            return answer_comparison(request.question, standalone, form.subjects, ask_plainly)
        return answer_form(self.index, request, standalone, form)

    def resolve(self, question: str, history: History = ()) -> str:
        """The question as it stands alone."""
        return make_standalone(question, history, self.index.lexical.idf)

    def answer_query(self, request: Request, query: Query, clock: Clock) -> Answer:
        """The answer to a query.

        Args:
            request: what was asked.
            query: what to search for.
            clock: has the time of what came before.
        """
        index, settings = self.index, self.settings
        self._report(request, query, [])
        clock.start()
        candidates = retrieve(index, query, settings, settings.evidence_passages, request.within)
        clock.mark("retrieval")
        self._report(request, query, candidates)
        clock.start()
        ranked = rerank(self.reader, index, query.text, candidates, settings.reader_passages)
        clock.mark("reading")
        evidence = select_evidence(index, query, ranked, request.limit)
        clock.mark("evidence")
        raw = estimate_confidence(index, query, ranked, evidence)
        confidence = offset_confidence(raw, self.confidence_offset)
        threshold = least_confidence(settings.strictness, self._count_searched(request))
        short = confidence < threshold
        nearest = select_nearest(index, query, ranked, request.limit) if short else []
        topic = estimate_topic(index, query, ranked, nearest)
        found = Findings(request.question, query, evidence, nearest, confidence, topic)
        answer = decide(index, found, threshold)
        clock.mark("answering")
        return replace(answer, timings=clock.timings)

    def search(self, query: Query, k: int, within: NDArray[np.int64] | None) -> list[Hit]:
        """The `k` best passages, best first, after the reader has read the best of them."""
        max_read = self.settings.reader_passages
        candidates = retrieve(self.index, query, self.settings, max(k, max_read), within)
        ranked = rerank(self.reader, self.index, query.text, candidates, max_read)
        return [one.hit for one in ranked[:k]]

    def _count_searched(self, request: Request) -> int:
        if request.within is None:
            return self.index.manifest.passages
        return len(request.within)

    def _report(self, request: Request, query: Query, candidates: list[Candidate]) -> None:
        """Tell what is known so far, with the excerpts of what was found but not read yet."""
        if request.on_progress is None:
            return
        unread = rerank(None, self.index, query.text, candidates, 0)
        evidence = select_nearest(self.index, query, unread, request.limit)
        request.on_progress(AnswerProgress(query.text, cite(self.index, evidence)))


def is_plain(question: str) -> bool:
    """Whether a question can be searched for as it is, and has no form of its own."""
    if describe_long_question(question) or describe_empty_question(question):
        return False
    if find_language(question) not in ("", ENGLISH) or find_asking_clause(question) != question:
        return False
    return find_form(question).kind == "question"


def _refuse(request: Request, problem: str) -> Answer:
    """What is said of a question that can't be asked."""
    return Answer(request.question, request.question.strip(), problem, message=problem)
