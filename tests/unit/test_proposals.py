from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.proposals import asks_what_holds, reports_proposal
from qa_bot.config import Settings
from tests.fakes import FakeEncoder, FakeReader


@pytest.mark.parametrize(
    "sentence",
    [
        "A motion to allow dogs in the hall was withdrawn.",
        "The motion to lower the age from 12 to 10 was rejected by 23 votes.",
        "Tom Birch proposed that water be drawn until 22:00.",
        "Rosa Lind asked how many hens a plot may hold.",
        "The members discussed whether the fee is to be raised.",
        "Her proposal for a second gate was not adopted.",
    ],
)
def test_a_sentence_that_tells_of_a_proposal_is_told(sentence):
    assert reports_proposal(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Dogs are not allowed in the hall.",
        "Motions must reach the chair by 1 May.",
        "The meeting decided that life jackets are worn from November.",
        "He moved to Paris and wanted to paint.",
        "The engine turns motion into heat.",
        "Whoever has asked for a key receives one.",
    ],
)
def test_a_sentence_that_says_what_holds_is_none(sentence):
    assert not reports_proposal(sentence)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("How many hens may I keep?", True),
        ("Can dogs go into the hall?", True),
        ("What is the minimum age?", True),
        ("Was the motion on dogs withdrawn?", False),
        ("What is said of the motion on dogs?", False),
        ("What did Rosa Lind ask?", False),
        ("Who is for a vote on hens?", False),
    ],
)
def test_only_what_holds_is_asked_without_meetings(question, holds):
    assert asks_what_holds(question) is holds


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Are dogs allowed in the shed?", "Dogs are kept out of the shed."),
        ("Was a motion about dogs in the shed withdrawn?", "A motion about dogs in the shed"),
    ],
)
def test_what_holds_is_quoted_though_the_reader_prefers_the_proposal(tmp_path, question, quote):
    (tmp_path / "corpus").mkdir()
    text = "A motion about dogs in the shed was withdrawn.\n\nDogs are kept out of the shed.\n"
    (tmp_path / "corpus" / "house.md").write_text(text, encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    with QABot.open(
        tmp_path / "index",
        settings=Settings(strictness=1),
        encoder=FakeEncoder(),
        reader=FakeReader("motion", sure=1.5),
    ) as bot:
        given = bot.answer(question)
    assert (given.citations or given.nearest)[0].quote.startswith(quote)
