"""Fit the confidence to questions whose answers are known: the likeliest model, and its bars."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.confidence import (
    FITTED_PASSAGES,
    LOG_ODDS_PER_DECADE,
    MAX_TOPIC_WITHOUT_WORDS,
    MIN_PASSAGES,
    Features,
    Model,
    Thresholds,
    apply_model,
)
from qa_bot.evaluation.refusal import Flags, Floats

STRICTNESS = (2.0, 3.0, 4.0, 5.0, 10.0, 20.0, 50.0)
PRIOR = 1e-4
"""Weight of a normal prior, which keeps the numbers finite."""
_STARTS = ((0.0, 0.5, -3.0, 8.0, 3.0), (1.0, 0.3, -6.0, 15.0, 2.0), (0.0, 0.3, -2.0, 3.0, 6.0))
_STEPS, _HALVINGS, _FLAT = 300, 30, 1e-7
_CLOSEST = 1e-6
_CERTAIN = 40.0
"""Log-odds that are as good as certainty."""
_LARGEST = 700.0
"""Whose exponential is a number still."""
_GRID = np.linspace(0.02, 0.98, 193)
Loss = Callable[[Floats], tuple[float, Floats]]
"""Numbers, shape (n,), to a loss and its slope of the same shape."""


def fit_model(rows: Floats, answerable: Flags, weights: Floats) -> Model:
    """The likeliest model; answerable questions and the others count the same in all.

    Args:
        rows: logit, cosine and coverage of each question, shape (n, 3).
        answerable: whether its evidence answers it, shape (n,), of both kinds.
        weights: how much it counts among its kind, shape (n,).
    """
    share = _share(answerable, weights)

    def loss(values: Floats) -> tuple[float, Floats]:
        return _loss(values, rows, answerable, share)

    found = [minimise(loss, np.array(start)) for start in _STARTS]
    best = min(found, key=lambda values: loss(values)[0])
    constant, weight, *topic = (float(value) for value in best)
    return Model((constant, weight), (topic[0], topic[1], topic[2]))


def fit_topic(rows: Floats, answerable: Flags, weights: Floats) -> Model:
    """The likeliest model without a reader, whose confidence is that of the topic alone."""
    share = _share(answerable, weights)
    certain = np.array([_CERTAIN, 0.0])

    def loss(values: Floats) -> tuple[float, Floats]:
        value, slope = _loss(np.concatenate([certain, values]), rows, answerable, share)
        return value, slope[len(certain) :]

    found = [minimise(loss, np.array(start[2:])) for start in _STARTS]
    best = min(found, key=lambda values: loss(values)[0])
    constant, cosine, coverage = (float(value) for value in best)
    return Model((0.0, 0.0), (constant, cosine, coverage))


def _share(answerable: Flags, weights: Floats) -> Floats:
    """What each question counts, in all 1 for each kind."""
    totals = np.where(answerable, weights[answerable].sum(), weights[~answerable].sum())
    return np.asarray(weights / totals, dtype=np.float64)


def _loss(values: Floats, rows: Floats, answerable: Flags, share: Floats) -> tuple[float, Floats]:
    """The weighed negative log-likelihood with its slope."""
    logit, cosine, coverage = rows.T
    answers = _logistic(values[0] + values[1] * logit)
    topic = _logistic(values[2] + values[3] * cosine + values[4] * coverage)
    capped = (coverage == 0) & (topic > MAX_TOPIC_WITHOUT_WORDS)
    topic = np.where(capped, MAX_TOPIC_WITHOUT_WORDS, topic)
    chance = np.clip(answers * topic, _CLOSEST, 1 - _CLOSEST)
    likelihood = np.where(answerable, np.log(chance), np.log(1 - chance))
    pull = share * np.where(answerable, -1.0, chance / (1 - chance))
    by_answers = pull * (1 - answers)
    by_topic = pull * np.where(capped, 0.0, 1 - topic)
    columns = (by_answers, by_answers * logit, by_topic, by_topic * cosine, by_topic * coverage)
    slope = np.array([column.sum() for column in columns]) + 2 * PRIOR * values
    return float(-(share * likelihood).sum() + PRIOR * (values**2).sum()), slope


def minimise(loss: Loss, start: Floats) -> Floats:
    """Where a smooth loss of a few numbers is least, by BFGS with halved steps.

    Nocedal and Wright, "Numerical Optimization", 2006, chapter 6.
    """
    size = len(start)
    place, inverse = start.astype(float), np.eye(size)
    value, slope = loss(place)
    for _ in range(_STEPS):
        step = -inverse @ slope
        if slope @ step >= 0:  # no way down: forget the curvature
            inverse, step = np.eye(size), -slope
        length = 1.0
        for _ in range(_HALVINGS):
            new_value, new_slope = loss(place + length * step)
            if new_value <= value + 1e-4 * length * (slope @ step):
                break
            length /= 2
        else:
            return place
        moved, bend = length * step, new_slope - slope
        place, value, slope = place + moved, new_value, new_slope
        if np.abs(slope).max() < _FLAT:
            return place
        if (curve := bend @ moved) > 0:
            turn = np.eye(size) - np.outer(moved, bend) / curve
            inverse = turn @ inverse @ turn.T + np.outer(moved, moved) / curve
    return place


def model_confidence(model: Model, rows: Floats) -> Floats:
    """The confidence of every question, shape (n,)."""
    return np.array([apply_model(model, Features(*map(float, row))) for row in rows])


def find_thresholds(confidence: Floats, answerable: Flags, passages: int) -> Thresholds:
    """The least confidence for every strictness; half of the questions count as unanswerable.

    Args:
        confidence: of each question, shape (n,).
        answerable: whether its evidence answers it, shape (n,), of both kinds.
        passages: how many were searched; what is found is for `FITTED_PASSAGES`.
    """
    wrong = np.array([(confidence[~answerable] >= least).mean() for least in _GRID])
    right = np.array([(confidence[answerable] >= least).mean() for least in _GRID])
    risk = wrong / np.maximum(wrong + right, _CLOSEST)
    decades = math.log10(max(MIN_PASSAGES, passages) / FITTED_PASSAGES)
    found, highest = [], 0
    for strictness in STRICTNESS:
        enough = np.flatnonzero(risk <= 1 / strictness)
        highest = max(highest, int(enough[0]) if len(enough) else len(_GRID) - 1)
        odds = math.log(_GRID[highest] / (1 - _GRID[highest])) - LOG_ODDS_PER_DECADE * decades
        found.append((strictness, round(float(_logistic(np.array(odds))), 4)))
    return tuple(found)


def _logistic(values: NDArray[np.float64]) -> Floats:
    return np.asarray(1 / (1 + np.exp(np.minimum(-values, _LARGEST))), dtype=np.float64)
