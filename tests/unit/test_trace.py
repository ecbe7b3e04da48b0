"""`explain`: an answer says how it came about, by every door, and only where that is asked for."""

from __future__ import annotations

import asyncio
import json
from dataclasses import FrozenInstanceError

import pytest

import qa_bot
import qa_bot.api
from qa_bot import AsyncQABot, QABot, build_index
from qa_bot.config import Settings
from tests.fakes import FakeEncoder, FakeReader

TEXTS = {
    "harbour.txt": (
        "The Harbour\n\nThe International Boat Office (IBO) counts boats in the harbour. "
        "It was founded in 1921. Herons stand on the quay.\n"
    ),
    "lake.txt": "The Lake\n\nThe lake office counts herons. Lake boats need a yellow permit.\n",
    "errors.txt": "Errors\n\nF-201: The lamp is broken.\n\nF-202: The fan is dusty.\n",
    "notes.txt": "Notes\n\nWe saw F-202 twice in May. Then F-201 was seen too.\n",
    "copy.txt": "A Copy\n\nLake boats need a yellow permit.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trace")
    (folder / "corpus").mkdir()
    for name, text in TEXTS.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    return folder / "index"


def opened(index, strictness=1, word=None):
    settings = Settings(reader="off", strictness=strictness)
    reader = None if word is None else FakeReader(word)
    return QABot.open(index, settings=settings, encoder=FakeEncoder(), reader=reader)


def explain(index, question, strictness=1, word=None, **more):
    with opened(index, strictness, word) as bot:
        return bot.answer(question, explain=True, **more)


def test_without_explain_there_is_no_trace(index):
    with opened(index) as bot:
        given = bot.answer("What do lake boats need?")
        assert given.trace is None
        explained = bot.answer("What do lake boats need?", explain=True)
    assert explained.trace is not None
    assert explained.citations == given.citations
    assert explained.confidence == given.confidence


def test_a_trace_is_frozen_and_json(index):
    given = explain(index, "What do lake boats need?", word="yellow")
    with pytest.raises(FrozenInstanceError):
        given.trace.standalone = "another"
    assert json.loads(json.dumps(given.to_dict()))["trace"]["decided_by"] == "none"


def test_it_says_how_the_question_was_made_to_stand_alone(index):
    alone = explain(index, "What do lake boats need?").trace
    assert (alone.standalone, alone.why_standalone) == (
        "What do lake boats need?",
        "Nothing was asked before it.",
    )
    history = ["What is the harbour office?"]
    leaning = explain(index, "When was it founded?", history=history).trace
    assert "harbour office" in leaning.standalone
    assert leaning.why_standalone == "It points back (it)."
    unchanged = explain(index, "Which permit do lake boats need?", history=history).trace
    assert unchanged.why_standalone == "It stands on its own."


def test_it_tells_the_words_that_are_known_added_and_unknown(index):
    trace = explain(index, "Does the Internatoinal Boat Office count boats of the Danes?").trace
    by_term = {term.term: term for term in trace.terms}
    assert by_term["boat"].origin is None
    assert by_term["boat"].passages == 3
    assert by_term["ibo"].origin == "acronym"
    respelled = [(one.typed, one.read_as) for one in trace.respelled]
    assert respelled == [("Internatoinal", "International")]
    assert trace.unknown == ("Danes",)
    joined = explain(index, "Who needs a lakeboat?").trace
    assert {t.term for t in joined.terms if t.origin == "word form"} == {"lake", "boat"}


def test_it_has_the_passages_of_each_side_and_what_the_reader_said(index):
    trace = explain(index, "Which permit do lake boats need?", word="yellow").trace
    assert trace.found_by_vectors == 5
    assert trace.found_by_words == 3
    assert {one.lexical_rank for one in trace.passages} == {1, 2, 3, None}
    assert sorted(one.dense_rank for one in trace.passages) == [1, 2, 3, 4, 5]
    assert sorted(one.rank for one in trace.passages) == [1, 2, 3, 4, 5]
    answering = {one.doc_id for one in trace.passages if one.reading == 5.0}
    assert answering == {"lake.txt", "copy.txt"}
    first = trace.passages[0]
    text = " ".join(TEXTS[first.doc_id][first.start : first.end].split())
    assert first.opening
    assert text.startswith(first.opening)


def test_it_says_what_was_left_out_and_why(index):
    trace = explain(index, "Which permit do lake boats need?", word="yellow").trace
    left_out = {one.quote: one for one in trace.left_out}
    assert left_out["Herons stand on the quay."].cause == "floor"
    assert "Lake boats need a yellow permit." not in left_out
    for one in trace.left_out:
        assert TEXTS[one.doc_id][one.start : one.end] == one.quote
    few = explain(index, "What does the office count?", word="counts", max_citations=1).trace
    assert "limit" in {one.cause for one in few.left_out}
    coded = explain(index, "What does F-202 mean?").trace
    causes = {one.quote: one.cause for one in coded.left_out}
    assert causes["Then F-201 was seen too."] == "names another code"
    assert causes["The lake office counts herons."] == "lacks what must occur"


@pytest.mark.parametrize(
    ("question", "word", "strictness", "stage"),
    [
        ("Which permit do lake boats need?", "yellow", 1, "none"),
        ("Which permit do lake boats need?", "purple", 20, "reading"),
        ("Who painted the ceiling?", "erons", 20, "topic"),
        ("What does F-209 mean?", "means", 1, "evidence"),
        ("??", None, 1, "question"),
    ],
)
def test_it_names_the_stage_that_decided(index, question, word, strictness, stage):
    given = explain(index, question, strictness, word)
    assert given.trace.decided_by == stage
    assert given.answered == (stage == "none")


def test_the_confidence_is_the_product_of_its_factors(index):
    given = explain(index, "Which permit do lake boats need?", word="yellow")
    factors = given.trace.factors
    assert factors.topic * factors.answers == pytest.approx(given.confidence)
    assert factors.confidence == given.confidence
    assert factors.threshold <= given.confidence
    assert explain(index, "Which permit do lake boats need?").trace.factors.answers is None


def test_printing_it_is_a_report(index):
    question = "Does the Internatoinal Boat Office count boats?"
    report = str(explain(index, question, word="counts").trace)
    assert "“Internatoinal” read as “International”" in report
    assert "added (acronym)" in report
    assert "harbour.txt" in report
    assert "Decision: answered" in report


def test_the_other_doors_of_python_give_it_too(index, monkeypatch):
    question = "What do lake boats need?"
    monkeypatch.setattr(qa_bot.api._bots, "open", lambda *_: opened(index))
    assert qa_bot.answer(question, index=index, explain=True).trace is not None
    with opened(index) as bot:
        waiting = AsyncQABot(bot).answer(question, explain=True)
        assert asyncio.run(waiting).trace == bot.answer(question, explain=True).trace
