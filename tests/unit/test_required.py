"""Codes and quoted phrases of a question must occur in what answers it."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.required import find_requirements
from qa_bot.config import Settings
from tests.fakes import FakeEncoder

CODES = (
    "Messages of the oven\n\nF-201: The lamp is broken.\n\nF-202: The fan is dusty.\n\n"
    "F-210: The door is open.\n"
)
PENSIONS = "Retirement is possible early or late. Those who chose early exit get less.\n"


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("required")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "oven.txt").write_text(CODES)
    (folder / "corpus" / "pensions.txt").write_text(PENSIONS)
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    settings = Settings(reader="off", strictness=1)
    with QABot.open(folder / "index", settings=settings, encoder=FakeEncoder()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "required"),
    [
        ("What is the price of part QX-77C?", ["QX-77C"]),
        ("What does message e-1026 mean?", ["e-1026"]),
        ("Who flew the BF110 first?", ["BF110"]),
        ('What is "early retirement"?', ["early retirement"]),
        ("What is “early retirement?”", ["early retirement"]),
        ("What happened in the 1990s and the 17th century?", []),
        ("How many of the 50 states voted in 2020?", []),
        ("Does the 24-hour service of the EU cost $5?", []),
    ],
)
def test_codes_and_quoted_phrases_are_required(question, required):
    assert [one.written for one in find_requirements(question)] == required


@pytest.mark.parametrize("text", ["part QX-77C", "Part qx 77c:", "(QX77C)"])
def test_a_code_is_found_however_it_is_separated(text):
    (one,) = find_requirements("QX-77C?")
    assert one.pattern.search(text)


@pytest.mark.parametrize("text", ["QX-77B", "QX-77CD", "AQX-77C", "QX-77C-2"])
def test_a_near_code_is_another(text):
    (one,) = find_requirements("QX-77C?")
    assert not one.pattern.search(text)


def test_a_message_that_is_listed_is_answered_with_its_own_line(bot):
    given = bot.answer("What does message F-202 of the oven mean?")
    assert given.answered
    assert [c.quote.removeprefix("F-202: ") for c in given.citations] == ["The fan is dusty."]


def test_a_near_code_is_no_answer_and_the_refusal_names_the_code(bot):
    given = bot.answer("What does message F-203 of the oven mean?")
    assert (given.answered, given.reason) == (False, "missing_word")
    assert "don't have “F-203”" in given.text
    assert given.nearest


def test_a_quoted_phrase_must_stand_as_it_is(bot):
    assert bot.answer("What is early retirement?").answered
    given = bot.answer('What is "early retirement"?')
    assert not given.answered
    assert "“early retirement”" in given.message
    assert bot.answer('What do those with "early exit" get?').answered
