from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.scope_sentences import asks_of_document, tells_scope
from qa_bot.config import Settings
from tests.fakes import FakeEncoder, FakeReader


@pytest.mark.parametrize(
    "sentence",
    [
        "This policy sets out which costs are paid and how they are claimed.",
        "This short guide explains how a heap is started.",
        "The present section also describes who may vote.",
        "This report looks at what went wrong.",
    ],
)
def test_a_sentence_about_its_document_is_told(sentence):
    assert tells_scope(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "This policy applies to all employees.",
        "This guide costs five euros.",
        "This letter shows the date.",
        "Claims are submitted with the form T-7.",
        "The board lists who may vote.",
    ],
)
def test_a_sentence_that_says_something_itself_is_none(sentence):
    assert not tells_scope(sentence)


@pytest.mark.parametrize(
    ("question", "is_of_document"),
    [
        ("What does the policy set out?", True),
        ("What is this about?", True),
        ("How are costs claimed?", False),
        ("What about children?", False),
    ],
)
def test_a_question_about_a_document_is_told(question, is_of_document):
    assert asks_of_document(question) is is_of_document


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("How are costs claimed?", "Costs are claimed with a form"),
        ("Which costs and claims does this policy set out?", "This policy sets out"),
    ],
)
def test_what_answers_goes_before_what_says_that_it_is_told(tmp_path, question, opening):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "policy.txt").write_text(
        "This policy sets out how costs are claimed.\n\nCosts are claimed with a form in May.\n"
    )
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    with QABot.open(
        tmp_path / "index",
        settings=Settings(strictness=1),
        encoder=FakeEncoder(),
        reader=FakeReader("sets out", sure=1.5),
    ) as bot:
        given = bot.answer(question)
    assert (given.citations or given.nearest)[0].quote.startswith(opening)
