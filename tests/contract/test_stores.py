"""What every vector store must do, checked against plain NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from qa_bot.stores.faiss_store import FaissStore


class StoreContract:
    """Inherited once a backend; `make(vectors, folder)` gives a saved and reopened store."""

    @pytest.fixture
    def vectors(self):
        rows = np.random.default_rng(5).normal(size=(200, 16)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    @pytest.fixture
    def store(self, vectors, tmp_path):
        return self.make(vectors, tmp_path)

    def test_the_nearest_rows_are_those_of_brute_force(self, store, vectors):
        for question in vectors[:5] + np.float32(0.1):
            cosines = vectors @ question
            expected = np.argsort(-cosines)[:7]
            ids, scores = store.search(question, 7)
            assert ids.tolist() == expected.tolist()
            assert np.allclose(scores, cosines[expected], atol=1e-5)

    def test_only_the_rows_that_are_named_are_searched(self, store, vectors):
        within = np.array([3, 50, 120, 199])
        ids, _ = store.search(vectors[0], 10, within)
        cosines = vectors[within] @ vectors[0]
        assert ids.tolist() == within[np.argsort(-cosines)].tolist()

    def test_more_than_there_are_gives_all_there_are(self, store, vectors):
        ids, _ = store.search(vectors[0], 1000)
        assert sorted(ids.tolist()) == list(range(200))
        assert len(store) == 200

    def test_no_rows_to_search_gives_none(self, store, vectors):
        ids, scores = store.search(vectors[0], 5, np.zeros(0, np.int64))
        assert len(ids) == len(scores) == 0

    def test_rows_come_back_as_they_went_in(self, store, vectors):
        assert np.array_equal(store.rows(np.array([7, 0, 7])), vectors[[7, 0, 7]])
        assert store.rows(np.zeros(0, np.int64)).shape == (0, 16)


class TestFaissStore(StoreContract):
    def make(self, vectors, folder):
        FaissStore.build(vectors).save(folder / "vectors.faiss")
        return FaissStore.load(folder / "vectors.faiss")
