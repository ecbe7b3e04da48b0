"""What no excerpt has of what is asked for: it is said, and the confidence falls."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.lacking import find_lacking
from qa_bot.config import Settings
from tests.fakes import FakeEncoder

RULES = "Rules of 2021\n\nThe daily allowance for meals is paid by the office.\n"


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lacking")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "rules.txt").write_text(RULES)
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    settings = Settings(reader="off", strictness=1)
    with QABot.open(folder / "index", settings=settings, encoder=FakeEncoder()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "quote", "title", "lacking"),
    [
        ("How much is the fee?", "The fee is paid at the gate.", "", "give no price"),
        ("How many flats are there?", "Flats have a cellar.", "", "give no number"),
        ("What does a pass cost?", "Parking costs £2.", "", "don't speak of “pass”"),
        ("What does a pass cost?", "It costs £2.", "Passes", ""),
        ("How much is the car park?", "Parking costs £2.", "", ""),
        ("How much is a bike?", "A bicycle is £2.", "", ""),
        ("What is a pass?", "Parking costs £2.", "", ""),
        ("How much is the fee?", "The fee is £4.", "", ""),
        ("What is the fee in 2018?", "The fee is £4.", "Prices of 2021", "don't speak of 2018"),
        ("What is the fee in 2021?", "The fee is £4.", "Prices of 2021", ""),
        ("What is the fee in 2018?", "The fee is £4.", "Prices", ""),
        ("What was built in 2020?", "It grew from 2019 to 2023.", "", ""),
        (
            "Who teaches the flute?",
            "Lesson: Horn; Teacher: Rees.",
            "Fees",
            "don't speak of “flute”",
        ),
        ("Who teaches the horn?", "Lesson: Horn; Teacher: Rees.", "Fees", ""),
        ("Who teaches music?", "Lesson: Horn; Teacher: Rees.", "Music school", ""),
        ("Who is the teacher?", "Lesson: Horn; Teacher: Rees.", "Fees", ""),
        ("What does a goat cost?", "Animal: Cat; Cost: £4.", "Fees", "don't speak of “goat”"),
        ("Who approves a purchase of £90?", "Value: up to £100; Who approves: Ruiz.", "Rules", ""),
        ("Which firm is cheapest?", "Firm: Dale; Price: £4.", "", "compare nothing"),
        ("Which firm is cheapest?", "Firm: Dale; Price: £4.\nFirm: Ode; Price: £5.", "", ""),
        ("Which firm is cheapest?", "Firm: Dale (cheapest); Price: £4.", "", ""),
        ("Which firm is cheapest?", "Dale is cheaper than all others.", "", ""),
        ("What won in 2018?", "Ajax won the season 2017/18.", "Years from 1999", ""),
    ],
)
def test_what_the_excerpts_lack_is_known(question, quote, title, lacking):
    assert find_lacking(question, [quote], [title]) == lacking


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("When does the lease of Lowry Museum end?", "don't speak of “Lowry Museum”"),
        ("When does the lease of the Harl Museum end?", ""),
        ("When does the lease of Lowry end?", ""),
        ("Lowry Museum lease: when?", ""),
        ("When does the LMX ABC end?", ""),
    ],
)
def test_a_name_of_several_words_that_the_documents_never_use_is_lacking(question, lacking):
    known = {"leas", "harl", "end"}
    assert (
        find_lacking(question, ["The lease ends in 2026."], ["Lease"], known.__contains__)
        == lacking
    )


@pytest.mark.parametrize(
    "quote", ["The record over 1,500 metres", "The record of 1500 metres", "The 1 500 metres"]
)
def test_a_number_that_looks_like_a_year_is_found_however_it_is_written(quote):
    never = find_lacking("What is the record over 1500 metres?", [quote], [], lambda year: False)
    assert never == ""


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("How much is the daily allowance for meals?", "give no price"),
        ("What is the daily allowance for meals in 2018?", "don't speak of 2018"),
        ("What is the daily allowance for meals?", ""),
    ],
)
def test_the_confidence_falls_where_excerpts_lack_what_is_asked_for(bot, question, lacking):
    factors = bot.answer(question, explain=True).trace.factors
    assert factors.lacking == lacking
    assert (factors.confidence < factors.topic / 2) == bool(lacking)
    assert bot.answer(question).missing.startswith(f"The excerpts {lacking}" if lacking else "")
