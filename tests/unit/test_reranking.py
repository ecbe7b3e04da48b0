"""Reranking and confidence: what a reader says moves passages, evidence and the decision."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.confidence import THRESHOLDS, least_confidence
from qa_bot.answering.query import make_query
from qa_bot.answering.reranking import CERTAINTY_WEIGHT, rerank
from qa_bot.answering.retrieval import retrieve
from qa_bot.config import Settings
from tests.fakes import FakeEncoder, FakeReader

TEXTS = {
    "lakes.txt": "The lake office opened in 1904. It counts boats. Lake boats need a permit.",
    "roads.txt": "Roads are mended in May. A road permit costs ten crowns. Boats may not park.",
    "birds.txt": "Herons nest near the lake. Nobody counts herons.",
}
QUESTION = "Who counts boats on the lake?"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reranking")
    (folder / "corpus").mkdir()
    for name, text in TEXTS.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    return folder / "index"


def opened(index, reader=None, **settings):
    settings = Settings(**({"reader": "off"} | settings))
    return QABot.open(index, settings=settings, encoder=FakeEncoder(), reader=reader)


def found(bot, question):
    return retrieve(bot.index, make_query(bot.index, question, FakeEncoder()), Settings(), 3)


def test_the_reader_reads_the_best_passages_only(index):
    reader = FakeReader("counts")
    with opened(index, reader, reader_passages=2) as bot:
        ranked = rerank(reader, bot.index, QUESTION, found(bot, QUESTION), 2)
    assert len(reader.seen) == 2
    assert [one.reading is None for one in ranked] == [False, False, True]
    sentences = {"lakes.txt": 3, "roads.txt": 3, "birds.txt": 2}
    for one in ranked[:2]:
        assert len(one.reading.sentences) == sentences[one.hit.passage.doc_id]


def test_only_passages_close_to_the_best_are_read(index):
    with opened(index) as bot:
        candidates = found(bot, QUESTION)
        scores = [one.hit.score for one in candidates]
        assert scores[0] > scores[1] > scores[2]
        for gap, wanted in ((0.0, 2), (scores[0] - scores[2], 3), (math.inf, 3)):
            reader = FakeReader("counts")
            rerank(reader, bot.index, QUESTION, candidates, 3, gap)
            assert len(reader.seen) == wanted


def test_spans_and_titles_reach_the_reader(index):
    reader = FakeReader("counts")
    with opened(index, reader) as bot:
        bot.search(QUESTION)
    for passage in reader.seen:
        sentences = [passage.text[a:b] for a, b in passage.sentences]
        assert all(sentence.endswith(".") for sentence in sentences)
        assert passage.title


def test_a_sentence_that_answers_comes_first(index):
    for word, quote in (("park", "Boats may not park."), ("permit", "Lake boats need a permit.")):
        with opened(index, FakeReader(word)) as bot:
            given = bot.answer(QUESTION)
        shown = given.citations or given.nearest
        assert quote in shown[0].quote


def test_a_passage_that_answers_gains_its_certainty_and_the_others_nothing(index, monkeypatch):
    with opened(index) as bot:
        plain = {hit.passage.doc_id: hit.score for hit in bot.search(QUESTION)}
    last = list(plain)[-1]
    word = {"lakes.txt": "office", "roads.txt": "mended", "birds.txt": "nest"}[last]
    # -ln(1 - p) at log-odds 5 is ln(1 + e^5); at -5 it is 0.0067, next to nothing
    gains = {doc_id: np.log1p(np.exp(5 if doc_id == last else -5)) for doc_id in plain}
    with opened(index, FakeReader(word)) as bot:
        read = {hit.passage.doc_id: hit.score for hit in bot.search(QUESTION)}
        assert read == pytest.approx(
            {d: plain[d] + CERTAINTY_WEIGHT * gains[d] for d in plain}, rel=1e-5
        )
        monkeypatch.setattr("qa_bot.answering.reranking.CERTAINTY_WEIGHT", 10.0)
        assert bot.search(QUESTION)[0].passage.doc_id == last
    with opened(index, FakeReader("nothing")) as bot:
        assert [hit.passage.doc_id for hit in bot.search(QUESTION)] == list(plain)


def test_what_asks_nothing_keeps_its_order(index):
    topic = "boats on the lake"
    with opened(index) as bot:
        plain = [(hit.passage.doc_id, hit.score) for hit in bot.search(topic)]
    for word in ("counts", "mended", "nest"):
        reader = FakeReader(word)
        with opened(index, reader) as bot:
            read = bot.search(topic)
        assert [(hit.passage.doc_id, hit.score) for hit in read] == plain
        assert len(reader.seen) == 3


def test_further_excerpts_answer_by_themselves(index):
    with opened(index, FakeReader("counts boats"), strictness=1) as bot:
        assert [c.quote for c in bot.answer(QUESTION).citations] == [
            "The lake office opened in 1904. It counts boats."
        ]
    with opened(index, FakeReader("permit"), strictness=1) as bot:
        citations = bot.answer("Which permit?").citations
        assert {c.doc_id for c in citations} == {"lakes.txt", "roads.txt"}
        assert all("permit" in c.quote for c in citations)


def test_the_confidence_rises_with_what_the_reader_says(index):
    with opened(index, FakeReader("counts")) as bot:
        high = bot.answer(QUESTION).confidence
    with opened(index, FakeReader("nothing")) as bot:
        low = bot.answer(QUESTION).confidence
    assert low < high


def test_without_a_reader_nothing_is_read(index):
    with opened(index) as bot:
        ranked = rerank(None, bot.index, QUESTION, found(bot, QUESTION), 8)
        assert [one.reading for one in ranked] == [None, None, None]
        assert 0 < bot.answer(QUESTION).confidence < 1


def test_the_stricter_the_surer():
    asked = [1.0, 2.0, 2.5, 3.0, 4.0, 10.0, 20.0, 60.0, 100.0]
    least = [least_confidence(strictness, 300) for strictness in asked]
    assert least == sorted(least)
    assert least[0] == pytest.approx(THRESHOLDS[0][1])
    assert least[-1] == pytest.approx(THRESHOLDS[-1][1])
    (low, first), (high, second) = THRESHOLDS[:2]
    assert least_confidence((low + high) / 2, 300) == pytest.approx((first + second) / 2)


def test_more_is_asked_where_more_passages_are_searched():
    few, usual, many = (least_confidence(3.0, passages) for passages in (20, 300, 10_000))
    assert few < usual < many
