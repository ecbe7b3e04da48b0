"""Superlatives and bounds that ask for rows of a table, and words that only look like them."""

from __future__ import annotations

import pytest

from qa_bot.answering.forms.labels import find_asked_rows
from qa_bot.answering.forms.row_choice_words import find_comparison, find_superlative
from qa_bot.types import Answer


@pytest.mark.parametrize(
    ("question", "is_most", "terms"),
    [
        ("What is the cheapest ticket?", False, {"ticket"}),
        ("Which room is the least expensive to hire?", False, {"room", "hire"}),
        ("Which town has the most cafes?", True, {"town", "cafe"}),
        ("heaviest parcel", True, {"parcel"}),
        ("Which kind is sold most?", True, {"sold"}),
        ("Which firm is quickest?", False, {"firm"}),
        ("What is the slowest train?", True, {"train"}),
    ],
)
def test_a_superlative_says_which_end_is_asked_for(question, is_most, terms):
    found = find_comparison(question)
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
        "How long does the course last?",
        "How do I book the first lesson?",
        "Is the ticket more than £5?",
        "What happens if I am more than 10 minutes late?",
        "What is open after the concert?",
        "Which tickets are not for adults?",
        "What is a ticket?",
    ],
)
def test_other_questions_have_none(question):
    assert find_comparison(question) is None


def test_a_measure_is_told_by_a_columns_name_or_its_cells():
    cheapest = find_comparison("What is the cheapest ticket?")
    assert cheapest is not None
    assert cheapest.measures("Adult", ["£4"])
    assert cheapest.measures("Fee", ["4"])
    assert not cheapest.measures("Seats", ["4"])


@pytest.mark.parametrize(
    ("question", "is_most", "is_inclusive", "limit", "terms"),
    [
        ("Which tickets cost more than £40?", True, False, 40.0, {"ticket"}),
        ("tickets under 40 euros", False, False, 40.0, {"ticket"}),
        ("Which parcels weigh at least 5 kg?", True, True, 5.0, {"parcel"}),
        ("Which lessons are longer than 90 minutes?", True, False, 90.0, {"lesson"}),
        ("Which buses leave before 9 a.m.?", False, False, 540.0, {"buse"}),
        ("Which reports are due after 2024?", True, False, 753299, {"report", "due"}),
        (
            "Which reports are due until 3 May 2024?",
            False,
            True,
            2024 * 372 + 126,
            {"report", "due"},
        ),
    ],
)
def test_a_bound_says_its_limit_and_side(question, is_most, is_inclusive, limit, terms):
    found = find_comparison(question)
    assert found is not None
    assert found.limit is not None
    assert (found.is_most, found.is_inclusive) == (is_most, is_inclusive)
    assert found.terms == terms
    assert limit in (found.limit.low, found.limit.high)


def test_a_bound_measures_columns_of_its_unit():
    under = find_comparison("Which tickets cost less than £5?")
    assert under is not None
    assert under.measures("Price", ["4"])
    assert under.measures("Price (GBP)", ["4"])
    assert not under.measures("Price (EUR)", ["4"])
    assert not under.measures("Seats", ["4"])


def test_a_superlative_may_want_several_rows():
    found = find_comparison("What are the three cheapest tickets?")
    assert found is not None
    assert (found.count, found.terms) == (3, {"ticket"})


def test_all_rows_of_a_kind_may_be_wanted():
    found = find_comparison("Who works in IT?")
    assert found is not None
    assert (found.kinds, found.terms) == (frozenset(), {"it"})


def test_rows_of_a_kind_are_looked_for_only_where_an_excerpt_is_a_row():
    assert find_asked_rows("Who works in IT?", Answer("", "", "")) is None
    assert find_asked_rows("What is the cheapest ticket?", Answer("", "", "")) is not None


@pytest.mark.parametrize(
    ("column", "is_measured"),
    [
        ("Weeks", True), ("Delivery (days)", True), ("Journey time (min)", True),
        ("Days needed", True), ("Guarantee (years)", False), ("Top speed", False), ("Price", False),
    ],
)  # fmt: skip
def test_the_quickest_is_told_by_how_long_something_takes(column, is_measured):
    quickest = find_comparison("Which firm is quickest?")
    assert quickest is not None
    assert quickest.measures(column, ["4"]) is is_measured


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Which firm is the cheapest?", "cheapest"), ("the most expensive seat", "expensive"),
        ("When is the last ferry?", ""), ("Which seats are under £4?", ""), ("Why?", ""),
    ],
)  # fmt: skip
def test_a_superlative_is_found(question, word):
    assert find_superlative(question) == word
