"""Put together how an answer came about, from what the stages of the pipeline left.

Runs only where a trace is asked for; the sides of the search are asked once more, each alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.citations import text_of
from qa_bot.answering.confidence import Fit, find_lacking_of, measure_features, split_confidence
from qa_bot.answering.evidence import select_evidence
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.query import Query
from qa_bot.answering.reranking import RankedPassage
from qa_bot.answering.retrieval import retrieve
from qa_bot.config import Settings
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of, words_of
from qa_bot.trace import (
    Cause,
    Factors,
    LeftOut,
    Origin,
    Respelling,
    Stage,
    Term,
    Trace,
    TracedPassage,
)
from qa_bot.types import Answer, Evidence

MAX_PASSAGES, MAX_LEFT_OUT = 20, 20
"""Passages and sentences that a trace names."""
OPENING_CHARACTERS = 60
"""Characters of a passage that a trace quotes."""


@dataclass(frozen=True, slots=True)
class Stages:
    """What the pipeline's stages made of one query.

    Args:
        query: what was searched for.
        within: the passages that were searched, or None for all.
        limit: the most excerpts.
        ranked: the passages that were looked at, in their final order.
        evidence: the excerpts that answer, if the confidence reaches the threshold.
        nearest: the closest ones where it does not.
        offset: what the calibration adds to the confidence's log-odds.
        threshold: the least confidence of an answer.
        fit: what turned features into the confidence.
    """

    query: Query
    within: NDArray[np.int64] | None
    limit: int
    ranked: Sequence[RankedPassage]
    evidence: Sequence[Evidence]
    nearest: Sequence[Evidence]
    offset: float
    threshold: float
    fit: Fit


def make_trace(index: Index, settings: Settings, stages: Stages, answer: Answer) -> Trace:
    """How an answer came about, but for how its question was made to stand alone."""
    query = stages.query
    dense, lexical = _rank_sides(index, settings, stages)
    factors = _measure_factors(index, stages, answer.confidence)
    return Trace(
        question=answer.question,
        standalone=query.text,
        why_standalone="",
        terms=tuple(_find_terms(index, query)),
        unknown=tuple(index.lexical.unknown_words(query.text)),
        found_by_vectors=len(dense),
        found_by_words=len(lexical),
        passages=tuple(_trace_passages(index, settings, stages, dense, lexical)),
        left_out=tuple(_find_left_out(index, stages)),
        factors=factors,
        decided_by="none" if answer.answered else _find_deciding(stages, factors),
    )


def find_respelled(typed: str, read_as: str) -> tuple[Respelling, ...]:
    """The words of a question that were read as others."""
    pairs = zip(words_of(typed), words_of(read_as), strict=False)
    return tuple(Respelling(before, after) for before, after in pairs if before != after)


def _find_terms(index: Index, query: Query) -> Iterator[Term]:
    """The query's terms that the documents have."""
    asked = set(terms_of(query.text))
    spelt_out = set(terms_of(index.acronyms.spell_out(query.text)))
    for term, weight in query.terms.items():
        if passages := index.lexical.document_frequency(term):
            added: Origin = "acronym" if term in spelt_out else "word form"
            origin = None if term in asked else added
            yield Term(term, weight, passages, index.lexical.idf(term), origin)


def _rank_sides(
    index: Index, settings: Settings, stages: Stages
) -> tuple[dict[int, int], dict[int, int]]:
    """The ranks, from 1 on, of the passages that the vectors and that the words found."""
    query = stages.query
    wanted = max(settings.evidence_passages, settings.candidates)
    near, _ = index.passages.find(query.vector, {}, wanted, stages.within)
    cosines = index.passages.load(near).vectors @ query.vector if len(near) else np.zeros(0)
    rows, scores = index.passages.find(query.vector, query.terms, wanted, stages.within)
    matching = np.flatnonzero(scores > 0)
    by_words = matching[np.lexsort((rows[matching], -scores[matching]))][:wanted]
    return _number(near[np.lexsort((near, -cosines))]), _number(rows[by_words])


def _number(rows: NDArray[np.int64]) -> dict[int, int]:
    return {int(row): rank for rank, row in enumerate(rows, 1)}


def _trace_passages(
    index: Index,
    settings: Settings,
    stages: Stages,
    dense: dict[int, int],
    lexical: dict[int, int],
) -> Iterator[TracedPassage]:
    """The best passages of both sides together, with what became of them."""
    count = min(MAX_PASSAGES, max(settings.evidence_passages, settings.candidates))
    final = {
        one.hit.passage.passage_id: (rank, one.reading) for rank, one in enumerate(stages.ranked, 1)
    }
    for candidate in retrieve(index, stages.query, settings, count, stages.within):
        hit, passage = candidate.hit, candidate.hit.passage
        rank, reading = final.get(passage.passage_id, (None, None))
        text = text_of(index.documents, passage.doc_id)
        opening = text[passage.start : min(passage.end, passage.start + OPENING_CHARACTERS)]
        yield TracedPassage(
            doc_id=passage.doc_id,
            start=passage.start,
            end=passage.end,
            opening=" ".join(opening.split()),
            dense=hit.dense,
            lexical=hit.lexical,
            fused=hit.score,
            dense_rank=dense.get(passage.passage_id),
            lexical_rank=lexical.get(passage.passage_id),
            reading=None if reading is None else float(reading.passage),
            rank=rank,
        )


def _find_left_out(index: Index, stages: Stages) -> Iterator[LeftOut]:
    """The best sentences that are in no excerpt."""
    lost: list[tuple[ScoredSentence, Cause]] = []

    def note(one: ScoredSentence, cause: Cause) -> None:
        lost.append((one, cause))

    select_evidence(index, stages.query, stages.ranked, stages.limit, note)
    lost.sort(key=lambda pair: -pair[0].score)
    unseen = [(one, cause) for one, cause in lost if not _is_shown(one, stages.evidence)]
    for one, cause in unseen[:MAX_LEFT_OUT]:
        start, end = one.sentence.start, one.sentence.end
        doc_id = one.passage.doc_id
        quote = text_of(index.documents, doc_id)[start:end]
        yield LeftOut(doc_id, start, end, quote, one.score, one.logit, cause)


def _is_shown(one: ScoredSentence, evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence stands in an excerpt."""
    return any(
        piece.passage.doc_id == one.passage.doc_id
        and piece.start <= one.sentence.start
        and one.sentence.end <= piece.end
        for piece in evidence
    )


def _measure_factors(index: Index, stages: Stages, confidence: float) -> Factors | None:
    """What the confidence is made of; None where nothing was found."""
    shown = stages.evidence or stages.nearest
    if not shown or not stages.ranked:
        return None
    features = measure_features(index, stages.query, stages.ranked, shown)
    topic, answers = split_confidence(features, stages.fit)
    return Factors(
        cosine=features.cosine,
        coverage=features.coverage,
        topic=topic,
        logit=None if math.isnan(features.logit) else features.logit,
        answers=answers,
        lacking=find_lacking_of(index, stages.query, stages.evidence),
        offset=stages.offset,
        confidence=confidence,
        threshold=stages.threshold,
    )


def _find_deciding(stages: Stages, factors: Factors | None) -> Stage:
    """The stage that a refusal rests on."""
    if factors is None:
        return "retrieval"
    if not stages.evidence:
        return "evidence"
    is_read_well = factors.answers is None or factors.topic < factors.answers
    return "topic" if is_read_well else "reading"
