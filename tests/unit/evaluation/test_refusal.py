from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from qa_bot.evaluation.refusal import (
    area_under_risk,
    auroc,
    calibration_error,
    reliability,
    risk_coverage,
)


def flags(*values):
    return np.array(values, bool)


def test_auroc_worked_out():
    # Pairs of an answerable (0.9, 0.5) with an unanswerable (0.5, 0.1): win, win, tie, win.
    assert auroc(np.array([0.9, 0.5, 0.5, 0.1]), flags(1, 1, 0, 0)) == pytest.approx(3.5 / 4)


def test_auroc_is_scikit_learns_with_ties():
    draw = np.random.default_rng(5)
    for _ in range(20):
        confidence, positive = draw.integers(0, 8, 50) / 8, draw.random(50) < 0.4
        expected = roc_auc_score(positive, confidence)
        assert auroc(confidence, positive) == pytest.approx(expected, abs=1e-12)


def test_auroc_of_one_class_is_not_a_number():
    assert math.isnan(auroc(np.array([0.9, 0.5]), flags(1, 1)))


def test_risk_and_coverage_worked_out():
    # From the most confident on: right, wrong, right, wrong.
    coverage, risk = risk_coverage(np.array([0.3, 0.9, 0.7, 0.5]), flags(1, 0, 1, 0))
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert area_under_risk(risk) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_equal_confidences_share_their_risk():
    # One of the two at 0.5 is wrong; whichever comes first, on average half an error has come.
    for wrong in (flags(0, 1, 0), flags(0, 0, 1)):
        _, risk = risk_coverage(np.array([0.9, 0.5, 0.5]), wrong)
        assert risk == pytest.approx([0, 0.5 / 2, 1 / 3])


def test_calibration_worked_out():
    # Bin 0.9 to 1.0 holds 0.9 and 1.0, one of them answerable: off by 0.95 - 0.5 = 0.45.
    # Bin 0.2 to 0.3 holds 0.25 twice, none answerable: off by 0.25. Each has half the questions.
    bins = reliability(np.array([0.9, 1.0, 0.25, 0.25]), flags(1, 0, 0, 0))
    assert [(b.low, b.high, b.count) for b in bins] == [(0.2, 0.3, 2), (0.9, 1.0, 2)]
    assert calibration_error(bins) == pytest.approx((0.45 + 0.25) / 2)


def test_calibration_is_perfect_when_confidence_is_the_share():
    assert calibration_error(reliability(np.array([0.5, 0.5]), flags(1, 0))) == 0
