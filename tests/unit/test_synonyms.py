"""A refused question takes the words of the excerpts nearest to it, where they mean the same."""

from __future__ import annotations

import pytest

from qa_bot.answering.synonyms import reword_nearest
from qa_bot.types import Citation


def cite(quote, *headings):
    section = headings[-1] if headings else ""
    return Citation(
        1, "d", "D", "d.txt", section, None, 0, len(quote), quote, section_path=headings
    )


@pytest.mark.parametrize(
    ("question", "quote", "reworded"),
    [
        (
            "Where do I send a broken unit?",
            "Faulty appliances are returned to Larch Estate.",
            "Where do I return a faulty appliance?",
        ),
        (
            "How long is the warranty?",
            "The guarantee lasts two years.",
            "How long is the guarantee?",
        ),
        (
            "Who gives loans?",
            "Loans are provided by the fund.",
            "Who provide loans?",
        ),
        ("May I keep a rabbit?", "No animal is kept in the flat.", "May I keep a animal?"),
        (
            "How do I get rid of the battery?",
            "Dispose of the battery at a shop.",
            "How do I dispose of the battery?",
        ),
    ],
)
def test_words_that_an_excerpt_lacks_give_way_to_those_it_has(question, quote, reworded):
    assert reword_nearest(question, [cite(quote)]) == (reworded,)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("How long is the guarantee?", "The guarantee lasts two years."),
        ("How long is the warranty?", "The hose is two metres long."),
        ("Is the animal fed?", "The rabbit is fed."),
        ("Is it open on Sundays?", "It is open on Saturday."),
        ("Who painted the bridge?", "The bridge was built by Ada Pell."),
    ],
)
def test_nothing_is_exchanged_for_another_meaning(question, quote):
    assert reword_nearest(question, [cite(quote)]) == ()


def test_headings_give_words_too_and_wordings_are_few():
    nearest = [cite("It lasts two years.", "Guarantee"), cite("A promise."), cite("Guarantees.")]
    assert reword_nearest("How long is the warranty?", nearest) == ("How long is the guarantee?",)


def test_a_word_that_a_nearer_excerpt_has_is_what_is_meant():
    nearer, other = cite("Eight computers stand upstairs."), cite("A laptop is for work alone.")
    assert reword_nearest("Is a computer free?", [other]) == ("Is a laptop free?",)
    assert reword_nearest("Is a computer free?", [nearer, other]) == ()
