from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.scope_sentences import (
    asks_of_document,
    asks_of_mail,
    is_mail_field,
    tells_scope,
)
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


@pytest.mark.parametrize(
    ("line", "is_field"),
    [
        ("From: Noor Haddad <noor@quay.example>", True),
        ("Cc: elsie@quay.example", True),
        ("Date: Thu, 16 Apr 2026 16:42:00 +0100", True),
        ("Date: Saturday 14 June, 10:00", False),
        ("From: Aven; To: Birk; Fare: 4.00", False),
        ("To: the Landlord", False),
        ("Write to office@quay.example.", False),
    ],
)
def test_a_field_above_a_mail_is_told(line, is_field):
    assert is_mail_field(line) is is_field


@pytest.mark.parametrize(
    ("question", "is_of_mail"),
    [
        ("Who wrote the message on the crane?", True),
        ("What is Elsie's e-mail address?", True),
        ("When was it sent?", True),
        ("Who can I contact about keys?", True),
        ("Who mends the crane?", False),
        ("When is the move?", False),
    ],
)
def test_a_question_about_a_mail_is_told(question, is_of_mail):
    assert asks_of_mail(question) is is_of_mail


@pytest.mark.parametrize(
    ("question", "quote"),
    [("Who mends the crane?", "The yard mends it."), ("Who wrote of the crane?", "From: Elsie")],
)
def test_a_field_above_a_mail_answers_only_what_is_asked_of_the_mail(tmp_path, question, quote):
    (tmp_path / "corpus").mkdir()
    text = "From: Elsie Crane <elsie@quay.example>\n\nThe yard mends it.\n"
    (tmp_path / "corpus" / "crane.md").write_text(text, encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    settings, reader = Settings(strictness=1), FakeReader("crane", sure=1.5)
    with QABot.open(
        tmp_path / "index", settings=settings, encoder=FakeEncoder(), reader=reader
    ) as bot:
        given = bot.answer(question)
    assert (given.citations or given.nearest)[0].quote.startswith(quote)
