"""Retrieval: scores against a plain reference, filters, and the forward index."""

from __future__ import annotations

import numpy as np
import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.query import make_query
from qa_bot.answering.retrieval import retrieve, score_sentences, standardise, weigh_query
from qa_bot.config import Settings
from qa_bot.errors import DocumentNotFoundError
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.lexical.sentence_terms import SentenceTerms
from qa_bot.index.lexical.words import terms_of
from tests.fakes import FakeEncoder

TEXTS = {
    "lakes.txt": "The lake office opened in 1904. It counts boats. Lake boats need a permit.",
    "roads.txt": "Roads are mended in May. A road permit costs ten crowns. Boats may not park.",
    "birds.txt": "Herons nest near the lake. Nobody counts herons.",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("retrieval")
    (folder / "corpus").mkdir()
    for name, text in TEXTS.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    encoder = FakeEncoder()
    build_index(folder / "corpus", folder / "index", encoder=encoder)
    settings = Settings(reader="off")
    with QABot.open(folder / "index", settings=settings, encoder=encoder) as opened:
        yield opened


def test_weighed_bm25_is_the_sum_of_its_terms(tmp_path):
    lexical = LexicalIndex.build(tmp_path / "lexical", list(TEXTS.values()))
    lake, boat = lexical.scores({"lake": 1.0}), lexical.scores({"boat": 1.0})
    mixed = lexical.scores({"lake": 2.0, "boat": 0.5, "unheard": 1.0})
    assert np.allclose(mixed, 2 * lake + 0.5 * boat)
    assert (lake > 0).tolist() == [True, False, True]


def test_bm25_is_lucenes_formula(tmp_path):
    # idf(road) = ln(1 + (3 - 1 + 0.5) / (1 + 0.5)) with road in one of three passages, twice;
    # tf part = 2 / (2 + k1 * (1 - b + b * length / mean length)), k1 0.9, b 0.4.
    lexical = LexicalIndex.build(tmp_path / "lexical", list(TEXTS.values()))
    lengths = [len(terms_of(text)) for text in TEXTS.values()]
    shape = 0.9 * (1 - 0.4 + 0.4 * lengths[1] / np.mean(lengths))
    expected = np.log(1 + 2.5 / 1.5) * 2 / (2 + shape)
    assert lexical.scores({"road": 1.0})[1] == pytest.approx(expected, rel=1e-5)


def test_the_forward_index_gives_back_every_sentences_terms(tmp_path):
    lexical = LexicalIndex.build(tmp_path / "lexical", ["red boats sail", "blue lakes"])
    groups = [["red boats", "boats sail"], [], ["blue lakes"]]
    SentenceTerms.build(tmp_path / "terms", groups, lexical)
    terms = SentenceTerms.load(tmp_path / "terms")
    ids, passage_of_sentence = terms.sentences(np.array([2, 0, 1]))
    assert (ids.tolist(), passage_of_sentence.tolist()) == ([2, 0, 1], [0, 1, 1])
    numbers, sentence_of_term = terms.terms(np.array([1, 2]))
    known = [lexical.term_id(term) for term in ("boat", "sail", "blue", "lake")]
    assert (numbers.tolist(), sentence_of_term.tolist()) == (known, [0, 0, 1, 1])


def test_sentence_scores_count_each_term_once_and_pairs_of_neighbours(bot):
    index = bot.index
    query = make_query(index, "road permit permit", FakeEncoder())
    rows = [p for p in range(3) if "Roads" in _text(bot, p)]
    scores = score_sentences(index, query, index.passages.load(np.array(rows)))
    road, permit = (index.lexical.idf(term) for term in ("road", "permit"))
    assert scores.coverage.tolist() == pytest.approx([road, road + permit, 0.0])
    assert scores.word_pairs.tolist() == pytest.approx([0.0, (road + permit) / 2, 0.0])
    assert list(weigh_query(index, query).values()) == pytest.approx([road, permit])


def test_scores_are_standardised_and_equal_scores_are_zero():
    assert standardise(np.array([1, 3], np.float32)).tolist() == [-1.0, 1.0]
    assert standardise(np.array([2, 2], np.float32)).tolist() == [0.0, 0.0]


def test_a_question_can_be_restricted_to_documents_by_id_file_name_or_title(bot):
    assert bot.search("lake boats")[0].passage.doc_id == "lakes.txt"
    for name in ("roads.txt", "ROADS.TXT", "Roads"):
        found = bot.search("lake boats", documents=[name])
        assert {hit.passage.doc_id for hit in found} == {"roads.txt"}
        given = bot.answer("lake boats", documents=[name])
        assert {c.doc_id for c in given.citations + given.nearest} == {"roads.txt"}


def test_a_document_that_is_not_there_is_named(bot):
    with pytest.raises(DocumentNotFoundError, match=r"no document moon\.txt"):
        bot.answer("lake boats", documents=["moon.txt"])


def test_no_document_at_all_finds_nothing(bot):
    assert bot.search("lake boats", documents=[]) == []
    assert bot.answer("lake boats", documents=[]).answered is False


def test_every_passage_is_ranked_when_all_are_wanted(bot):
    query = make_query(bot.index, "Who counts herons?", FakeEncoder())
    candidates = retrieve(bot.index, query, Settings(), k=10)
    hits = [one.hit for one in candidates]
    assert sorted(hit.passage.passage_id for hit in hits) == list(range(len(hits)))
    assert hits[0].passage.doc_id == "birds.txt"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_candidates_bring_their_sentences_with_their_scores(bot):
    index = bot.index
    query = make_query(index, "Who counts herons?", FakeEncoder())
    for one in retrieve(index, query, Settings(), k=10):
        row = one.hit.passage.passage_id
        scores = score_sentences(index, query, index.passages.load(np.array([row])))
        numbers = range(one.first_sentence, one.first_sentence + len(one.sentences))
        assert list(numbers) == scores.ids.tolist()
        assert one.coverage.tolist() == scores.coverage.tolist()
        assert one.cosine.tolist() == pytest.approx(scores.cosine.tolist(), abs=1e-6)


def _text(bot, passage_id):
    passage = bot.index.documents.passages([passage_id])[0]
    return bot.source(passage.doc_id).text[passage.start : passage.end]
