"""Sentences that define what a question asks for."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.definitions import find_statement
from qa_bot.config import Settings
from tests.fakes import FakeEncoder, FakeReader


@pytest.mark.parametrize(
    ("question", "sentence", "defines"),
    [
        ("What is AutoGen?", "AutoGen is an open-source framework.", True),
        ("what's autogen", "AutoGen is an open-source framework.", True),
        ("Define AutoGen", "The AutoGen framework is a tool.", False),
        ("What is a gill net?", "A gill net is a wall of mesh.", True),
        ("What is a gill net?", "Gill nets are the oldest kind.", True),
        ("What is the ITU?", "The ITU (in Geneva) is an agency.", True),
        ("What does ITU stand for?", "“ITU” stands for a union.", True),
        ("What is the meaning of mesh?", "Mesh, in weaving, refers to the openings.", True),
        ("Who is Mei Tanaka?", "Mei Tanaka is the treasurer.", True),
        ("What are organoids?", "Human organoids are an early model.", True),
        ("What does INTERPOL do?", "The Police Organization (INTERPOL) supports states.", True),
        ("What is INTERPOL's role?", "Bodies like INTERPOL help states.", True),
        ("How does the World Bank help?", "Moreover, the World Bank, too, lends money.", True),
        ("What does INTERPOL do?", "INTERPOL is based in Lyon.", False),
        ("What does INTERPOL do?", "The states of INTERPOL and others pay.", False),
        ("What does INTERPOL do?", "States pay INTERPOL.", False),
        ("What is AutoGen?", "We see that AutoGen has found parameters.", False),
        ("What is AutoGen?", "AutoGen is used by many.", False),
        ("What is AutoGen?", "AutoGen was shown to work.", False),
        ("What is a net?", "Networks are the answer.", False),
    ],
)
def test_a_definition_names_its_subject_first(question, sentence, defines):
    assert bool(find_statement(question).pattern.match(sentence)) is defines


@pytest.mark.parametrize(
    "question",
    ["How is it made?", "When is the fair?", "What is the fee of a member who joined in May?"],
)
def test_other_questions_ask_for_no_definition(question):
    assert find_statement(question) is None


@pytest.mark.parametrize("reader", ["off", "packaged"])
def test_the_sentence_that_defines_comes_before_others(tmp_path, reader):
    (tmp_path / "corpus").mkdir()
    text = "We saw that gill nets changed the lake much. A gill net is a wall of mesh."
    (tmp_path / "corpus" / "nets.txt").write_text(text, encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    with QABot.open(
        tmp_path / "index",
        settings=Settings(reader=reader, strictness=1),
        encoder=FakeEncoder(),
        reader=None if reader == "off" else FakeReader("changed", sure=1.5),
    ) as bot:
        given = bot.answer("What is a gill net?")
    assert given.citations[0].quote.endswith("A gill net is a wall of mesh.")
    assert given.confidence > 0.5
