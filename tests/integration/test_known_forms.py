"""Questions in other forms of the documents' words, versions of a rule, and steps."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index

CLUB = """\
# Tool shed

## Keys

Every keeper receives a key against a deposit of 40 euros. Lost keys are replaced for 25 euros.

## Sharpening a blade

1. Fix the blade in the vice.
2. Draw the file along the edge.
3. Wipe the blade with oil.

## Saws

| Saw | Weight | Owner |
|---|---|---|
| Big Ben | 9 kg | Rosa Lind |
| Little Ann | 2 kg | shed |
"""
MINUTES = """\
# Minutes of 4 May

Rosa Lind asked how many saws a member may keep. A motion to allow dogs in the shed was withdrawn.
"""
SHED_RULES = """\
# House rules

Each member may keep up to four saws. Dogs stay on a lead and are not allowed in the shed.
"""
OLD = "# Rules of 2021\n\nMembers may borrow tools on up to two days a week.\n"
NEW = "# Rules of 2024\n\nMembers may borrow tools on up to three days a week.\n"


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "shed.md").write_text(CLUB, encoding="utf-8")
    (folder / "corpus" / "rules-2021.md").write_text(OLD, encoding="utf-8")
    (folder / "corpus" / "rules-2024.md").write_text(NEW, encoding="utf-8")
    (folder / "corpus" / "minutes.md").write_text(MINUTES, encoding="utf-8")
    (folder / "corpus" / "house.md").write_text(SHED_RULES, encoding="utf-8")
    build_index(folder / "corpus", folder / "index")
    with QABot.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What do I pay if I lose my key?", "Lost keys are replaced for 25 euros."),
        ("Who owns Big Ben?", "Owner: Rosa Lind."),
    ],
)
def test_a_refused_question_is_asked_in_forms_that_are_known(bot, question, said):
    given = bot.answer(question)
    assert given.answered
    assert said in given.citations[0].quote
    assert bot.answer_many([question])[0].citations == given.citations


def test_rows_that_lack_what_was_asked_for_are_not_shown_beside_one_that_has_it(bot):
    given = bot.answer("What is the weight of Big Ben?")
    assert [citation.quote for citation in given.citations] == [
        "Saw: Big Ben; Weight: 9 kg; Owner: Rosa Lind."
    ]


def test_another_version_of_a_statement_is_shown_beside_it(bot):
    given = bot.answer("On how many days a week may members borrow tools?")
    assert {citation.source for citation in given.citations} == {"rules-2021.md", "rules-2024.md"}


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("How many saws may I keep?", "house.md"),
        ("Can dogs go into the shed?", "house.md"),
        ("Was the motion to allow dogs withdrawn?", "minutes.md"),
    ],
)
def test_what_holds_goes_before_what_was_proposed(bot, question, source):
    assert bot.answer(question).citations[0].source == source


@pytest.mark.parametrize("question", ["How do I sharpen a blade?", "How to sharpen the blade"])
def test_steps_are_told_whole(bot, question):
    given = bot.answer(question)
    quotes = [line.strip() for citation in given.citations for line in citation.quote.split("\n")]
    assert [quote[:2] for quote in quotes] == ["1.", "2.", "3."]
    assert bot.answer_many([question])[0].citations == given.citations


def test_steps_for_something_else_are_no_answer(bot):
    assert bot.answer("How do I sharpen a pencil?").form == "question"
