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
        ("What won in 2018?", "Ajax won the season 2017/18.", "Years from 1999", ""),
    ],
)
def test_what_the_excerpts_lack_is_known(question, quote, title, lacking):
    assert find_lacking(question, [quote], [title]) == lacking


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
