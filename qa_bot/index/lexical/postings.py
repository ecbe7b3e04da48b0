"""Postings: for each term the passages that hold it, with their BM25.

Scores are Lucene's BM25, computed while building, so that a question only adds them up. All of it
is sorting and counting in NumPy, some passages at a time; the arrays are mapped when opened.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.array_files import (
    WRITTEN,
    GrowingArray,
    create_array,
    forget_pages,
    open_array,
)

COLUMNS, ROWS, SCORES, PASSAGES = "columns.npy", "rows.npy", "scores.npy", "passages.npy"

TIMES = "times.npy"
"""How often each term stands in each passage; what a later build counts on, and no question."""
Numbers = NDArray[np.int32]
_BLOCK = 2_000_000
"""Terms of the passages that are sorted at once, and terms in passages that are scored at once."""


@dataclass(frozen=True)
class Postings:
    """Term `t` stands in the passages `rows[columns[t]:columns[t + 1]]`, ascending.

    `scores` are their BM25, float32; `passages` has one number: how many passages there are.
    """

    columns: NDArray[np.int64]
    rows: NDArray[np.int32]
    scores: NDArray[np.float32]
    passages: NDArray[np.int64]

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Open what `write_scores` completed, by memory mapping."""
        rows, scores = (
            np.load(folder / n, mmap_mode="r", allow_pickle=False) for n in (ROWS, SCORES)
        )
        return cls(open_array(folder / COLUMNS), rows, scores, open_array(folder / PASSAGES))

    def of(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """A term's passages and its BM25 in each."""
        own = slice(self.columns[term], self.columns[term + 1])
        return self.rows[own], self.scores[own]


@dataclass(frozen=True)
class Counts:
    """Term `t` stands in the passages `rows[columns[t]:columns[t + 1]]`, `times` often in each."""

    columns: NDArray[np.int64]
    rows: NDArray[np.int32]
    times: NDArray[np.int32]

    @classmethod
    def load(cls, folder: Path) -> Counts:
        """Open the files, by memory mapping."""
        names = (COLUMNS, ROWS, TIMES)
        return cls(*(np.load(folder / n, mmap_mode="r", allow_pickle=False) for n in names))


@dataclass(frozen=True)
class NumberedTerms:
    """The terms of many passages as numbers in a file, one passage after the other.

    Term `i`, in the order in which they first stand, is `words[places[i]]`; `words` are UTF-8,
    ascending.
    `lengths` says how many terms each passage has.
    """

    path: Path
    words: list[bytes]
    places: NDArray[np.int32]
    lengths: NDArray[np.int64]


def number_terms(groups: Iterable[Sequence[str]], path: Path) -> NumberedTerms:
    """Number the terms of many passages, and write the numbers into a file."""
    known: dict[str, int] = {}
    sizes = array("q")
    with GrowingArray(path) as numbers:
        for group in groups:
            numbers.extend([known.setdefault(term, len(known)) for term in group])
            sizes.append(len(group))
    words = [term.encode("utf-8", "surrogatepass") for term in known]
    order = sorted(range(len(words)), key=words.__getitem__)
    places = np.empty(len(words), np.int32)
    places[order] = np.arange(len(words), dtype=np.int32)
    return NumberedTerms(path, [words[i] for i in order], places, np.array(sizes, np.int64))


def write_counts(folder: Path, terms: NumberedTerms) -> None:
    """Write how often every term stands in every passage that holds it, block by block.

    Args:
        folder: where the files of `Counts` go.
        terms: the passages' terms; the file of their numbers is removed.

    Raises:
        OSError: the disk has no room for them.
    """
    document_frequency = np.zeros(len(terms.words), np.int64)
    spool = terms.path.with_suffix(".counts")
    with spool.open("wb") as file:
        found = [_count_block(block, document_frequency, file) for block in _read_blocks(terms)]
    counts = create_counts(folder, document_frequency)
    free = counts.columns[:-1].copy()
    with spool.open("rb") as file:
        for count in found:
            column, row, times = np.fromfile(file, np.int32, 3 * count).reshape(3, count)
            places = _take_places(column, free)
            counts.rows[places] = row
            counts.times[places] = times
            for one in (counts.rows, counts.times):
                forget_pages(one, WRITTEN)
    spool.unlink()
    terms.path.unlink()


def create_counts(folder: Path, document_frequency: NDArray[np.int64]) -> Counts:
    """New files of `Counts`, mapped to be written, for terms that so many passages hold each.

    Raises:
        OSError: the disk has no room for them.
    """
    columns = np.concatenate([[0], np.cumsum(document_frequency)]).astype(np.int64)
    np.save(folder / COLUMNS, columns)
    shape = (int(columns[-1]),)
    rows, times = (create_array(folder / name, np.int32, shape) for name in (ROWS, TIMES))
    return Counts(columns, rows, times)


def write_scores(folder: Path, size: int, shape: tuple[float, float]) -> None:
    """Write BM25 of every term in every passage that holds it, from the files of `Counts`.

    Args:
        folder: where those are, and the other files of `Postings` go.
        size: how many passages there are.
        shape: BM25's k1 and b.

    Raises:
        OSError: the disk has no room for them.
    """
    k1, b = shape
    counts = Counts.load(folder)
    columns, rows, times = counts.columns, counts.rows, counts.times
    lengths = np.zeros(size)
    for first, last in cut_terms(columns):
        own = slice(columns[first], columns[last])
        lengths += np.bincount(rows[own], weights=times[own], minlength=size)
    total = int(lengths.sum())
    document_frequency = np.diff(columns)
    idf = np.log1p((size - document_frequency + 0.5) / (document_frequency + 0.5))
    damping = k1 * (1 - b + b * lengths / (total / size if total else 1.0))
    scores = create_array(folder / SCORES, np.float32, rows.shape)
    for first, last in cut_terms(columns):
        own = slice(columns[first], columns[last])
        weights = np.repeat(idf[first:last], document_frequency[first:last])
        scores[own] = weights * times[own] / (times[own] + damping[rows[own]])
        for one in (rows, times, scores):
            forget_pages(one, WRITTEN)
    np.save(folder / PASSAGES, np.array([size], np.int64))


def cut_terms(columns: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of terms, first and last, that some millions of passages hold together."""
    first, terms = 0, len(columns) - 1
    while first < terms:
        last = int(np.searchsorted(columns, columns[first] + _BLOCK, "right")) - 1
        last = min(max(last, first + 1), terms)
        yield first, last
        first = last


def _read_blocks(terms: NumberedTerms) -> Iterator[tuple[int, NDArray[np.int64], Numbers]]:
    """Some passages at a time: the first one's number, their lengths, and their terms' places."""
    ends = np.cumsum(terms.lengths)
    numbers = np.load(terms.path, mmap_mode="r")
    first = start = 0
    while first < len(ends):
        last = max(first + 1, int(np.searchsorted(ends, start + _BLOCK, "right")))
        end = int(ends[last - 1])
        yield first, terms.lengths[first:last], terms.places[numbers[start:end]]
        first, start = last, end


def _count_block(
    block: tuple[int, NDArray[np.int64], Numbers],
    document_frequency: NDArray[np.int64],
    spool: BinaryIO,
) -> int:
    """Write the terms of a block's passages, each with its passage and how often it stands there.

    They are ordered by term, then by passage. Adds to `document_frequency`; gives how many there
    are.
    """
    first, lengths, numbers = block
    passages = np.repeat(np.arange(len(lengths)), lengths)
    keys, times = np.unique(numbers.astype(np.int64) * len(lengths) + passages, return_counts=True)
    column, row = np.divmod(keys, len(lengths))
    different, counts = np.unique(column, return_counts=True)
    document_frequency[different] += counts
    for values in (column, row + first, times):
        values.astype(np.int32).tofile(spool)
    return len(keys)


def _take_places(column: Numbers, free: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of a block's postings, ordered by column; `free` has each column's next place."""
    different, starts, counts = np.unique(column, return_index=True, return_counts=True)
    within = np.arange(len(column)) - np.repeat(starts, counts)
    places: NDArray[np.int64] = free[column] + within
    free[different] += counts
    return places
