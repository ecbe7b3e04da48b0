import pytest

from qa_bot.answering.contradictions import find_contradictions
from qa_bot.types import Citation


def cited(*quotes):
    return [
        Citation(number, f"{number}.txt", "T", f"{number}.txt", "", None, 0, len(quote), quote)
        for number, quote in enumerate(quotes, 1)
    ]


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
    ],
)
def test_quotes_about_other_things_do_not_disagree(first, second):
    assert find_contradictions(cited(first, second)) == ()
