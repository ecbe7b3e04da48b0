"""A superlative over a table is answered by the row that a comparison of all picks."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index

PRICES = """\
Item,Group,Adult (£),Child (£),Notes
Canoe,Boat,14.00,9.00,With paddles
Pedalo,Boat,18.50,,For four
Punt,Boat,22.00,16.00,Not in classes of boats over 6
Tent,Camp,11.00,7.50,Pitch not included
Cabin,Camp,64.00,40.00,Price for two
"""
REPORT = """\
# Lakes of the county

The deepest of all is Blue Tarn. Perch are caught most in June.

## Survey

| Lake | Visitors | Litter per visitor |
|---|---|---|
| Long Water | 1,204 | 31 g |
| Mere Pool | 980 | 44 g |
| Blue Tarn | 312 | 9 g |

## Fish

Table 2: Fish that were caught

| Kind | Share |
|---|---|
| Perch | 51% |
| Pike | 12% |
| Roach | 37% |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("superlatives")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "hire.csv").write_text(PRICES, encoding="utf-8")
    (folder / "corpus" / "lakes.md").write_text(REPORT, encoding="utf-8")
    build_index(folder / "corpus", folder / "index")
    with QABot.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("What is the cheapest boat for an adult?", ["Canoe"]),
        ("Which boat is the most expensive for a child?", ["Punt"]),
        ("cheapest camp item", ["Tent"]),
        ("Which lake has the fewest visitors?", ["Blue Tarn"]),
        ("Which lake has the most litter per visitor?", ["Mere Pool"]),
        ("What kind of fish was caught least?", ["Pike"]),
    ],
)
def test_the_row_with_the_extreme_is_shown(bot, question, rows):
    given = bot.answer(question)
    assert given.answered
    assert [c.quote.split("; ")[0].split(": ")[1] for c in given.citations] == rows
    assert bot.answer_many([question])[0].citations == given.citations


def test_what_was_compared_is_said(bot):
    given = bot.answer("What is the cheapest boat for an adult?")
    assert given.notice == "The lowest of 3 rows of “Hire” by “Adult (£)”."


@pytest.mark.parametrize(
    "question",
    [
        "What is the cheapest lake?",
        "Which lake is the largest?",
        "Which lake is the deepest?",
        "What is the most expensive boat in Norway?",
        "Why is the canoe the cheapest boat?",
    ],
)
def test_nothing_is_compared_where_the_table_lacks_a_word_or_the_measure(bot, question):
    assert not bot.answer(question).notice.startswith(("The lowest", "The highest"))
