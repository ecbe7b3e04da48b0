"""Coverage and risk at a strictness: how much is answered, and how much of that is wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.confidence import least_confidence
from qa_bot.evaluation.bootstrap import Estimate, estimate, estimate_mean
from qa_bot.evaluation.refusal import Flags, Floats

STRICTNESS = (3.0, 5.0, 10.0)
"""The default, and two that decline more."""


@dataclass(frozen=True, slots=True)
class Level:
    """What one strictness would have done with the questions, were all documents searched."""

    strictness: float
    least: float
    """The confidence from which on it answers."""
    coverage: Estimate
    """The share of the questions that it answers."""
    risk: Estimate | None
    """The share of these answers that is wrong; None where it answers nothing."""


def measure_levels(confidence: Floats, wrong: Flags, passages: int) -> tuple[Level, ...]:
    """Each strictness in turn.

    Args:
        confidence: of each question, shape (n,), n at least 1.
        wrong: whether answering it would be wrong, shape (n,).
        passages: how many are searched.
    """
    return tuple(
        _measure(strictness, least_confidence(strictness, passages), confidence, wrong)
        for strictness in STRICTNESS
    )


def _measure(strictness: float, least: float, confidence: Floats, wrong: Flags) -> Level:
    given = confidence >= least

    def risk(draws: NDArray[np.int64]) -> Floats:
        answers = given[draws].sum(axis=1)
        mistakes = (given & wrong)[draws].sum(axis=1)
        shares = np.full(len(draws), np.nan)
        np.divide(mistakes, answers, out=shares, where=answers > 0)
        return shares

    found = estimate(risk, len(given)) if given.any() else None
    return Level(strictness, least, estimate_mean(given.astype(float)), found)
