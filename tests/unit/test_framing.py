"""What a question says of the documents is taken off; what is left is asked of those it names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.forms.framing import find_frame
from qa_bot.answering.pipeline import Request
from qa_bot.config import Settings
from tests.fakes import FakeEncoder

MANUAL = (
    "# Kiln manual\n\n## Safety\n\nWear grey gloves when you unload.\n\n"
    "## Booking\n\nMembers book on the sheet by the door.\n"
)
MINUTES = "Minutes of 12 May\n\nThe shelf cracked. Members book two firings a month.\n"


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("framing")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "kiln-manual.md").write_text(MANUAL, encoding="utf-8")
    (folder / "corpus" / "minutes-may.txt").write_text(MINUTES, encoding="utf-8")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    settings = Settings(reader="off", strictness=2)
    with QABot.open(folder / "index", settings=settings, encoder=FakeEncoder()) as bot:
        yield bot


@pytest.mark.parametrize(
    ("question", "left", "document", "only_occurs"),
    [
        ("What does the essay say about the World Bank?", "the World Bank", "the essay", False),
        ("What do the minutes tell us about fees?", "fees", "the minutes", False),
        ("Please tell me what the manual says", None, None, None),
        ("What is written about booking in the manual?", "booking", "the manual", False),
        ("What is known about work in Spain?", "work in Spain", "", False),
        ("What is said in the manual about booking?", "booking", "the manual", False),
        ("what's in the handbook about leave", "leave", "the handbook", False),
        ("What does it say about whether dogs may enter?", "dogs may enter", "it", False),
        ("Does the essay mention NATO?", "NATO", "the essay", True),
        ("Do the minutes say anything about the roof?", "the roof", "the minutes", True),
        ("Where is INTERPOL mentioned?", "INTERPOL", "", True),
        ("Where does the policy talk about dogs?", "dogs", "the policy", True),
        ("On which page are fees discussed?", "fees", "", True),
        ("Is the lid ever mentioned in the manual?", "the lid", "the manual", True),
        ("Find the passage about thermocouples", "thermocouples", "", True),
        ("Is there anything in the report about costs?", "costs", "the report", True),
        ("Does the policy mention anything about children?", "children", "the policy", True),
        ("Are there any references to Tarn?", "Tarn", "", True),
        ("According to the minutes, who chairs?", "Who chairs?", "the minutes", False),
        ("In the annual report, how many came?", "How many came?", "the annual report", False),
        ("Who chairs according to the minutes?", "Who chairs?", "the minutes", False),
        ("Where is the key found?", None, None, None),
        ("Is there something on the roof?", None, None, None),
        ("Does the guarantee cover lightning?", None, None, None),
        ("In what book, by whom, are they named?", None, None, None),
        ("What do they think of the pan?", None, None, None),
        ("In 2023, how many came?", None, None, None),
        ("According to Hobbes, what is a state?", None, None, None),
        ("What does the label say?", None, None, None),
        ("What does the committee do?", None, None, None),
        ("Where are dogs allowed?", None, None, None),
        ("Is smoking allowed in the house?", None, None, None),
    ],
)
def test_the_words_about_the_documents_are_told_from_the_others(
    question, left, document, only_occurs
):
    framed = find_frame(question)
    if left is None:
        assert framed is None
    else:
        assert (framed.text, framed.document, framed.only_occurs) == (left, document, only_occurs)


def test_a_topic_is_looked_for_in_the_document_that_is_named(bot):
    given = bot.answer("What do the minutes say about members?")
    assert given.answered
    assert {citation.source for citation in given.citations} == {"minutes-may.txt"}
    assert given.asked_as == "members"
    given = bot.answer("What does the kiln manual say about members?")
    assert {citation.source for citation in given.citations} == {"kiln-manual.md"}


def test_a_question_goes_to_the_document_that_is_named(bot):
    given = bot.answer("According to the minutes, what do members book?")
    assert given.citations[0].quote == "Members book two firings a month."


def test_whether_something_is_mentioned_is_told_by_the_words(bot):
    given = bot.answer("Do the documents mention gloves?")
    assert given.answered
    assert given.confidence == 1.0
    assert given.notice == "Where the documents mention “gloves”:"
    assert [citation.number for citation in given.citations] == [1]
    assert "gloves" in given.citations[0].quote
    assert given.text.startswith(given.notice)


@pytest.mark.parametrize(
    "question", ["Do the minutes mention gloves?", "Where are herons mentioned?"]
)
def test_what_is_mentioned_nowhere_is_said_to_be(bot, question):
    given = bot.answer(question)
    assert not given.answered
    assert given.citations == ()
    assert "Nothing was found that mentions" in given.message
    assert given.nearest


def ask_strictly(bot, question):
    """The answer of a bot that takes no ordinary excerpt for sure."""
    strict = replace(bot._pipeline, least=0.99)
    return replace(bot._router, pipeline=strict).answer(Request(question))


@pytest.mark.parametrize(
    "question",
    ["Tell me about the shelf", "information on the shelf", "the shelf", "Describe the shelf"],
)
def test_a_topic_that_is_not_sure_enough_is_shown_where_it_is_named(bot, question):
    framed = find_frame(question)
    assert (framed.text, framed.is_sure) == ("the shelf", False)
    given = ask_strictly(bot, question)
    assert given.answered
    assert "shelf" in given.citations[0].quote
    assert given.confidence < 0.99


@pytest.mark.parametrize("question", ["Tell me about herons", "blue herons", "What is the shelf?"])
def test_what_is_named_nowhere_or_is_a_question_is_refused(bot, question):
    assert not ask_strictly(bot, question).answered


def test_somebody_who_says_something_is_no_document(bot):
    given = bot.answer("What does the chair say about gloves?")
    assert given.asked_as == given.question
