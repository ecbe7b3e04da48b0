"""Confidence: a question and its best evidence come in, a probability that it answers goes out.

A logistic model on what the best evidence and the corpus say of the question; its coefficients
were fitted on public data, see docs/decisions.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from qa_bot.evidence import text_of
from qa_bot.index import Index
from qa_bot.lexical import terms_of, words_of
from qa_bot.querying import Query
from qa_bot.types import Evidence, Hit


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence looks at."""

    passage_cosine: float
    """The best dense score among the hits."""
    sentence_coverage: float
    """Rarity-weighed share of the question's terms in the best evidence."""
    passage_coverage: float
    """The same for its whole passage."""
    known: float
    """Share of the question's content words that the documents use."""


COEFFICIENTS = Features(9.0, 1.0, 2.5, 2.0)
INTERCEPT = -5.3


def measure_features(
    index: Index, query: Query, hits: Sequence[Hit], evidence: Sequence[Evidence]
) -> Features:
    """The features of a question's best evidence."""
    best = evidence[0]
    text = text_of(index.documents, best.passage.doc_id)
    words = words_of(query.text)
    unknown = index.lexical.unknown_words(query.text)
    return Features(
        passage_cosine=max(hit.dense for hit in hits),
        sentence_coverage=coverage(index, query, text[best.start : best.end]),
        passage_coverage=coverage(index, query, text[best.passage.start : best.passage.end]),
        known=1 - len(unknown) / len(words) if words else 0.0,
    )


def coverage(index: Index, query: Query, text: str) -> float:
    """The share of the question's own terms, weighed by rarity, that a text holds; 0 to 1."""
    wanted = set(terms_of(query.text))
    held = wanted & set(terms_of(text))
    total = sum(index.lexical.rarity(term) for term in wanted)
    return sum(index.lexical.rarity(term) for term in held) / total if total else 0.0


def estimate_confidence(
    index: Index, query: Query, hits: Sequence[Hit], evidence: Sequence[Evidence]
) -> float:
    """Probability, 0 to 1, that the first evidence answers the question."""
    if not evidence or not hits:
        return 0.0
    features = measure_features(index, query, hits, evidence)
    weighed = zip(astuple(COEFFICIENTS), astuple(features), strict=True)
    return 1 / (1 + math.exp(-(INTERCEPT + sum(c * f for c, f in weighed))))
