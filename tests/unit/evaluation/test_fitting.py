"""The fit of the confidence, on data whose model is known."""

from __future__ import annotations

import numpy as np
import pytest

from qa_bot.answering.confidence import Model, least_confidence
from qa_bot.evaluation import fitting
from qa_bot.evaluation.fitting import (
    find_thresholds,
    fit_model,
    fit_topic,
    minimise,
    model_confidence,
)

TRUE = Model((1.5, 0.8), (-2.0, 4.0, 4.0))
"""About half of the questions below have an answer by it, as the fit takes it to be."""


def questions(size, seed, model=TRUE):
    """Features, and answers that are there with the chance that a model gives them."""
    rng = np.random.default_rng(seed)
    rows = np.column_stack([rng.normal(0, 3, size), rng.random(size), rng.random(size)])
    return rows, rng.random(size) < model_confidence(model, rows)


def test_the_least_place_of_a_narrow_valley_is_found():
    def rosenbrock(place):
        x, y = place
        slope = [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]
        return (1 - x) ** 2 + 100 * (y - x * x) ** 2, np.array(slope)

    assert minimise(rosenbrock, np.array([-1.2, 1.0])) == pytest.approx([1, 1], abs=1e-4)


def test_the_slope_is_that_of_the_loss():
    rows, answerable = questions(60, 1)
    rows[:5, 2] = 0.0  # no word is shared: the topic is capped there
    share = np.full(60, 1 / 60)
    place, step = np.array([0.3, 0.6, -2.0, 3.0, 2.0]), 1e-6
    _, slope = fitting._loss(place, rows, answerable, share)
    for number in range(5):
        moved = [place + sign * step * np.eye(5)[number] for sign in (1, -1)]
        high, low = (fitting._loss(one, rows, answerable, share)[0] for one in moved)
        assert slope[number] == pytest.approx((high - low) / (2 * step), abs=1e-6)


def test_the_model_that_made_the_answers_is_found_again():
    rows, answerable = questions(8000, 2)
    found = fit_model(rows, answerable, np.ones(8000))
    apart = model_confidence(found, rows) - model_confidence(TRUE, rows)
    assert np.abs(apart).mean() < 0.05


def test_answers_that_one_feature_tells_apart_wholly_are_fitted():
    rows, answerable = questions(400, 6)
    rows[:, 0] = np.where(answerable, 12.0, -12.0)
    found = model_confidence(fit_model(rows, answerable, np.ones(400)), rows)
    assert found[answerable].min() > found[~answerable].max()
    assert np.isfinite(fitting._logistic(np.array([-1e4, 1e4]))).all()


def test_without_a_reader_the_topic_alone_is_fitted():
    rows, answerable = questions(8000, 3, Model((40.0, 0.0), TRUE.topic))
    rows[:, 0] = np.nan
    found = fit_topic(np.nan_to_num(rows), answerable, np.ones(8000))
    order = np.argsort(model_confidence(found, rows))
    assert answerable[order[-2000:]].mean() > answerable[order[:2000]].mean() + 0.3


def test_thresholds_worked_out():
    # answerable ones lie evenly from 0.5 to 1, the others from 0 to 0.75: above t >= 0.5 there are
    # 2 (1 - t) of the one and (0.75 - t) / 0.75 of the other
    answerable = np.repeat([True, False], 3000)
    confidence = np.concatenate([np.linspace(0.5, 1, 3000), np.linspace(0, 0.75, 3000)])
    found = dict(find_thresholds(confidence, answerable, 300))
    assert found[3.0] == pytest.approx(0.02, abs=0.36)
    for strictness, least in found.items():
        wrong, right = max(0.0, (0.75 - least) / 0.75), min(1.0, 2 * (1 - least))
        assert wrong / (wrong + right) <= 1 / strictness + 0.01
    assert list(found.values()) == sorted(found.values())


def test_thresholds_are_for_the_usual_number_of_passages():
    rows, answerable = questions(2000, 4)
    confidence = model_confidence(TRUE, rows)
    there = dict(find_thresholds(confidence, answerable, 3000))
    table = tuple(find_thresholds(confidence, answerable, 300))
    few = tuple(there.items())
    assert least_confidence(5.0, 3000, few) == pytest.approx(
        least_confidence(5.0, 300, table), abs=0.01
    )
