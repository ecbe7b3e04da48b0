"""A row that a question of a price or a measure names is found where the reader refuses it."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.forms.named_rows import find_named_rows
from tests.fakes import FakeEncoder

PLANTS = """Plant,Kind,Height (cm),Price (£)
Rose New Dawn,climber,300,21
Hosta Halcyon,perennial,40,9.4
Fern,perennial,70,7.2
Fern Cristata,perennial,60,8.1
Pot,clay,20,
"""
HIRE = """Item,Day (£),Remarks
Dog life jacket,4,two
Tent,12,large
Boots,5,wet
"""
COURSES = """Course,Length,Places
Knots,2 hours,8
Rolling,3 hours,6
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("named")
    (folder / "corpus").mkdir()
    for name, text in (("plants", PLANTS), ("hire", HIRE), ("courses", COURSES)):
        (folder / "corpus" / f"{name}.csv").write_text(text, encoding="utf-8")
    encoder = FakeEncoder()
    build_index(folder / "corpus", folder / "index", encoder=encoder)
    with QABot.open(folder / "index", encoder=encoder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("How much is the rose?", ["Rose New Dawn"]),
        ("What does the hosta cost?", ["Hosta Halcyon"]),
        ("What does a tent cost per day?", ["Tent"]),
        ("What is the price of the fern?", ["Fern"]),
        ("How tall does the hosta grow?", ["Hosta Halcyon"]),
        ("How long does the rolling course take?", ["Rolling"]),
        ("How much is a dog?", []),
        ("How much is the red rose?", []),
        ("How much is the pot?", []),
        ("How heavy is the tent?", []),
        ("Who sells the rose?", []),
    ],
)
def test_the_row_with_the_name_and_the_measure_is_found(bot, question, rows):
    ids = [document.doc_id for document in bot.documents()]
    found = find_named_rows(bot.index, question, ids)
    texts = [bot.source(one.passage.doc_id).text[one.start : one.end] for one in found]
    assert [text.split(";")[0].split(": ")[1] for text in texts] == rows
