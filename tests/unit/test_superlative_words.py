"""Superlatives that ask for a row of a table, and words that only look like them."""

from __future__ import annotations

import pytest

from qa_bot.answering.forms.superlative_words import find_superlative


@pytest.mark.parametrize(
    ("question", "is_most", "terms"),
    [
        ("What is the cheapest ticket?", False, {"ticket"}),
        ("Which room is the least expensive to hire?", False, {"room", "hire"}),
        ("Which town has the most cafes?", True, {"town", "cafe"}),
        ("heaviest parcel", True, {"parcel"}),
        ("Which kind is sold most?", True, {"sold"}),
    ],
)
def test_a_superlative_says_which_end_is_asked_for(question, is_most, terms):
    found = find_superlative(question)
    assert found is not None
    assert (found.is_most, found.terms) == (is_most, terms)


@pytest.mark.parametrize(
    "question",
    [
        "How many must sign at least?",
        "Why is the small ticket the cheapest?",
        "What is the second largest town?",
        "Is the cheapest ticket refundable?",
        "Which is the cheapest and which the most expensive ticket?",
        "What is the price of a ticket?",
    ],
)
def test_other_questions_have_none(question):
    assert find_superlative(question) is None


def test_a_measure_is_told_by_a_columns_name_or_its_cells():
    cheapest = find_superlative("What is the cheapest ticket?")
    assert cheapest is not None
    assert cheapest.measures("Adult", ["£4"])
    assert cheapest.measures("Fee", ["4"])
    assert not cheapest.measures("Seats", ["4"])
