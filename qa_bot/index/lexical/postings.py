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

from qa_bot.index.array_files import WRITTEN, GrowingArray, create_array, forget_pages

COLUMNS = "columns.npy"
FILES = (COLUMNS, "rows.npy", "scores.npy", "passages.npy")
Numbers = NDArray[np.int32]
_BLOCK = 2_000_000
"""Terms of the passages that are sorted at once."""


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
        """Open what `write_postings` wrote, by memory mapping."""
        return cls(*(np.load(folder / n, mmap_mode="r", allow_pickle=False) for n in FILES))

    def of(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """A term's passages and its BM25 in each."""
        own = slice(self.columns[term], self.columns[term + 1])
        return self.rows[own], self.scores[own]


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


def write_postings(folder: Path, terms: NumberedTerms, shape: tuple[float, float]) -> None:
    """Write BM25 of every term in every passage that holds it, block by block.

    Args:
        folder: where the files of `Postings` go.
        terms: the passages' terms; the file of their numbers is removed.
        shape: BM25's k1 and b.

    Raises:
        OSError: the disk has no room for them.
    """
    k1, b = shape
    lengths, size = terms.lengths, len(terms.lengths)
    total = int(lengths.sum())
    document_frequency = np.zeros(len(terms.words), np.int64)
    spool = terms.path.with_suffix(".counts")
    with spool.open("wb") as file:
        found = [_count_block(block, document_frequency, file) for block in _read_blocks(terms)]
    idf = np.log1p((size - document_frequency + 0.5) / (document_frequency + 0.5))
    damping = k1 * (1 - b + b * lengths / (total / size if total else 1.0))
    columns = np.concatenate([[0], np.cumsum(document_frequency)]).astype(np.int64)
    files = (
        create_array(folder / FILES[1], np.int32, (int(columns[-1]),)),
        create_array(folder / FILES[2], np.float32, (int(columns[-1]),)),
    )
    free = columns[:-1].copy()
    with spool.open("rb") as file:
        for count in found:
            column, row, times = np.fromfile(file, np.int32, 3 * count).reshape(3, count)
            places = _take_places(column, free)
            files[0][places] = row
            files[1][places] = idf[column] * times / (times + damping[row])
            for one in files:
                forget_pages(one, WRITTEN)
    np.save(folder / COLUMNS, columns)
    np.save(folder / FILES[3], np.array([size], np.int64))
    spool.unlink()
    terms.path.unlink()


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
