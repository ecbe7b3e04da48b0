"""Estimate which sentences around the best one belong to the same answer.

A logistic model over what the reader says of a sentence and where it stands, fitted to sentences
that people marked as a complete answer (docs/decisions/excerpts.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.answer_type import asks_for_one_fact
from qa_bot.models.reader import Highlights
from qa_bot.types import Passage, Sentence

NEAR_SENTENCES = 4
"""Sentences on either side of the best one that may belong to its answer."""
MAX_LOGIT, MAX_GAP = 8.0, 12.0
"""Where the reader's log-odds, and a score's distance to the best, are cut off."""


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A citable sentence of a passage that was found, with its score."""

    passage: Passage
    sentence_id: int
    sentence: Sentence
    score: float
    logit: float | None = None
    """The reader's log-odds; None where it was not read."""
    highlights: Highlights | None = None
    """The words of each of the passage's sentences that answer, where the reader tells."""
    place: int = 0
    """Of the sentence in the passage."""


@dataclass(frozen=True, slots=True)
class MembershipModel:
    """Weights of a sentence's features, all added up to log-odds."""

    constant: float
    logit: float
    """Of the reader's log-odds."""
    gap: float
    """Of its score's distance to the best sentence's, at most 0."""
    near: float
    """For standing near the best sentence."""
    adjacent: float
    """For standing beside it."""
    one_fact: float
    """For a question that asks for one fact (who, when, how many)."""


MODEL = MembershipModel(-1.2, 0.23, 0.14, 1.85, -0.58, -0.32)


def estimate_membership(
    question: str, best: ScoredSentence, sentences: Sequence[ScoredSentence]
) -> list[float]:
    """The probability of each sentence that it belongs to the answer that `best` is part of.

    Sentences that were not read and not scored (score `-inf`) have none.
    """
    constant = MODEL.constant + MODEL.one_fact * asks_for_one_fact(question)
    return [_estimate(constant, best, one) for one in sentences]


def _estimate(constant: float, best: ScoredSentence, one: ScoredSentence) -> float:
    if one.score == -math.inf:
        return 0.0
    log_odds = constant + MODEL.gap * max(one.score - best.score, -MAX_GAP)
    if one.logit is not None:
        log_odds += MODEL.logit * min(max(one.logit, -MAX_LOGIT), MAX_LOGIT)
    if is_near(best, one):
        distance = abs(one.sentence_id - best.sentence_id)
        log_odds += MODEL.near + MODEL.adjacent * (distance == 1)
    return 1 / (1 + math.exp(-log_odds))


def is_near(best: ScoredSentence, one: ScoredSentence) -> bool:
    """Whether a sentence stands near another, in the same section."""
    return (
        one.passage.doc_id == best.passage.doc_id
        and one.passage.section == best.passage.section
        and abs(one.sentence_id - best.sentence_id) <= NEAR_SENTENCES
    )
