"""Conditions: which sentences limit the rule before them."""

from __future__ import annotations

import pytest

from qa_bot.answering.conditions import adds_duty, limits, names_exception


@pytest.mark.parametrize(
    "sentence",
    [
        "This does not apply to beds.",
        "However, it cannot be combined with other offers.",
        "They can only be exchanged on Mondays.",
        "Except on Sundays, the gate is shut.",
        "The only exception is the north gate.",
        "Children are exempt.",
        "Later than that half of it is kept.",
        "Beyond that the insurance pays.",
        "Guide dogs are the exception.",
        "Unless the office agrees, no keys are lent.",
    ],
)
def test_exceptions_and_conditions_limit_a_rule(sentence):
    assert limits("Which items may be returned?", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was not built until 1904.",
        "After that the town was sold and had no mayor.",
        "However, it is important to acknowledge that boats sink.",
        "The office is not far from the quay.",
        "Students pay half.",
        "He is an exceptional rower.",
    ],
)
def test_what_goes_on_otherwise_does_not(sentence):
    assert not limits("Which items may be returned?", sentence)


@pytest.mark.parametrize("question", ["What does the trip cost?", "How much is the trip?"])
@pytest.mark.parametrize(
    ("sentence", "limited"),
    [
        ("Families with free school meals pay nothing.", True),
        ("Pensioners go on paying £40.", True),
        ("Children under six are free.", True),
        ("It can be paid in three instalments.", False),
        ("You pay at the desk.", False),
    ],
)
def test_what_others_pay_limits_a_price(question, sentence, limited):
    assert limits(question, sentence) is limited


def test_a_paragraph_of_its_own_must_name_the_exception():
    assert names_exception("Exceptions are made for nurses.")
    assert names_exception("This rule does not apply on Saturdays.")
    assert not names_exception("It cannot be said who built it.")


@pytest.mark.parametrize(
    ("question", "sentence", "adds"),
    [
        ("What do I have to do before the visit?", "Please move the furniture.", True),
        ("What should we do?", "Also, you must take down curtains.", True),
        ("What should we do?", "The visit takes an hour.", False),
        ("When is the visit?", "Please move the furniture.", False),
    ],
)
def test_to_what_has_to_be_done_another_request_adds(question, sentence, adds):
    assert adds_duty(question, sentence) is adds
