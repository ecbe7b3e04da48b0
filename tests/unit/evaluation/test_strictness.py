"""What each strictness answers of some questions, and what of it is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from qa_bot.answering.confidence import least_confidence
from qa_bot.evaluation.scoring import Scored, measure_refusal
from qa_bot.evaluation.strictness import STRICTNESS, measure_levels

PASSAGES = 300


def test_coverage_and_risk_worked_out():
    # three questions at each bar or above it, one of them wrong; two below them all
    bars = [least_confidence(strictness, PASSAGES) for strictness in STRICTNESS]
    confidence = np.repeat([*bars, 0.001], [3, 3, 3, 2])
    wrong = np.array([True, False, False] * 3 + [True, True])
    first, second, third = measure_levels(confidence, wrong, PASSAGES)
    assert [level.coverage.value for level in (first, second, third)] == pytest.approx(
        [9 / 11, 6 / 11, 3 / 11]
    )
    for level in (first, second, third):
        assert level.risk.value == pytest.approx(1 / 3)
        assert level.risk.low < 1 / 3 < level.risk.high
    assert first.least < second.least < third.least


def test_more_passages_ask_for_more():
    few, many = (measure_levels(np.array([0.5]), np.array([False]), n)[0] for n in (30, 30_000))
    assert few.least < many.least


def test_where_nothing_is_answered_nothing_is_wrong():
    level = measure_levels(np.array([0.0, 0.0]), np.array([True, False]), PASSAGES)[0]
    assert level.risk is None
    assert level.coverage.value == 0.0


def test_a_right_answer_with_confidence_is_covered_without_risk():
    rows = [Scored({}, 0.99, True, right=True), Scored({}, 0.0, False, right=False)]
    for level in measure_refusal(rows, PASSAGES).levels:
        assert (level.coverage.value, level.risk.value) == (0.5, 0.0)
