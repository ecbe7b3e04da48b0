"""From a question to an answer, one visible call a stage.

resolve -> make_query -> retrieve -> rerank -> select_evidence -> estimate -> decide
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.calibration import offset_confidence
from qa_bot.answering.citations import cite
from qa_bot.answering.confidence import (
    PACKAGED_FIT,
    Fit,
    estimate_confidence,
    estimate_topic,
    least_confidence,
)
from qa_bot.answering.decision import Findings, decide
from qa_bot.answering.defined_terms import reword_defined
from qa_bot.answering.evidence import select_evidence, select_nearest
from qa_bot.answering.explaining import Stages, find_respelled, make_trace
from qa_bot.answering.followup import resolve_question
from qa_bot.answering.followup.history import History
from qa_bot.answering.followup.merging import Resolution
from qa_bot.answering.memory import keep_memory
from qa_bot.answering.query import Query, make_query
from qa_bot.answering.reranking import rerank
from qa_bot.answering.retrieval import Candidate, retrieve
from qa_bot.answering.rewordings import ask_wordings
from qa_bot.answering.streaming import OnProgress
from qa_bot.answering.synonyms import reword_nearest
from qa_bot.config import Settings
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Encoder
from qa_bot.models.reader import Reader
from qa_bot.trace import Trace
from qa_bot.types import Answer, AnswerProgress, Hit


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
    `limit` is the most excerpts, `asked_limit` the same where the caller names one; `explain` asks
    for a trace.
    """

    question: str
    history: History = ()
    within: NDArray[np.int64] | None = None
    limit: int = 3
    asked_limit: int | None = None
    doc_ids: tuple[str, ...] | None = None
    on_progress: OnProgress | None = None
    explain: bool = False


@dataclass(frozen=True)
class Pipeline:
    """The stages on one index.

    Args:
        index: the generation that answers.
        encoder: the embedding model that made it.
        settings: how much is looked at, and how sure an answer must be.
        reader: reads the passages found, if there is one.
        confidence_offset: what `qa-bot calibrate` adds to the confidence's log-odds.
        least: the confidence, before that offset, from which on to answer; by default the
            strictness decides.
        fit: what turns features into a confidence, for this model and reader.
    """

    index: Index
    encoder: Encoder
    settings: Settings
    reader: Reader | None
    confidence_offset: float
    least: float | None = None
    fit: Fit = PACKAGED_FIT

    def answer_resolved(self, request: Request, resolved: Resolution, clock: Clock) -> Answer:
        """The answer to a question that stands alone, in its other wordings if it has none.

        Args:
            request: what was asked.
            resolved: the question as it stands alone.
            clock: has the time of what came before.
        """
        clocks = chain([clock], repeat(None))
        known = self.index.lexical.document_frequency
        named = frozenset(term for term in resolved.named if known(term))
        return ask_wordings(
            resolved,
            named,
            lambda one: self._ask(request, one, next(clocks) or Clock()),
            lambda refusal: (
                *reword_defined(self.index, refusal.asked_as, refusal.nearest),
                *reword_nearest(refusal.asked_as, refusal.nearest),
            ),
        )

    def _ask(self, request: Request, resolved: Resolution, clock: Clock) -> Answer:
        query = make_query(self.index, resolved.text, self.encoder)
        clock.mark("querying")
        if resolved.moves_on:
            query = replace(query, said=resolved.said)
        answer = self.answer_query(request, query, clock)
        return _explain_resolution(answer, resolved) if request.explain else answer

    def resolve(self, question: str, history: History = ()) -> Resolution:
        """The question as it stands alone, and why."""
        return resolve_question(question, history, self.index.lexical.idf)

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
        raw = estimate_confidence(index, query, ranked, evidence, self.fit)
        confidence = offset_confidence(raw, self.confidence_offset)
        threshold = self._find_threshold(request)
        short = confidence < threshold
        nearest = select_nearest(index, query, ranked, request.limit) if short else []
        topic = estimate_topic(index, query, ranked, nearest, self.fit)
        found = Findings(request.question, query, evidence, nearest, confidence, topic)
        answer = decide(index, found, threshold)
        clock.mark("answering")
        keep_memory(settings.memory_mb, index)
        answer = replace(answer, timings=clock.timings)
        if not request.explain:
            return answer
        stages = Stages(
            query=query,
            within=request.within,
            limit=request.limit,
            ranked=ranked,
            evidence=evidence,
            nearest=nearest,
            offset=self.confidence_offset,
            threshold=threshold,
            fit=self.fit,
        )
        return replace(answer, trace=make_trace(index, settings, stages, answer))

    def search(self, query: Query, k: int, within: NDArray[np.int64] | None) -> list[Hit]:
        """The `k` best passages, best first, after the reader has read the best of them."""
        max_read = self.settings.reader_passages
        candidates = retrieve(self.index, query, self.settings, max(k, max_read), within)
        ranked = rerank(self.reader, self.index, query.text, candidates, max_read)
        keep_memory(self.settings.memory_mb, self.index)
        return [one.hit for one in ranked[:k]]

    def _find_threshold(self, request: Request) -> float:
        """The confidence from which on to answer."""
        if self.least is not None:
            return offset_confidence(self.least, self.confidence_offset)
        searched = self._count_searched(request)
        return least_confidence(self.settings.strictness, searched, self.fit.thresholds)

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


def refuse_to_search(request: Request, problem: str) -> Answer:
    """The answer to what can't be searched for."""
    asked = request.question.strip()
    trace = Trace(request.question, asked, problem, decided_by="question")
    return Answer(
        request.question,
        asked,
        problem,
        message=problem,
        trace=trace if request.explain else None,
    )


def _explain_resolution(answer: Answer, resolved: Resolution) -> Answer:
    """The answer, whose trace also says how the question was made to stand alone."""
    if answer.trace is None:
        return answer
    respelled = find_respelled(resolved.text, answer.trace.standalone)
    trace = replace(
        answer.trace,
        standalone=resolved.text,
        why_standalone=resolved.why,
        respelled=respelled,
    )
    return replace(answer, trace=trace)
