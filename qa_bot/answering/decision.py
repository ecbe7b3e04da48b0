"""Decide whether the evidence is shown as an answer, or only as the nearest passages."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.citations import cite
from qa_bot.answering.contradictions import find_contradictions
from qa_bot.answering.query import Query
from qa_bot.answering.suggestions import suggest_questions
from qa_bot.answering.wording import (
    describe_missing,
    describe_refusal,
    write_answer,
    write_refusal,
)
from qa_bot.index.folder import Index
from qa_bot.types import Answer, Evidence


def decide(
    index: Index,
    question: str,
    query: Query,
    evidence: Sequence[Evidence],
    confidence: float,
    threshold: float,
) -> Answer:
    """An answer where the confidence reaches the threshold, else a refusal.

    Args:
        index: the generation that the evidence comes from.
        question: as it was asked.
        query: what was searched for.
        evidence: best first.
        confidence: the probability that the evidence answers.
        threshold: the least confidence of an answer.
    """
    if confidence >= threshold:
        return _give(index, question, query, evidence, confidence)
    return _decline(index, question, query, evidence, confidence)


def _give(
    index: Index, question: str, query: Query, evidence: Sequence[Evidence], confidence: float
) -> Answer:
    """The excerpts, with what contradicts and what is missing."""
    citations = cite(index, evidence)
    contradictions = find_contradictions(citations)
    missing = describe_missing(index, query.text, citations)
    return Answer(
        question,
        query.text,
        write_answer(evidence, citations, contradictions, missing),
        citations,
        answered=True,
        confidence=confidence,
        contradictions=contradictions,
        missing=missing,
    )


def _decline(
    index: Index, question: str, query: Query, evidence: Sequence[Evidence], confidence: float
) -> Answer:
    """The refusal, with the nearest passages and what can be asked instead."""
    nearest = cite(index, evidence)
    suggestions = suggest_questions(index, query.text, nearest)
    sentences = describe_refusal(index, query.text, nearest, suggestions)
    return Answer(
        question,
        query.text,
        write_refusal(sentences, suggestions),
        confidence=confidence,
        nearest=nearest,
        suggestions=suggestions,
        message=" ".join(sentences),
    )
