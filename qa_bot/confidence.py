"""Confidence: a question and its evidence come in, a probability that it is answered goes out.

A logistic model on what the reader, the vectors and the words say of the best evidence. Its
coefficients were fitted on several public data sets together (scripts/fit_confidence.py); there is
one model with a reader and one without. `strictness` turns the probability into a decision.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise

from qa_bot.evidence import text_of
from qa_bot.index import Index
from qa_bot.lexical import terms_of
from qa_bot.querying import Query
from qa_bot.types import Evidence, Hit


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence looks at."""

    intercept: float
    """1, for the coefficients' constant."""
    logit: float
    """The reader's log-odds of the first evidence, within ±12; 0 without a reader."""
    cosine: float
    """The best dense score among the hits."""
    coverage: float
    """Rarity-weighed share of the question's terms in the passage of the first evidence."""
    size: float
    """Common logarithm of how many passages were searched: many hold more chance matches."""
    cosine_size: float
    """Product of the two."""
    coverage_size: float
    """Product of the two."""


WITH_READER = Features(1.36, 0.3, -5.76, 0.48, -2.42, 3.79, 1.12)
WITHOUT_READER = Features(-6.65, 0.0, 7.18, 4.3, 0.0, 0.0, 0.0)
_MOST = 12.0
THRESHOLDS = ((2.0, 0.1), (3.0, 0.2), (5.0, 0.5), (20.0, 0.8), (100.0, 0.97))
"""Strictness ("wrong at most once in so many answers") and the least confidence that keeps it."""


def measure_features(
    index: Index, query: Query, hits: Sequence[Hit], evidence: Sequence[Evidence], searched: int
) -> Features:
    """The features of a question's evidence, of which there is some.

    Args:
        index: the generation that was searched.
        query: what was searched for.
        hits: what was found.
        evidence: the best of it.
        searched: how many passages were searched.
    """
    best = evidence[0]
    text = text_of(index.documents, best.passage.doc_id)
    cosine = max(hit.dense for hit in hits)
    covered = coverage(index, query, text[best.passage.start : best.passage.end])
    size = math.log10(max(1, searched))
    return Features(
        intercept=1.0,
        logit=min(max(best.logit or 0.0, -_MOST), _MOST),
        cosine=cosine,
        coverage=covered,
        size=size,
        cosine_size=cosine * size,
        coverage_size=covered * size,
    )


def estimate_confidence(
    index: Index, query: Query, hits: Sequence[Hit], evidence: Sequence[Evidence], searched: int
) -> float:
    """Probability, 0 to 1, that the evidence answers the question; arguments as above."""
    if not evidence or not hits:
        return 0.0
    features = measure_features(index, query, hits, evidence, searched)
    model = WITHOUT_READER if evidence[0].logit is None else WITH_READER
    weighed = zip(astuple(model), astuple(features), strict=True)
    return 1 / (1 + math.exp(-sum(c * f for c, f in weighed)))


def least_confidence(strictness: float) -> float:
    """The confidence from which on an answer is given; between the table's rows, a straight line.

    Args:
        strictness: an answer may be wrong at most once in so many answers, on questions of which
            half have no answer in the documents.
    """
    rows = THRESHOLDS
    if strictness <= rows[0][0]:
        return rows[0][1]
    for (low, least), (high, most) in pairwise(rows):
        if strictness <= high:
            return least + (most - least) * (strictness - low) / (high - low)
    return rows[-1][1]


def coverage(index: Index, query: Query, text: str) -> float:
    """The share of the question's own terms, weighed by rarity, that a text holds; 0 to 1."""
    wanted = set(terms_of(query.text))
    held = wanted & set(terms_of(text))
    total = sum(index.lexical.rarity(term) for term in wanted)
    return sum(index.lexical.rarity(term) for term in held) / total if total else 0.0
