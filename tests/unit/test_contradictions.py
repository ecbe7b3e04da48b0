"""Contradictions: what disagrees is named, what doesn't is left alone."""

from __future__ import annotations

import pytest

from qa_bot.answering.contradictions import find_contradictions
from qa_bot.types import Citation
from tests.unit.contradiction_pairs import STATEMENTS, pairs_of


def cited(*quotes):
    return [
        Citation(number, f"{number}.txt", "T", f"{number}.txt", "", None, 0, len(quote), quote)
        for number, quote in enumerate(quotes, 1)
    ]


def judge(statements):
    """Precision and recall over the pairs of some statements, and how many pairs there are."""
    pairs = [pair for statement in statements for pair in pairs_of(statement)]
    found = [bool(find_contradictions(cited(first, second))) for _, first, second in pairs]
    right = sum(claimed and true for claimed, (true, _, _) in zip(found, pairs, strict=True))
    return right / max(1, sum(found)), right / sum(true for true, _, _ in pairs), len(pairs)


def test_what_is_claimed_is_a_disagreement():
    """The odd statements were not looked at while the rules were written."""
    precision, recall, count = judge(STATEMENTS)
    assert count >= 200
    assert precision >= 0.95
    assert recall >= 0.75
    precision, recall, _ = judge(STATEMENTS[1::2])
    assert precision >= 0.95
    assert recall >= 0.7


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            "The harbour of Tarn was dug in 1810.",
            "The harbour of Tarn was dug in 1820.",
            ("1810", "1820"),
        ),
        (
            "The licence for a small boat costs 10 crowns.",
            "A small boat's licence costs 12.50 crowns.",
            ("10", "12.50"),
        ),
        (
            "Members may carry leave over to the next year.",
            "Members may not carry leave over to the next year.",
            ("yes", "no"),
        ),
        (
            "The office was moved. The harbour of Tarn was dug in 1810.",
            "The harbour of Tarn was dug in 1820. Boats pass it.",
            ("1810", "1820"),
        ),
    ],
)
def test_two_quotes_that_disagree_are_named(first, second, said):
    (found,) = find_contradictions(cited(first, second))
    assert (found.first, found.second) == (1, 2)
    assert (found.first_says, found.second_says) == said
    assert str(found).startswith("[1] and [2] disagree")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The harbour of Tarn was dug in 1810.", "The harbour of Tarn was dug in 1810."),
        ("The harbour of Tarn was dug in 1810.", "The harbour of Lisbon was widened in 1820."),
        ("The harbour was dug in 1810.", "The harbour was dug by hand in 1810, with 200 men."),
        ("Trams cross the bridge.", "No ships pass the harbour at night."),
        ("It has 3 rooms.", "It has 4 rooms."),
        ("The town budget rose by 1,000 crowns.", "The town budget rose by 1000 crowns."),
        ("Some 2.5 million voters registered.", "Some 2,500,000 voters registered."),
        ("The North Tower is 61 metres high.", "The South Tower is 48 metres high."),
        ("Room 3 has 20 wooden chairs inside.", "Room 4 has 30 wooden chairs inside."),
        ("Part: QX-77A; Name: Seal; Price: 4.", "Part: QX-77A; Name: Seal; Price: 9."),
        ("The old mill wheel weighs 40 kilograms.", "The old mill wheel weighs 40 pounds."),
    ],
)
def test_quotes_about_other_things_do_not_disagree(first, second):
    assert find_contradictions(cited(first, second)) == ()
