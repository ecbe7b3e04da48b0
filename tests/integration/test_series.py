"""What a later document of a series says comes before what an earlier one says of the same."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index

MARCH = """Heron Sailing Club
Minutes of the meeting of 4 March 2025

1. Regatta
The regatta will be held on 14 June. The bar will be run by the Swan.

2. Slipway
The slipway is closed until further notice.
"""
MAY = """Heron Sailing Club
Minutes of the meeting of 6 May 2025

1. Regatta
The regatta will now be held on 28 June. The bar will be run by the Crown.

2. Trailer
The trailer was sold to a member.
"""
OTHER = """Osprey Rowing Club
Notes of 9 July 2025

The regatta will be held on 2 August.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("series")
    (folder / "corpus").mkdir()
    for name, text in (("minutes-03", MARCH), ("minutes-05", MAY), ("osprey", OTHER)):
        (folder / "corpus" / f"{name}.txt").write_text(text)
    build_index(folder / "corpus", folder / "index")
    with QABot.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When will the sailing regatta be held?", "28 June"),
        ("Who runs the bar?", "the Crown"),
        ("Is the slipway closed?", "until further notice"),
        ("Who was originally to run the bar?", "the Swan"),
    ],
)
def test_the_later_decision_comes_first_unless_the_earlier_is_asked_for(bot, question, said):
    within = ["minutes-03.txt", "minutes-05.txt"]
    given = bot.answer(question, documents=within)
    assert said in (given.citations or given.nearest)[0].quote


def test_a_later_document_of_another_kind_is_no_later_decision(bot):
    given = bot.answer("When will the sailing regatta be held?")
    assert "28 June" in given.citations[0].quote
