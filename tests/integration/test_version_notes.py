"""A version's notes are shown whole, also by follow-ups that name another version."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index

NOTES = """\
# Plover release notes

## 2.1.0 (4 May 2025)

- Maps can be printed.
- The ruler measures in feet.

## 2.0.1 (2 March 2025)

- Fixed the wrong scale of small maps.

## Upgrading from 1.x

- Make a backup first.
"""
LEASE = "# Lease\n\n## 2.1 Rent\n\nThe rent is 800 euros.\n\n## 2.2 Heat\n\nHeat is paid apart.\n"


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("versions")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "notes.md").write_text(NOTES, encoding="utf-8")
    for year, sum_paid in (("2021", 30), ("2024", 38)):
        text = f"# Travel policy of {year}\n\nThe allowance for meals is {sum_paid} euros a day.\n"
        (folder / "corpus" / f"policy-{year}.md").write_text(text, encoding="utf-8")
    (folder / "corpus" / "lease.md").write_text(LEASE, encoding="utf-8")
    build_index(folder / "corpus", folder / "index")
    with QABot.open(folder / "index") as opened:
        yield opened


def test_all_notes_of_a_version_are_shown(bot):
    given = bot.answer("What changed in version 2.1.0?")
    assert given.form == "numbered"
    assert [citation.quote for citation in given.citations] == [
        "- Maps can be printed.\n- The ruler measures in feet."
    ]


def test_a_follow_up_names_another_version(bot):
    first = bot.answer("What changed in version 2.1.0?")
    given = bot.answer("And in 2.0.1?", history=[first])
    assert given.asked_as == "What changed in version 2.0.1?"
    assert [citation.quote for citation in given.citations] == [
        "- Fixed the wrong scale of small maps."
    ]


def test_a_part_of_a_number_stands_for_its_versions_and_for_no_clause(bot):
    given = bot.answer("What is new in 2.1?")
    assert [citation.source for citation in given.citations] == ["notes.md"]
    assert bot.answer("What is new in 2.2?").form != "numbered"


def test_how_it_works_is_asked_of_what_was_talked_of(bot):
    first = bot.answer("What does the ruler measure in?")
    assert bot.answer("How does it work?", history=[first]).form != "card"
    assert bot.answer("How does it work?").form == "card"


@pytest.mark.parametrize("year", ["2021", "2024"])
@pytest.mark.parametrize(
    "question",
    [
        "How high is the allowance for meals in the travel policy of {}?",
        "Under the {} travel policy, how high is the allowance for meals?",
    ],
)
def test_the_version_that_is_named_answers_alone(bot, question, year):
    given = bot.answer(question.format(year))
    assert given.answered
    assert {citation.source for citation in given.citations} == {f"policy-{year}.md"}
