"""Sentences' vectors from their passages' pass: made once, reused, and made anew when they must."""

from __future__ import annotations

import numpy as np
import pytest

from qa_bot import build_index
from qa_bot.building.builder import build_documents
from qa_bot.building.corpus import Corpus
from qa_bot.index.checking import check_index
from qa_bot.index.folder import Index
from qa_bot.models.encoder import ModelIdentity
from qa_bot.types import Document
from tests.fakes import FakeEncoder, FakePartsEncoder

RAIN = "Rain falls on the lake. The lake feeds a mill. The mill grinds corn."


def build(tmp_path, encoder, **files):
    corpus = tmp_path / "corpus"
    corpus.mkdir(exist_ok=True)
    for name, text in files.items():
        (corpus / f"{name}.txt").write_text(text)
    return build_index(corpus, tmp_path / "index", encoder=encoder)


def rows_of(folder):
    with Index.open(folder / "index") as index:
        return np.array(index.passages.vectors), np.array(index.passages.sentence_vectors)


def test_a_passage_and_its_sentences_are_one_pass(tmp_path):
    encoder = FakePartsEncoder()
    report = build(tmp_path, encoder, a=RAIN, b="Snow is rare.")
    assert encoder.passed == [RAIN, "Snow is rare."]
    assert report.encoded == 6
    passages, sentences = rows_of(tmp_path)
    spans = ((0, 23), (24, 46), (47, 67))
    expected = FakePartsEncoder().encode_parts([RAIN, "Snow is rare."], [spans, [(0, 13)]])
    assert np.array_equal(passages, expected[0])
    assert np.array_equal(sentences, expected[1])


def test_the_same_passage_elsewhere_is_not_encoded_again(tmp_path):
    encoder = FakePartsEncoder()
    build(tmp_path, encoder, a=RAIN, b=RAIN)
    assert encoder.passed == [RAIN]
    passages, sentences = rows_of(tmp_path)
    assert np.array_equal(passages[0], passages[1])
    assert np.array_equal(sentences[:3], sentences[3:])


def test_the_same_sentence_in_another_passage_has_another_vector(tmp_path):
    build(tmp_path, FakePartsEncoder(), a=RAIN, b="Rain falls on the lake. Nobody minds.")
    _, sentences = rows_of(tmp_path)
    assert not np.allclose(sentences[0], sentences[3])


def test_a_later_build_encodes_the_changed_passage_alone(tmp_path):
    build(tmp_path, FakePartsEncoder(), a=RAIN, b="Snow is rare.")
    again = FakePartsEncoder()
    changed = RAIN.replace("corn", "barley")
    report = build(tmp_path, again, a=changed)
    assert again.passed == [changed]
    assert report.encoded == 4
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    build(fresh, FakePartsEncoder(), a=changed, b="Snow is rare.")
    for kept, new in zip(rows_of(tmp_path), rows_of(fresh), strict=True):
        assert np.array_equal(kept, new)


@pytest.mark.parametrize(("first", "then"), [("own", "passage"), ("passage", "own")])
def test_vectors_of_the_other_kind_are_never_reused(tmp_path, first, then):
    encoders = {"own": FakeEncoder, "passage": FakePartsEncoder}
    build(tmp_path, encoders[first](), a=RAIN)
    report = build(tmp_path, encoders[then](), a=RAIN)
    assert report.encoded == 4
    with Index.open(tmp_path / "index") as index:
        assert index.manifest.model.sentences == then
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    build(fresh, encoders[then](), a=RAIN)
    for kept, new in zip(rows_of(tmp_path), rows_of(fresh), strict=True):
        assert np.array_equal(kept, new)


def test_progress_counts_vectors_and_ends_with_all(tmp_path):
    seen = []
    documents = [Document(str(n), "", "", f"{RAIN} That is {n}.", str(n)) for n in range(40)]
    build_documents(
        Corpus(tmp_path, documents),
        tmp_path / "index",
        encoder=FakePartsEncoder(),
        progress=lambda *now: seen.append(now),
    )
    assert seen[-1] == (200, 200)
    assert seen == sorted(seen)


def test_a_check_encodes_as_the_build_did(tmp_path):
    build(tmp_path, FakePartsEncoder(), a=RAIN)
    assert check_index(tmp_path / "index", FakePartsEncoder()) == []


def test_an_index_of_before_says_that_its_sentences_had_passes_of_their_own():
    known = {"name": "some", "sha256": "0", "dim": 2, "max_tokens": 8}
    assert ModelIdentity.model_validate(known).sentences == "own"
