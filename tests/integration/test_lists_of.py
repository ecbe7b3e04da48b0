"""Lists and steps that are named by what they are of, which stands in the headings above them."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index

COOKBOOK = """\
# Cookbook of the mill

## Plum jam

Ready in two hours.

Ingredients:

- 2 kg plums
- 1 kg sugar

Method:

1. Stone the plums.
2. Boil them with the sugar.

## Oat bread

Ready in three hours.

Ingredients:

- 500 g oats
- 20 g yeast
- 300 ml water

Method:

1. Knead the dough.
2. Bake it for an hour.
"""
PLAN = """\
# Plan of the new weir

## Risks

- The river may flood.
- The steel may be late.

## Costs

The weir costs 90,000 euros. The risks of diving are not insured.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "cookbook.md").write_text(COOKBOOK, encoding="utf-8")
    (folder / "corpus" / "weir.md").write_text(PLAN, encoding="utf-8")
    build_index(folder / "corpus", folder / "index")
    with QABot.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "first", "count"),
    [
        ("What are the ingredients of the oat bread?", "- 500 g oats", 3),
        ("What are the ingredients for plum jam?", "- 2 kg plums", 2),
        ("Which risks does the plan of the weir have?", "- The river may flood.", 2),
    ],
)
def test_the_whole_list_is_shown(bot, question, first, count):
    given = bot.answer(question)
    assert given.form == "list"
    assert given.complete
    assert len(given.citations) == count
    assert given.citations[0].quote == first


@pytest.mark.parametrize(
    ("question", "steps"),
    [
        ("How do I make plum jam?", ["1. Stone the plums.", "2. Boil them with the sugar."]),
        ("How do you bake oat bread?", ["1. Knead the dough.", "2. Bake it for an hour."]),
    ],
)
def test_all_steps_are_shown_for_what_the_heading_names(bot, question, steps):
    said = "\n".join(citation.quote for citation in bot.answer(question).citations)
    assert all(step in said for step in steps)


@pytest.mark.parametrize(
    "question",
    [
        "What are the ingredients of the fish soup?",
        "What are the risks of diving?",
        "How do I make plum wine?",
    ],
)
def test_no_list_of_another_thing_is_shown(bot, question):
    assert bot.answer(question).form != "list"


@pytest.mark.parametrize(
    ("question", "step"),
    [
        ("What is the last step of the oat bread?", "2. Bake it for an hour."),
        ("What comes after step 1 when making plum jam?", "2. Boil them with the sugar."),
        ("What is before step 2 of the oat bread?", "1. Knead the dough."),
        ("What do I do first when making plum jam?", "1. Stone the plums."),
        ("What does step 2 of baking the oat bread say?", "2. Bake it for an hour."),
        ("What is the second step of the plum jam?", "2. Boil them with the sugar."),
    ],
)
def test_a_step_is_found_by_its_place(bot, question, step):
    given = bot.answer(question)
    assert given.form == "numbered"
    assert [citation.quote for citation in given.citations] == [step]


@pytest.mark.parametrize(
    "question",
    [
        "What is the last step?",
        "What comes after step 2 of the plum jam?",
        "What is the last step of the weir?",
    ],
)
def test_no_step_is_shown_where_not_just_one_is_meant(bot, question):
    assert bot.answer(question).form != "numbered"
