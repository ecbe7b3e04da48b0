"""Decide whether the evidence is shown as an answer, or only as the nearest passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.citations import cite
from qa_bot.answering.contradictions import find_contradictions
from qa_bot.answering.query import Query
from qa_bot.answering.reasons import find_reason
from qa_bot.answering.suggestions import suggest_questions
from qa_bot.answering.wording import (
    describe_missing,
    describe_refusal,
    write_answer,
    write_refusal,
)
from qa_bot.index.folder import Index
from qa_bot.types import Answer, Evidence


@dataclass(frozen=True, slots=True)
class Findings:
    """What the stages found for a question.

    `evidence` are the excerpts that answer, if the confidence reaches the threshold; `nearest` are
    the closest ones otherwise, and `topic` is the probability that they are on the topic.
    """

    question: str
    query: Query
    evidence: Sequence[Evidence]
    nearest: Sequence[Evidence]
    confidence: float
    topic: float


def decide(index: Index, found: Findings, threshold: float) -> Answer:
    """An answer where the confidence reaches the threshold, else a refusal."""
    return _give(index, found) if found.confidence >= threshold else _decline(index, found)


def _give(index: Index, found: Findings) -> Answer:
    """The excerpts, with what contradicts and what is missing."""
    citations = cite(index, found.evidence)
    contradictions = find_contradictions(citations)
    missing = describe_missing(index, found.query.text, citations)
    return Answer(
        found.question,
        found.query.text,
        write_answer(citations, contradictions, missing),
        citations,
        answered=True,
        confidence=found.confidence,
        contradictions=contradictions,
        missing=missing,
    )


def _decline(index: Index, found: Findings) -> Answer:
    """The refusal, with the nearest passages and what can be asked instead."""
    nearest = cite(index, found.nearest)
    reason = find_reason(found.query.text, nearest, found.topic)
    suggestions = suggest_questions(index, found.query.text, nearest)
    sentences = describe_refusal(index, found.query.text, reason, nearest, suggestions)
    return Answer(
        found.question,
        found.query.text,
        write_refusal(sentences, suggestions),
        confidence=found.confidence,
        nearest=nearest,
        suggestions=suggestions,
        reason=reason,
        message=" ".join(sentences),
    )
