from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.proposals import asks_what_holds, reports_proposal, tells_outcome
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


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("It was put to the vote and lost by three to two.", True),
        ("The board agreed.", True),
        ("This was deferred until June.", True),
        ("Hamish spoke against it because it is old.", False),
        ("The crane has been there since 1904.", False),
    ],
)
def test_what_became_of_a_proposal_is_told(sentence, tells):
    assert tells_outcome(sentence) is tells


@pytest.mark.parametrize(
    ("text", "question", "end"),
    [
        ("Ann proposed to sell the crane. Ben was against it. It was lost by 3 to 2.", "Was", "2."),
        ("Ann proposed to sell the crane. Ben is her brother. The tide was high.", "Was", "crane."),
        ("Ann proposed to sell the crane. It was lost by 3 to 2.", "Who proposed", "crane."),
        ("Ann sold the crane. The vote on it was lost.", "Was", "crane."),
    ],
)
def test_a_proposal_brings_what_became_of_it(tmp_path, text, question, end):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "minutes.md").write_text(f"{text}\n", encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    settings, reader = Settings(strictness=1), FakeReader("crane", sure=1.5)
    with QABot.open(
        tmp_path / "index", settings=settings, encoder=FakeEncoder(), reader=reader
    ) as bot:
        given = bot.answer(f"{question} the crane sold?")
    assert (given.citations or given.nearest)[0].quote.endswith(end)
