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
ROOMS = "The house\n\nRoom 3.14 has 40 seats and a stage. Room 3.15 has 90 seats.\n"


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("required")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "oven.txt").write_text(CODES)
    (folder / "corpus" / "pensions.txt").write_text(PENSIONS)
    (folder / "corpus" / "rooms.txt").write_text(ROOMS)
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
        ("Who must send in Form W-8?", ["W-8"]),
        ("What does ISO 27001:2022 ask for?", ["27001:2022"]),
        ("Who signed AB 12/3?", ["12/3"]),
        ("Who sits in room 3.14?", ["3.14"]),
        ("What does RFC 9457 describe?", ["9457"]),
        ("Where does tram 11 stop?", ["11"]),
        ("What is said in section 4?", ["4"]),
        ("what does error 404 mean", ["404"]),
        ("What was invoice no. 10422 for?", ["10422"]),
        ("What does Directive 2016/679 require?", ["2016/679"]),
        ("What does clause 9.3 say?", ["9.3"]),
        ("What is new in v2.1?", ["v2.1"]),
        ("Is the I-95 closed?", ["I-95"]),
        ("Which gate 7 guard was ill?", ["7"]),
        ("What changed in the mid-1990s?", []),
        ("What is due at 5PM on the 2ND?", []),
        ("Who won FIFA 2022?", []),
        ("How do I order 12 tickets?", []),
        ("When did the US 50 states vote?", []),
        ("Did it open at 10:30 in FY2023?", []),
        ("Which law 1996 was changed?", []),
        ("WHO WON 12 MEDALS IN 2010", []),
        ("Who rented the 20 rooms in 2014?", []),
        ("How much is 300KG of sand?", []),
        ("Is noon in winter 12 hours before midnight?", []),
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


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("Who sits in room 3.14?", "Room 3.14: the archive.", True),
        ("Who sits in room 3.14?", "Room: 3.14; Used by: the archive.", True),
        ("Who sits in room 3.14?", "Room 3.141 is empty.", False),
        ("Who sits in room 3.14?", "Room 13.14 is empty.", False),
        ("Who sits in room 3?", "Room 3.14 is empty.", False),
        ("What does ISO 27001:2022 ask for?", "ISO/IEC 27001:2022 asks for a list.", True),
        ("What does ISO 27001:2022 ask for?", "ISO 27001:2013 asked for less.", False),
        ("What does ISO 27001 ask for?", "ISO 27001:2013 asked for less.", True),
        ("Who signed AB 12/3?", "AB 12/3 was signed by Ruiz.", True),
        ("Who signed AB 12/3?", "AB 12/31 was signed by Ruiz.", False),
        ("Who signed AB 12/3?", "AB 2/3 was signed by Ruiz.", False),
        ("Who must send in Form W-8?", "Form W-9 is for residents.", False),
        ("What does section 4 say?", "4.2 Fees are paid in May.", True),
        ("What does chapter 3 tell?", "Chapter III tells of the flood.", True),
        ("What happens in step 2?", "Second, press the lid.", True),
        ("What happens in step 2?", "Step 12: press the lid.", False),
    ],
)
def test_a_number_that_names_a_thing_is_that_number(question, text, found):
    (one,) = find_requirements(question)
    assert bool(one.pattern.search(text)) is found


def test_a_message_that_is_listed_is_answered_with_its_own_line(bot):
    given = bot.answer("What does message F-202 of the oven mean?")
    assert given.answered
    assert [c.quote.removeprefix("F-202: ") for c in given.citations] == ["The fan is dusty."]


def test_a_near_code_is_no_answer_and_the_refusal_names_the_code(bot):
    given = bot.answer("What does message F-203 of the oven mean?")
    assert (given.answered, given.reason) == (False, "missing_word")
    assert "doesn't have “F-203”" in given.text
    assert given.nearest


def test_a_quoted_phrase_must_stand_as_it_is(bot):
    assert bot.answer("What is early retirement?").answered
    given = bot.answer('What is "early retirement"?')
    assert not given.answered
    assert "“early retirement”" in given.message
    assert bot.answer('What do those with "early exit" get?').answered


def test_an_excerpt_has_the_quoted_phrase(bot):
    given = bot.answer('Who gets "less early" or more money at retirement?')
    assert not given.answered
    given = bot.answer('Is retirement possible for those in "early exit"?')
    assert "early exit" in given.citations[0].quote


def test_a_neighbouring_room_is_no_answer(bot):
    given = bot.answer("How many seats does room 3.15 have?")
    assert "90 seats" in given.citations[0].quote
    assert not any("40 seats" in citation.quote for citation in given.citations)
    given = bot.answer("How many seats does room 3.16 have?")
    assert (given.answered, given.reason) == (False, "missing_word")
