"""Long texts: the clause that asks is found; what is short or asks nothing stays as it is."""

from __future__ import annotations

import pytest

from qa_bot.answering.forms.long_questions import find_asking_clause

STORY = (
    "I have been a member of the rowing club for about eleven years and my cousin, who lives "
    "abroad, would like to use my locker while I recover from surgery this summer, and I do not "
    "want to get into any trouble with the town. "
)


@pytest.mark.parametrize(
    ("asked", "clause"),
    [
        ("So what does the lease say on subletting?", "So what does the lease say on subletting?"),
        ("I would like to know who signs the lease.", "Who signs the lease."),
        ("My question is: when is the rent due?", "When is the rent due?"),
        ("Please tell me whether subletting is allowed under the lease",
         "Whether subletting is allowed under the lease"),
        ("Is subletting allowed? And who has to agree to it?",
         "Is subletting allowed? And who has to agree to it?"),
    ],
)  # fmt: skip
def test_the_clause_that_asks_is_found_after_a_story(asked, clause):
    assert find_asking_clause(STORY + asked) == clause
    assert find_asking_clause(f"{asked} {STORY}".replace("lease {", "lease. {")).startswith(
        clause[:20]
    )


def test_the_clause_is_cut_out_of_a_long_sentence():
    asked = (
        "Since my cousin, who lives abroad, would like to use my locker while I recover from a "
        "surgery that was planned a year ago and put off twice because the hospital had no bed for "
        "me, when do I have to tell the town?"
    )
    assert find_asking_clause(STORY + asked) == "When do I have to tell the town?"


@pytest.mark.parametrize("text", ["Who signs the lease?", STORY, STORY + "What is it?"])
def test_what_is_short_or_asks_nothing_stays(text):
    assert find_asking_clause(text) == text
