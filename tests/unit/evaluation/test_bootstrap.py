from __future__ import annotations

import numpy as np
import pytest

from qa_bot.evaluation.bootstrap import estimate, estimate_mean


def test_the_interval_of_a_mean_is_close_to_the_normal_one():
    # 400 values, 100 of them 1: mean 0.25, standard error sqrt(0.25 * 0.75 / 400) = 0.02165.
    found = estimate_mean(np.repeat([1.0, 0.0], [100, 300]))
    assert (found.value, found.count) == (0.25, 400)
    assert found.low == pytest.approx(0.25 - 1.96 * 0.02165, abs=0.005)
    assert found.high == pytest.approx(0.25 + 1.96 * 0.02165, abs=0.005)


def test_the_same_values_give_the_same_interval():
    values = np.random.default_rng(3).random(50)
    assert estimate_mean(values) == estimate_mean(values)


def test_equal_values_have_an_interval_without_width():
    found = estimate_mean(np.full(5, 0.5))
    assert (found.low, found.value, found.high) == (0.5, 0.5, 0.5)


def test_resamples_without_a_figure_are_left_out():
    # Resamples of two questions hold one of them twice in half the cases; those give no figure.
    def statistic(draws):
        return np.where(draws.min(axis=1) == draws.max(axis=1), np.nan, 1.0)

    assert (estimate(statistic, 2).low, estimate(statistic, 2).high) == (1.0, 1.0)
