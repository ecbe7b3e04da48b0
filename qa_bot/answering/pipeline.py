"""Stages: a query comes in; the passages found, then the answer or the refusal go out.

`QABot.answer` takes the last of them, `QABot.answer_stream` shows each.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.calibration import offset_confidence
from qa_bot.answering.confidence import estimate_confidence, least_confidence
from qa_bot.answering.contradictions import find_contradictions
from qa_bot.answering.evidence import find_evidence
from qa_bot.answering.query import Query
from qa_bot.answering.reranking import judge_hits
from qa_bot.answering.retrieval import find_passages
from qa_bot.answering.wording import (
    EMPTY_QUESTION,
    cite,
    describe_missing,
    suggest_questions,
    write_answer,
    write_refusal,
)
from qa_bot.config import MAX_QUESTION_CHARACTERS, Settings
from qa_bot.index.folder import Index
from qa_bot.index.lexical.bm25 import words_of
from qa_bot.models.reader import Reader
from qa_bot.types import Answer, Evidence, Hit

Stage = tuple[Query, Sequence[Hit]] | Answer
"""What is searched for with the passages found so far, not judged yet; the answer comes last."""


class Clock:
    """Milliseconds spent between marks, but for what passes before a new start."""

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


@dataclass(frozen=True)
class AnswerLine:
    """The stages from a query to an answer, on one index.

    Args:
        index: the generation that answers.
        settings: how much is looked at, and how sure an answer must be.
        reader: judges the passages found, if there is one.
        offset: what `qa-bot calibrate` adds to the confidence's log-odds.
    """

    index: Index
    settings: Settings
    reader: Reader | None
    offset: float

    def run(
        self,
        question: str,
        query: Query,
        within: NDArray[np.int64] | None,
        limit: int,
        clock: Clock,
    ) -> Iterator[Stage]:
        """The stages of one question; the time between them is not counted.

        Args:
            question: as it was asked.
            query: what to search for.
            within: the passages to search, ascending; None for all.
            limit: excerpts at the most.
            clock: has the time of what came before.
        """
        yield query, []
        clock.start()
        wanted = self.settings.evidence_passages
        hits = find_passages(self.index, query, self.settings, wanted, within)
        clock.mark("retrieval")
        yield query, hits
        clock.start()
        hits = self._judge(query, hits)
        clock.mark("reading")
        evidence = find_evidence(self.index, query, hits, limit)
        clock.mark("evidence")
        raw = estimate_confidence(self.index, query, hits, evidence)
        confidence = offset_confidence(raw, self.offset)
        searched = self.index.manifest.passages if within is None else len(within)
        if confidence >= least_confidence(self.settings.strictness, searched):
            given = self._answer(question, query, evidence)
        else:
            given = self._decline(question, query, evidence)
        clock.mark("answering")
        yield replace(given, confidence=confidence, timings=clock.timings)

    def search(self, query: Query, k: int, within: NDArray[np.int64] | None) -> list[Hit]:
        """The `k` best passages, best first, after the reader has read the best of them."""
        wanted = max(k, self.settings.reader_passages)
        hits = find_passages(self.index, query, self.settings, wanted, within)
        return self._judge(query, hits)[:k]

    def _judge(self, query: Query, hits: Sequence[Hit]) -> list[Hit]:
        most = self.settings.reader_passages
        return judge_hits(self.reader, self.index, query.text, hits, most)

    def _answer(self, question: str, query: Query, evidence: Sequence[Evidence]) -> Answer:
        """The excerpts, with what contradicts and what is missing."""
        citations = cite(self.index, evidence)
        contradictions = find_contradictions(citations)
        missing = describe_missing(self.index, query.text, citations)
        return Answer(
            question,
            query.text,
            write_answer(evidence, citations, contradictions, missing),
            citations,
            answered=True,
            contradictions=contradictions,
            missing=missing,
        )

    def _decline(self, question: str, query: Query, evidence: Sequence[Evidence]) -> Answer:
        """The refusal, with the nearest passages and what can be asked instead."""
        nearest = cite(self.index, evidence)
        suggestions = suggest_questions(self.index, query.text, nearest)
        return Answer(
            question,
            query.text,
            write_refusal(self.index, query.text, nearest, suggestions),
            nearest=nearest,
            suggestions=suggestions,
        )


def describe_long_question(question: str) -> str | None:
    """What to say of a question that is too long to be read, or None."""
    if len(question) <= MAX_QUESTION_CHARACTERS:
        return None
    return (
        f"This question has {len(question):,} characters; at most {MAX_QUESTION_CHARACTERS:,} "
        "are read. Shorten it."
    )


def describe_empty_question(standalone: str) -> str | None:
    """What to say where even the standalone form of a question asks nothing, or None."""
    return None if words_of(standalone) else EMPTY_QUESTION


def last_of(stages: Iterator[Stage]) -> Answer:
    """The answer at the end of its stages."""
    return next(stage for stage in stages if isinstance(stage, Answer))
