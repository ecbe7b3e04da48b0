"""Two versions of a document are compared below the headings that both have."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.forms.comparing import find_sides
from tests.fakes import FakeEncoder

OLD = """# Travel policy 2021

## Meals

The allowance is 25 crowns. Drinks are not paid.

## Trains

Standard class only.

## Cars

Cars are paid at 45 cents a mile.
"""
NEW = """# Travel policy 2024

## Meals

Drinks are not paid. The allowance is 32 crowns.

## Trains

Standard class only.

## Cars

Cars are paid at 40 cents a mile.

## Claims

Claims are made in the app.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("versions")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "travel-2021.md").write_text(OLD)
    (folder / "corpus" / "travel-2024.md").write_text(NEW)
    (folder / "corpus" / "rules.md").write_text("# House rules\n\n## Meals\n\nNo meals here.\n")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    with QABot.open(folder / "index", encoder=FakeEncoder()) as opened:
        yield opened


@pytest.mark.parametrize(
    "question",
    [
        "Compare the travel policy of 2021 and 2024",
        "What changed between the travel policy of 2021 and that of 2024?",
        "How does the 2021 travel policy differ from the 2024 one?",
        "What is the difference between the 2021 and the 2024 travel policy?",
    ],
)
def test_versions_are_shown_below_each_heading_where_they_differ(bot, question):
    given = bot.answer(question)
    assert given.form == "comparison"
    quotes = {citation.number: citation.quote for citation in given.citations}
    assert [
        (part.title, *(quotes[number] for number in part.citations)) for part in given.parts
    ] == [
        ("Meals", "The allowance is 25 crowns.", "The allowance is 32 crowns."),
        ("Cars", "Cars are paid at 45 cents a mile.", "Cars are paid at 40 cents a mile."),
    ]
    assert "2 of 2 headings" in given.notice


def test_documents_without_headings_in_common_are_no_versions(bot):
    given = bot.answer("Compare the travel policy of 2021 and the house rules")
    assert "same headings" not in given.notice


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("compare 2021 and the 2024 policy", ("the 2021 policy", "the 2024 policy", "")),
        ("compare the 2021 policy and the 2024 one", ("the 2021 policy", "the 2024 policy", "")),
        ("compare 1.2.0 and 1.2.1", ("1.2.0", "1.2.1", "")),
        ("compare the plan of 2021 and that of 2024", ("2021", "2024", "the plan of")),
    ],
)
def test_a_side_that_is_only_a_number_gets_the_noun_of_the_other(question, sides):
    assert find_sides(question) == sides
