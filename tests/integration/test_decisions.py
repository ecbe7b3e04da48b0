"""What was decided at a meeting: the sentences of its minutes that say so, under their headings."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.forms.decisions import asks_decisions, tells_decision

MARCH = """Heron Sailing Club
Minutes of the committee meeting, 4 March 2025

1. Slipway
Tom said that the slipway is slippery. The committee chose Dale Ltd to mend it.

2. Fees
Samir proposed a fee of £230. This was agreed.

3. Weather
It had rained a lot since January.
"""
MAY = """Heron Sailing Club
Minutes of the committee meeting, 6 May 2025

1. Regatta
The harbour is closed in June. The regatta will be held on 5 July.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("decisions")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "minutes-03.txt").write_text(MARCH)
    (folder / "corpus" / "minutes-05.txt").write_text(MAY)
    build_index(folder / "corpus", folder / "index")
    with QABot.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    "question",
    [
        "What was decided at the meeting of 4 March?",
        "What did the committee decide in March?",
        "Which decisions were made at the March meeting?",
    ],
)
def test_only_what_was_decided_is_shown(bot, question):
    given = bot.answer(question)
    assert given.form == "overview"
    assert [citation.quote for citation in given.citations] == [
        "The committee chose Dale Ltd to mend it.",
        "Samir proposed a fee of £230. This was agreed.",
    ]


def test_what_was_discussed_is_an_overview(bot):
    given = bot.answer("What was discussed in the minutes of March 2025?")
    assert given.form == "overview"
    assert any("rained" in citation.quote for citation in given.citations)


def test_a_decision_on_one_thing_is_an_ordinary_question(bot):
    assert bot.answer("What was decided about the fees?").form == "question"


def test_decisions_are_told_by_their_verbs():
    assert asks_decisions("What was agreed on 4 March?")
    assert not asks_decisions("What was said on 4 March?")
    assert tells_decision("The trial will end in May.")
    assert not tells_decision("The trial ended in May.")
    assert not tells_decision("Geoff told the board that he will leave.")
    assert not tells_decision("The next meeting will be held on 8 May.")
    assert tells_decision("Geoff will tell the tenants by 8 May.")
