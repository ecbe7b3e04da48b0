"""Repetition: what says the same as another excerpt, and what adds to it."""

from __future__ import annotations

import pytest

from qa_bot.answering.repetition import Statement
from qa_bot.index.lexical.words import terms_of

SHOWN = "The harbour office in Porto counts all boats, measures the level and warns of storms."


def statement(text):
    return Statement(text, lambda term: 1.0)


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        (SHOWN, True),
        ("In Porto the harbour office counts boats and warns of storms.", True),
        ("The harbour office in Porto was opened by the mayor.", False),
        ("The harbour office in Porto does not warn of storms.", False),
        ("The harbour office in Porto counts 40 boats.", False),
        ("The harbour office in Porto counts ten boats, measures the level, warns.", False),
    ],
)
def test_an_excerpt_repeats_one_that_holds_nearly_all_of_it(text, repeats):
    assert statement(text).repeats(statement(SHOWN)) is repeats


@pytest.mark.parametrize(
    ("text", "adds"),
    [
        ("The mayor opened the office.", True),
        ("Harbour office in Porto counts boats with the level.", False),
        ("It counts 40 boats.", True),
        ("What does the office do?", False),
    ],
)
def test_an_excerpt_adds_where_enough_of_it_is_new(text, adds):
    asked = frozenset(terms_of("What does the harbour office do?"))
    assert statement(text).adds_to([statement(SHOWN)], asked) is adds


@pytest.mark.parametrize(
    ("question", "first", "text", "another"),
    [
        (
            "How high is the North Tower?",
            "The North Tower is 61 metres high.",
            "The South Tower is 48 metres high.",
            True,
        ),
        (
            "What does a day ticket for adults cost?",
            "A day ticket for adults costs 12 euros.",
            "A day ticket for children costs 5 euros.",
            True,
        ),
        (
            "How high is the North Tower?",
            "The North Tower is 61 metres high.",
            "With its mast the North Tower is 70 metres high.",
            False,
        ),
        (
            "How high is the North Tower?",
            "The North Tower is 61 metres high.",
            "Painters climb it in May to renew the red coat.",
            False,
        ),
    ],
)
def test_the_same_of_another_thing_is_told(question, first, text, another):
    asked = frozenset(terms_of(question))
    assert statement(text).is_of_another(statement(first), asked) is another
