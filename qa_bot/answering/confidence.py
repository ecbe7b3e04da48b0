"""Estimate the probability that a question is answered by its evidence.

It is a product of two: that the evidence is on the question's topic, which the vectors and words
tell, and that it answers, which the reader tells. Both were fitted together on several public data
sets (scripts/fit_confidence.py). `strictness` turns the probability into a decision.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa_bot.answering.lacking import find_lacking
from qa_bot.answering.query import Query
from qa_bot.answering.reranking import RankedPassage
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Evidence


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence looks at."""

    logit: float
    """The reader's log-odds of the first evidence, within ±12; NaN without a reader."""
    cosine: float
    """The best dense score among the passages found."""
    coverage: float
    """Idf-weighed share of the question's terms in the first evidence's passage and its titles."""


@dataclass(frozen=True, slots=True)
class Model:
    """Two logistic models: a constant and a weight for each of their features."""

    answers: tuple[float, float]
    """Of the reader's log-odds."""
    topic: tuple[float, float, float]
    """Of cosine and coverage."""


Thresholds = tuple[tuple[float, float], ...]
"""Strictness ("wrong at most once in so many answers") and the least confidence that keeps it."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What turns features into a decision, for one model and one reader."""

    with_reader: Model
    without_reader: Model
    thresholds: Thresholds


WITH_READER = Model((-0.389, 0.659), (-4.224, 5.166, 6.785))
WITHOUT_READER = Model((0.0, 0.0), (-5.046, 5.742, 3.026))
MAX_TOPIC_WITHOUT_WORDS = 0.05
"""At most this where the passage shares no word with the question: 5 of 163 had an answer."""
LOG_ODDS_PER_DECADE = 0.5
"""What a tenfold number of passages adds to the log-odds of the least confidence."""
FITTED_PASSAGES, MIN_PASSAGES = 300, 20
"""Passages of the usual set that the thresholds were fitted on, and the fewest that count."""
LACKING_LOG_ODDS = 2.0
"""What is taken off the log-odds where no excerpt has what is asked for: a price, the year named.

See docs/decisions/confidence.md.
"""
MAX_LOGIT = 12.0
"""Where the reader's log-odds are cut off on both sides."""
THRESHOLDS: Thresholds = (
    (2.0, 0.02),
    (3.0, 0.27),
    (4.0, 0.37),
    (5.0, 0.53),
    (10.0, 0.83),
    (20.0, 0.91),
    (50.0, 0.96),
)
PACKAGED_FIT = Fit(WITH_READER, WITHOUT_READER, THRESHOLDS)
"""The one for the packaged model and reader."""


def measure_features(
    index: Index, query: Query, ranked: Sequence[RankedPassage], evidence: Sequence[Evidence]
) -> Features:
    """The features of a question's evidence, of which there is some."""
    best = evidence[0]
    document = index.documents.document(best.passage.doc_id)
    said = []
    if document is not None:
        passage = document.text[best.passage.start : best.passage.end]
        said = [*document.titles_at(best.start), passage]
    return Features(
        logit=math.nan if best.logit is None else min(max(best.logit, -MAX_LOGIT), MAX_LOGIT),
        cosine=max(one.candidate.hit.dense for one in ranked),
        coverage=measure_coverage(index, query, " ".join(said)),
    )


def estimate_confidence(
    index: Index,
    query: Query,
    ranked: Sequence[RankedPassage],
    evidence: Sequence[Evidence],
    fit: Fit = PACKAGED_FIT,
) -> float:
    """Probability, 0 to 1, that the evidence answers the question."""
    if not evidence or not ranked:
        return 0.0
    topic, answers = split_confidence(measure_features(index, query, ranked, evidence), fit)
    chance = topic if answers is None else topic * answers
    if not find_lacking_of(index, query, evidence):
        return chance
    return chance / (chance + (1 - chance) * math.exp(LACKING_LOG_ODDS))


def find_lacking_of(index: Index, query: Query, evidence: Sequence[Evidence]) -> str:
    """What a question asks for that none of its evidence has; empty where nothing is known."""
    quotes, titles = [], []
    for one in evidence:
        document = index.documents.document(one.passage.doc_id)
        if document is not None:
            quotes.append(document.text[one.start : one.end])
            titles += document.titles_at(one.start)
    return find_lacking(query.text, quotes, titles, index.lexical.document_frequency)


def estimate_topic(
    index: Index,
    query: Query,
    ranked: Sequence[RankedPassage],
    nearest: Sequence[Evidence],
    fit: Fit = PACKAGED_FIT,
) -> float:
    """Probability, 0 to 1, that the nearest evidence is on the question's topic."""
    if not nearest or not ranked:
        return 0.0
    return split_confidence(measure_features(index, query, ranked, nearest), fit)[0]


def split_confidence(features: Features, fit: Fit = PACKAGED_FIT) -> tuple[float, float | None]:
    """The two factors: on the topic, and answered by it, which is None without a reader."""
    if math.isnan(features.logit):
        return _apply_topic(fit.without_reader, features), None
    constant, weight = fit.with_reader.answers
    answers = _logistic(constant + weight * features.logit)
    return _apply_topic(fit.with_reader, features), answers


def apply_model(model: Model, features: Features) -> float:
    """The probability that a model gives; without a reader, that of the topic alone."""
    topic = _apply_topic(model, features)
    if math.isnan(features.logit):
        return topic
    constant, weight = model.answers
    return topic * _logistic(constant + weight * features.logit)


def _apply_topic(model: Model, features: Features) -> float:
    constant, cosine, coverage = model.topic
    topic = _logistic(constant + cosine * features.cosine + coverage * features.coverage)
    return topic if features.coverage else min(topic, MAX_TOPIC_WITHOUT_WORDS)


def least_confidence(
    strictness: float, passages: int, thresholds: Thresholds = THRESHOLDS
) -> float:
    """The confidence from which on an answer is given.

    Args:
        strictness: an answer may be wrong at most once in so many answers, on questions of which
            half have no answer in the documents. Between the table's rows, a straight line.
        passages: how many are searched. Many hold more chance matches, so more is asked of them.
        thresholds: of the fit.
    """
    known, least = zip(*thresholds, strict=True)
    base = float(np.interp(strictness, known, least))
    decades = math.log10(max(MIN_PASSAGES, passages) / FITTED_PASSAGES)
    return _logistic(math.log(base / (1 - base)) + LOG_ODDS_PER_DECADE * decades)


def measure_coverage(index: Index, query: Query, text: str) -> float:
    """The share of the question's own terms, weighed by idf, that a text holds; 0 to 1."""
    idf = {term: index.lexical.idf(term) for term in terms_of(query.text)}
    held = set(terms_of(text))
    total = math.fsum(idf.values())  # the same however the words are ordered
    return math.fsum(idf[term] for term in idf if term in held) / total if total else 0.0


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(min(-value, 700.0)))  # of more there is no exponential
