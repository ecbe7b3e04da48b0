"""What every vector store must do, checked against plain NumPy."""

from __future__ import annotations

import subprocess
import sys

import faiss
import numpy as np
import pytest

from qa_bot.index.stores import (
    EXACT_UP_TO,
    LISTS,
    VECTORS,
    build_store,
    choose_kind,
    ivf,
    open_store,
)
from qa_bot.index.stores.flat import create_flat_file, read_flat_file


def make_vectors(count, dim, seed=5):
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def write_store(kind, vectors, folder):
    create_flat_file(folder / VECTORS, *vectors.shape)[:] = vectors
    build_store(kind, folder)
    return open_store(kind, folder)


class StoreContract:
    """Inherited once a backend; `kind` names it."""

    kind = ""

    @pytest.fixture
    def vectors(self):
        return make_vectors(200, 16)

    @pytest.fixture
    def store(self, vectors, tmp_path):
        return write_store(self.kind, vectors, tmp_path)

    def test_the_nearest_rows_are_those_of_brute_force(self, store, vectors):
        for question in vectors[:5] + np.float32(0.1):
            cosines = vectors @ question
            expected = np.argsort(-cosines)[:7]
            ids, scores = store.search(question, 7)
            assert ids.tolist() == expected.tolist()
            assert np.allclose(scores, cosines[expected], atol=1e-5)

    def test_only_the_rows_that_are_named_are_searched(self, store, vectors):
        for within in (np.array([3, 50, 120, 199]), np.arange(0, 200, 3), np.array([199])):
            ids, scores = store.search(vectors[0], 4, within)
            cosines = vectors[within] @ vectors[0]
            best = np.argsort(-cosines)[:4]
            assert ids.tolist() == within[best].tolist()
            assert np.allclose(scores, cosines[best], atol=1e-5)

    def test_more_than_there_are_gives_all_there_are(self, store, vectors):
        ids, _ = store.search(vectors[0], 1000)
        assert sorted(ids.tolist()) == list(range(200))
        assert len(store) == 200
        ids, _ = store.search(vectors[0], 1000, np.array([7, 150]))
        assert sorted(ids.tolist()) == [7, 150]

    def test_no_rows_to_search_gives_none(self, store, vectors):
        ids, scores = store.search(vectors[0], 5, np.zeros(0, np.int64))
        assert len(ids) == len(scores) == 0
        ids, scores = store.search(vectors[0], 0)
        assert len(ids) == len(scores) == 0

    def test_equal_vectors_come_in_order(self, tmp_path):
        rows = np.repeat(make_vectors(3, 16), 4, axis=0)
        (tmp_path / "equal").mkdir()
        ids, _ = write_store(self.kind, rows, tmp_path / "equal").search(rows[5], 4)
        assert ids.tolist() == [4, 5, 6, 7]

    def test_the_vectors_can_be_read_back(self, store, vectors):
        assert np.array_equal(store.vectors, vectors)
        assert np.array_equal(store.vectors[[5, 199]], vectors[[5, 199]])

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps files that are open")
    def test_an_open_store_outlives_the_removal_of_its_files(self, store, vectors, tmp_path):
        for path in tmp_path.iterdir():
            path.unlink()
        assert store.search(vectors[9], 1)[0].tolist() == [9]


class TestFlatStore(StoreContract):
    kind = "exact"


class TestIvfStore(StoreContract):
    kind = "approximate"

    def test_some_rows_are_searched_exactly_however_few_lists_are_looked_at(
        self, tmp_path, monkeypatch
    ):
        # One list of 71: without a filter most of the nearest are missed.
        monkeypatch.setattr(ivf, "PROBES", 1)
        rows = make_vectors(5000, 32, seed=3)
        store = write_store(self.kind, rows, tmp_path)
        within = np.arange(0, 5000, 2)
        for question in rows[::500]:
            ids, _ = store.search(question, 20, within)
            assert ids.tolist() == within[np.argsort(-(rows[within] @ question))[:20]].tolist()


def test_most_of_the_nearest_are_found_where_few_lists_are_looked_at(tmp_path, monkeypatch):
    # 50 clouds of 100: 8 of 71 lists hold those around a question, and hardly any other.
    rng = np.random.default_rng(3)
    middles = rng.normal(size=(50, 32))
    rows = (np.repeat(middles, 100, axis=0) + 0.5 * rng.normal(size=(5000, 32))).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    monkeypatch.setattr(ivf, "PROBES", 8)
    store = write_store("approximate", rows, tmp_path)
    found = 0
    for question in rows[::100]:
        ids, scores = store.search(question, 10)
        assert scores == pytest.approx(rows[ids] @ question, abs=1e-5)
        found += len(set(ids.tolist()) & set(np.argsort(-(rows @ question))[:10].tolist()))
    assert found >= 0.95 * 500


@pytest.mark.parametrize("count", [0, 1, 37])
def test_the_vectors_file_is_byte_for_byte_the_one_that_faiss_writes(tmp_path, count):
    rows = make_vectors(count, 24)
    create_flat_file(tmp_path / "own", count, 24)[:] = rows
    index = faiss.IndexFlatIP(24)
    index.add(rows)
    faiss.write_index(index, str(tmp_path / "theirs"))
    assert (tmp_path / "own").read_bytes() == (tmp_path / "theirs").read_bytes()
    assert np.array_equal(read_flat_file(tmp_path / "theirs"), rows)


def test_a_generation_of_either_kind_holds_faiss_files_and_one_copy_of_the_vectors(tmp_path):
    rows = make_vectors(100, 8)
    for kind, names in (("exact", [VECTORS]), ("approximate", [LISTS, VECTORS])):
        (tmp_path / kind).mkdir()
        write_store(kind, rows, tmp_path / kind)
        paths = sorted((tmp_path / kind).iterdir())
        assert [path.name for path in paths] == names
        assert all(faiss.read_index(str(path)).ntotal == 100 for path in paths)


@pytest.mark.parametrize("damage", [b"", b"IxFI", b"PK\3\4" * 500, "shorter", "longer"])
def test_a_file_that_is_no_vectors_file_is_refused(tmp_path, damage):
    path = tmp_path / VECTORS
    create_flat_file(path, 10, 8)[:] = make_vectors(10, 8)
    whole = path.read_bytes()
    path.write_bytes({"shorter": whole[:-1], "longer": whole + b"\0"}.get(damage, damage))
    with pytest.raises((OSError, ValueError)):
        read_flat_file(path)


def test_faiss_is_imported_by_the_first_search_and_not_before(tmp_path):
    create_flat_file(tmp_path / VECTORS, 10, 8)[:] = make_vectors(10, 8)
    code = (
        "import sys; from pathlib import Path; from qa_bot.index.stores import open_store\n"
        "store = open_store('exact', Path(sys.argv[1])); row = store.vectors[3].copy()\n"
        "print('faiss' in sys.modules); print(store.search(row, 1)[0])\n"
        "print('faiss' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "[3]", "True"]


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
