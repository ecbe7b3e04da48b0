"""What every vector store must do, checked against plain NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from qa_bot.index.stores import EXACT_UP_TO, build_store, choose_kind, ivf, open_store


class StoreContract:
    """Inherited once a backend; `kind` names it."""

    kind = ""

    @pytest.fixture
    def vectors(self):
        rows = np.random.default_rng(5).normal(size=(200, 16)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    @pytest.fixture
    def store(self, vectors, tmp_path):
        build_store(self.kind, vectors, tmp_path)
        return open_store(self.kind, vectors, tmp_path)

    def test_the_nearest_rows_are_those_of_brute_force(self, store, vectors):
        for question in vectors[:5] + np.float32(0.1):
            cosines = vectors @ question
            expected = np.argsort(-cosines)[:7]
            ids, scores = store.search(question, 7)
            assert ids.tolist() == expected.tolist()
            assert np.allclose(scores, cosines[expected], atol=1e-5)

    def test_only_the_rows_that_are_named_are_searched(self, store, vectors):
        for within in (np.array([3, 50, 120, 199]), np.arange(0, 200, 3)):
            ids, _ = store.search(vectors[0], 4, within)
            cosines = vectors[within] @ vectors[0]
            assert ids.tolist() == within[np.argsort(-cosines)][:4].tolist()

    def test_more_than_there_are_gives_all_there_are(self, store, vectors):
        ids, _ = store.search(vectors[0], 1000)
        assert sorted(ids.tolist()) == list(range(200))
        assert len(store) == 200

    def test_no_rows_to_search_gives_none(self, store, vectors):
        ids, scores = store.search(vectors[0], 5, np.zeros(0, np.int64))
        assert len(ids) == len(scores) == 0


class TestExactStore(StoreContract):
    kind = "exact"


class TestFaissStore(StoreContract):
    kind = "approximate"

    @pytest.fixture(params=[20_000, 10])
    def store(self, request, monkeypatch, vectors, tmp_path):
        """With filters searched exactly, and with most of them searched in the lists."""
        monkeypatch.setattr(ivf, "NARROW", request.param)
        build_store(self.kind, vectors, tmp_path)
        return open_store(self.kind, vectors, tmp_path)


def test_most_of_the_nearest_are_found_where_few_lists_are_looked_at(tmp_path, monkeypatch):
    # 50 clouds of 100: 8 of 71 lists hold those around a question, and hardly any other.
    rng = np.random.default_rng(3)
    middles = rng.normal(size=(50, 32))
    rows = (np.repeat(middles, 100, axis=0) + 0.5 * rng.normal(size=(5000, 32))).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    monkeypatch.setattr(ivf, "PROBES", 8)
    build_store("approximate", rows, tmp_path)
    store = open_store("approximate", rows, tmp_path)
    found = 0
    for question in rows[::100]:
        ids, scores = store.search(question, 10)
        assert scores == pytest.approx(rows[ids] @ question, abs=1e-5)
        found += len(set(ids.tolist()) & set(np.argsort(-(rows @ question))[:10].tolist()))
    assert found >= 0.95 * 500


@pytest.mark.parametrize(
    ("setting", "passages", "kind"),
    [
        ("auto", EXACT_UP_TO, "exact"),
        ("auto", EXACT_UP_TO + 1, "approximate"),
        ("exact", 10_000_000, "exact"),
        ("approximate", 1, "approximate"),
        ("milvus", 10_000_000, "exact"),
    ],
)
def test_the_kind_of_store_goes_by_size_unless_it_is_set(setting, passages, kind):
    assert choose_kind(setting, passages) == kind
