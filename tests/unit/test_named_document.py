"""Retrieval in a document that the question names: what else it says tells the passages apart."""

from __future__ import annotations

import numpy as np
import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.named_document import find_named
from qa_bot.answering.query import make_query
from qa_bot.answering.retrieval import retrieve
from qa_bot.config import Settings
from tests.fakes import FakeEncoder

HANDBOOK = """\
# Handbook of Marlow Green

## Welcome

Marlow Green is open all year. Marlow Green was founded by people of Marlow Green.

## Sickness

Bent tools are free for those who work here. Whoever is ill calls the office.

## Fire

When the bell rings, leave by the nearest door and wait on the lawn.
"""
OTHER = "# Rules of Pell Wood\n\nNobody may light a fire. Tools stay in the shed.\n"
NAMED = "Who takes tools at Marlow Green?"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("named")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "handbook.md").write_text(HANDBOOK, encoding="utf-8")
    (folder / "corpus" / "rules.md").write_text(OTHER, encoding="utf-8")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    settings = Settings(reader="off")
    with QABot.open(folder / "index", settings=settings, encoder=FakeEncoder()) as bot:
        yield bot.index


def query_for(index, question):
    return make_query(index, question, FakeEncoder())


def find(index, question):
    return retrieve(index, query_for(index, question), Settings(), 10)


def all_rows(index):
    return np.arange(index.manifest.passages)


def test_the_passage_that_speaks_of_the_rest_comes_before_one_that_repeats_the_name(index):
    assert find(index, NAMED)[0].hit.passage.section == "Sickness"


def test_the_nearest_passage_and_sentence_stay_as_near_as_they_were(index):
    query = query_for(index, NAMED)
    rows = all_rows(index)
    data = index.passages.load(rows)
    found = retrieve(index, query, Settings(), 10)
    own = [one for one in found if one.hit.passage.doc_id == "handbook.md"]
    is_own = np.isin(rows, [one.hit.passage.passage_id for one in own])
    cosine = (data.sentence_vectors @ query.vector)[is_own[data.passage_of_sentence]]
    nearest = max(one.hit.dense for one in own)
    assert nearest == pytest.approx((data.vectors @ query.vector)[is_own].max(), abs=1e-6)
    assert max(one.cosine.max() for one in own) == pytest.approx(cosine.max(), abs=1e-6)


def test_other_documents_keep_their_scores(index):
    query = query_for(index, NAMED)
    data = index.passages.load(all_rows(index))
    for one in retrieve(index, query, Settings(), 10):
        if one.hit.passage.doc_id == "rules.md":
            row = one.hit.passage.passage_id
            assert one.hit.dense == pytest.approx(data.vectors[row] @ query.vector, abs=1e-6)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        (NAMED, ["take", "tool"]),
        ("Who takes tools?", None),
        ("What is the handbook of Marlow Green?", None),
    ],
)
def test_the_rest_is_what_the_title_does_not_say(index, question, rest):
    query = query_for(index, question)
    best = find(index, question)[0].hit.passage.passage_id
    named = find_named(index, query, all_rows(index), best)
    assert (named and list(named.rest.terms)) == rest


def test_a_document_with_one_passage_found_is_not_looked_into(index):
    query = query_for(index, NAMED)
    best = find(index, NAMED)[0].hit.passage.passage_id
    assert find_named(index, query, np.array([best]), best) is None
