"""Evidence: excerpts beside marked sentences."""

from __future__ import annotations

import pytest

from qa_bot.evaluation.evidence import Overlap, compare_sentences, compare_words


def test_words_are_compared_as_bags():
    # shown: the cat sat (3), gold: the cat sat on the mat (6): 3 in common
    found = compare_words("The cat sat.", [["The cat sat on the mat."]])
    assert (found.precision, found.recall) == (1.0, 0.5)
    assert found.f1 == pytest.approx(2 / 3)


def test_a_word_counts_as_often_as_both_have_it():
    # shown: the the the (3), gold: the mat the (3): 2 in common
    found = compare_words("the the the", [["the mat the"]])
    assert (found.precision, found.recall) == pytest.approx((2 / 3, 2 / 3))


def test_the_set_that_fits_best_counts():
    assert compare_words("One two.", [["Three four."], ["One two."]]) == Overlap(1.0, 1.0)


def test_sentences_are_compared_by_their_text():
    shown = ["The cat sat. The dog ran.", "The bird flew."]
    gold = [["The cat sat .", "The bird flew .", "The fish swam ."]]
    # two of the three shown are marked, two of the three marked are shown
    assert compare_sentences(shown, gold) == Overlap(2 / 3, 2 / 3)


def test_nothing_shown_is_no_overlap():
    assert compare_words("", [["One."]]).f1 == 0.0
    assert compare_sentences([], [["One."]]).f1 == 0.0
