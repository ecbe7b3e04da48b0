"""Answering: what an answer lacks, and what a refusal offers."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.reasons import MIN_TOPIC, find_reason
from qa_bot.config import Settings
from tests.fakes import FakeEncoder, FakeReader

TEXT = (
    "The Harbour\n\nThe harbour office counts boats. Lake boats need a permit.\n\n"
    "Q. Who counts boats?\n\nAns. The harbour office counts boats with care.\n\n"
    "Q. What do lake boats need?\n\nAns. Lake boats need a yellow permit.\n"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("answering")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "harbour.txt").write_text(TEXT, encoding="utf-8")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    return folder / "index"


def ask(index, question, strictness):
    settings = Settings(reader="off", strictness=strictness)
    with QABot.open(index, settings=settings, encoder=FakeEncoder()) as bot:
        return bot.answer(question)


def test_an_answer_says_which_kind_of_thing_is_missing(index):
    given = ask(index, "When was the harbour office opened?", 1)
    assert given.answered
    assert given.missing == "The excerpts give no date."
    assert given.text.endswith(given.missing)


def test_an_answer_names_the_names_that_the_documents_never_use(index):
    given = ask(index, "What do Danish lake boats need in 2031?", 1)
    assert given.missing == "The documents never use: “Danish”, “2031”."


def test_a_full_answer_lacks_nothing(index):
    assert ask(index, "What do lake boats need?", 1).missing == ""


def test_a_refusal_offers_questions_that_are_answered(index):
    given = ask(index, "Who counts lake herons?", 100)
    assert not given.answered
    assert set(given.suggestions) == {"Who counts boats?", "What do lake boats need?"}
    assert all(suggestion in given.text for suggestion in given.suggestions)
    assert "They never use: “herons”." in given.text


def test_a_refusal_on_another_topic_offers_questions_as_well(index):
    assert ask(index, "Who won the chess championship in Uruguay?", 100).suggestions


def test_a_refusal_names_no_word_that_says_little(index):
    given = ask(index, "What happens if someone feeds lake herons?", 100)
    assert "They never use: “feeds”, “herons”." in given.text


@pytest.mark.parametrize(
    ("question", "reason", "said"),
    [
        ("Who won the chess championship in Uruguay?", "off_topic", "clearly about it"),
        ("What is most important?", "too_general", "Name what or whom you mean"),
        ("Who paid for permit QX-77?", "missing_word", "doesn't have “QX-77”"),
    ],
)
def test_a_refusal_says_why(index, question, reason, said):
    given = ask(index, question, 100)
    assert (given.answered, given.reason) == (False, reason)
    assert said in given.message
    assert ask(index, "What do lake boats need?", 1).reason == ""


def test_on_the_topic_without_an_answer_is_told_from_off_the_topic():
    assert find_reason("Who counts lake herons?", (), MIN_TOPIC) == "not_answered"
    assert find_reason("Who counts lake herons?", (), MIN_TOPIC - 0.01) == "off_topic"


@pytest.mark.parametrize(("word", "whole"), [("yello", "yellow"), ("ermi", "permit")])
def test_the_words_that_answer_are_whole_and_of_the_quote(index, word, whole):
    settings = Settings(strictness=1)
    with QABot.open(
        index, settings=settings, encoder=FakeEncoder(), reader=FakeReader(word)
    ) as bot:
        given = bot.answer("What do lake boats need?")
        text = bot.source(given.citations[0].doc_id).text
    first = given.citations[0]
    start, end = first.highlight
    assert first.start <= start < end <= first.end
    assert text[start:end] == whole


def test_what_does_not_answer_has_no_highlight(index):
    settings = Settings(strictness=100)
    with QABot.open(
        index, settings=settings, encoder=FakeEncoder(), reader=FakeReader("boats")
    ) as bot:
        given = bot.answer("Who won the chess championship in Uruguay?")
    assert not given.answered
    assert given.nearest
    assert [citation.highlight for citation in given.nearest] == [None] * len(given.nearest)
