"""What a build holds in memory does not grow with the corpus: files ahead, arrays, postings."""

from __future__ import annotations

import errno
import threading

import numpy as np
import pytest

from qa_bot.building.vector_cache import VectorCache
from qa_bot.index import array_files
from qa_bot.index.array_files import GrowingArray, create_array
from qa_bot.index.lexical import postings
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.text_digests import digest_text, join_digests
from qa_bot.reading.sandbox import pool
from qa_bot.reading.sandbox.limits import Limits
from qa_bot.reading.sandbox.pool import read_files

TEXTS = [
    "Rain falls on the lake, and rain feeds the mill.",
    "",
    "The mill grinds corn. The corn is sold.",
    "Rain.",
    "A lake, a mill and a road to the lake.",
]


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("block", [1, 5, 9, 1_000])
def test_postings_are_the_same_in_blocks_of_any_size(tmp_path, monkeypatch, block):
    LexicalIndex.build(tmp_path / "whole", TEXTS * 7)
    monkeypatch.setattr(postings, "_BLOCK", block)
    LexicalIndex.build(tmp_path / "blocks", TEXTS * 7)
    assert contents(tmp_path / "blocks") == contents(tmp_path / "whole")


@pytest.mark.parametrize("texts", [[], [""], ["the of", ""]])
def test_texts_without_a_word_have_no_postings(tmp_path, texts):
    index = LexicalIndex.build(tmp_path / "none", texts)
    assert index.counted_passages == len(texts)
    assert index.scores({"rain": 1.0}).tolist() == [0.0] * len(texts)


@pytest.mark.parametrize("count", [0, 1, 7, 1_000])
def test_numbers_that_are_appended_are_the_file_that_numpy_saves(tmp_path, monkeypatch, count):
    monkeypatch.setattr(array_files, "_BUFFERED", 3)
    with GrowingArray(tmp_path / "grown.npy") as grown:
        for number in range(0, count, 2):
            grown.extend(range(number, min(number + 2, count)))
    np.save(tmp_path / "saved.npy", np.arange(count, dtype=np.int32))
    assert (tmp_path / "grown.npy").read_bytes() == (tmp_path / "saved.npy").read_bytes()


def test_an_array_takes_its_room_before_it_is_written(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(array_files.os, "posix_fallocate", full, raising=False)
    with pytest.raises(OSError, match="no room"):
        create_array(tmp_path / "large.npy", np.float32, (10, 4))
    assert create_array(tmp_path / "none.npy", np.float32, (0, 4)).shape == (0, 4)
    assert np.load(tmp_path / "none.npy").shape == (0, 4)


def test_without_a_generation_before_texts_are_numbered_as_with_an_empty_one():
    digests = join_digests(b"".join(digest_text(text) for text in ["a", "b", "a", "c", "b"]))
    texts = VectorCache.empty(4).number(digests)
    assert texts.numbers.tolist() == [0, 1, 0, 2, 1]
    assert texts.first_rows.tolist() == [0, 1, 3]
    assert texts.cached.tolist() == [-1, -1, -1]


def test_only_some_files_are_read_before_the_one_that_is_wanted(tmp_path, monkeypatch):
    names = [f"{number:03}.txt" for number in range(80)]
    for name in names:
        (tmp_path / name).write_text(f"This is {name}.")
    begun, enough = [], threading.Semaphore(0)
    load = pool.load_data

    def spy(path):
        begun.append(path.name)
        enough.release()
        return load(path)

    monkeypatch.setattr(pool, "load_data", spy)
    readings = read_files([tmp_path / name for name in names], tmp_path, Limits(60, 2_000, 5))
    first = next(readings)
    for _ in range(pool._AHEAD + 1):
        assert enough.acquire(timeout=60)
    assert len(begun) == pool._AHEAD + 1, "nothing more is read until the next is wanted"
    assert [first.report.source, *(r.report.source for r in readings)] == names
