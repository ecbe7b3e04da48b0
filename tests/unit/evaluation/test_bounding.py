"""Bounds on a share, and the least confidence that keeps one."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from qa_bot.evaluation.binomial import binomial_tail, least_trials, upper_bound
from qa_bot.evaluation.bounding import find_bar


def exact_tail(count, trials, share):
    p = Fraction(share)
    return float(sum(comb(trials, k) * p**k * (1 - p) ** (trials - k) for k in range(count + 1)))


@pytest.mark.parametrize(("count", "trials"), [(0, 1), (0, 29), (3, 10), (7, 200), (150, 400)])
@pytest.mark.parametrize("share", [0.01, 0.1, 0.375, 0.9])
def test_the_tail_is_the_sum_of_the_exact_terms(count, trials, share):
    assert binomial_tail(count, trials, share) == pytest.approx(exact_tail(count, trials, share))


def test_the_bound_is_where_the_tail_is_the_doubt():
    # without a hit the bound solves (1 - p) ** n = doubt
    assert upper_bound(0, 29, 0.05) == pytest.approx(1 - 0.05 ** (1 / 29))
    assert binomial_tail(4, 60, upper_bound(4, 60, 0.05)) == pytest.approx(0.05, abs=1e-9)
    assert upper_bound(0, 0, 0.05) == upper_bound(5, 5, 0.05) == 1.0


def test_as_many_trials_as_show_it_and_no_fewer():
    # 0.9 ** 28 = 0.052, 0.9 ** 29 = 0.047
    assert least_trials(0.1, 0.05) == 29
    assert upper_bound(0, 29, 0.05) <= 0.1 < upper_bound(0, 28, 0.05)


def draw(rng, size, risk=lambda confidence: 1 - confidence):
    """Questions with even confidence, each wrong with the chance that goes with it."""
    confidence = rng.random(size)
    return confidence, rng.random(size) < risk(confidence)


def test_what_is_nearly_always_right_is_answered_all():
    confidence, wrong = draw(np.random.default_rng(3), 400, lambda c: np.full_like(c, 0.02))
    found = find_bar(confidence, wrong, 0.1, 0.05)
    assert found.outcome == "kept"
    assert found.chosen.answers == 400
    assert found.chosen.wrong == wrong.sum()


def test_a_bar_lies_where_answers_begin_to_be_wrong():
    # above 0.6 never wrong, below always: 0.6 is the highest bar at a tenth; the next lets 20 % in
    confidence = (np.arange(500) + 0.5) / 500
    found = find_bar(confidence, confidence < 0.6, 0.1, 0.05)
    assert found.chosen.least == pytest.approx(0.6, abs=0.01)
    assert (found.chosen.answers, found.chosen.wrong) == (199, 0)  # the bar is above the 200th


@pytest.mark.parametrize("size", [0, 1, 20, 40])
def test_few_questions_promise_nothing_however_right(size):
    found = find_bar(np.full(size, 0.9), np.zeros(size, bool), 0.1, 0.05)
    assert (found.outcome, found.chosen) == ("too few", None)
    assert found.needed == least_trials(0.1, 0.005)


def test_enough_questions_with_few_mistakes_are_still_too_few():
    # 80 answers with 5 mistakes: 6 % were wrong, and up to 13 % may be (19 in 20)
    wrong = np.zeros(80, bool)
    wrong[::16] = True
    assert find_bar(np.linspace(0.5, 0.9, 80), wrong, 0.1, 0.05).outcome == "too few"


def test_what_is_often_wrong_at_every_confidence_keeps_nothing():
    rng = np.random.default_rng(1)
    confidence, wrong = draw(rng, 500, lambda c: np.full_like(c, 0.4))
    found = find_bar(confidence, wrong, 0.1, 0.05)
    assert (found.outcome, found.chosen) == ("too often wrong", None)
    assert all(bar.bound > 0.1 for bar in found.bars)
    assert not any(bar.keeps(0.1) for bar in found.bars)


def test_questions_without_evidence_are_never_answers():
    confidence = np.concatenate([np.full(100, 0.8), np.zeros(300)])
    wrong = np.concatenate([np.zeros(100, bool), np.ones(300, bool)])
    found = find_bar(confidence, wrong, 0.1, 0.05)
    assert (found.outcome, found.chosen.answers, found.chosen.wrong) == ("kept", 100, 0)


@pytest.mark.parametrize("size", [120, 400])
def test_the_bound_holds_in_nineteen_of_twenty_draws(size):
    """The true share above a bar is known here: (1 - bar) / 2, at most 0.1 from 0.8 on.

    Taking the lowest bar whose own share is low enough breaks the promise far more often, so that
    these draws can tell a bound from a guess.
    """
    rng, rounds = np.random.default_rng(size), 600
    broken, guessed = 0, 0
    for _ in range(rounds):
        confidence, wrong = draw(rng, size)
        found = find_bar(confidence, wrong, 0.1, 0.05)
        broken += found.chosen is not None and found.chosen.least < 0.8
        guess = [bar.least for bar in found.bars if bar.wrong <= 0.1 * bar.answers]
        guessed += bool(guess) and min(guess) < 0.8
    assert broken / rounds <= 0.05
    if size == 400:
        assert guessed / rounds > 0.2


def test_with_enough_questions_the_bar_comes_near_the_true_one():
    confidence, wrong = draw(np.random.default_rng(5), 20_000)
    assert find_bar(confidence, wrong, 0.1, 0.05).chosen.least == pytest.approx(0.9, abs=0.01)
