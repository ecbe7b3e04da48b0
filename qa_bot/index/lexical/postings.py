"""Postings: for each term the passages that hold it, with their BM25.

Scores are Lucene's BM25, computed while building, so that a question only adds them up. All of it
is sorting and counting in NumPy; the arrays are mapped when opened.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

COLUMNS = "columns.npy"
FILES = (COLUMNS, "rows.npy", "scores.npy", "passages.npy")


@dataclass(frozen=True)
class Postings:
    """Term `t` stands in the passages `rows[columns[t]:columns[t + 1]]`, ascending.

    `scores` are their BM25, float32; `passages` has one number: how many passages there are.
    """

    columns: NDArray[np.int64]
    rows: NDArray[np.int32]
    scores: NDArray[np.float32]
    passages: NDArray[np.int64]

    def save(self, folder: Path) -> None:
        """Write a NumPy file an array."""
        for name, values in zip(FILES, astuple(self), strict=True):
            np.save(folder / name, values)

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Open what `save` wrote, by memory mapping."""
        return cls(*(np.load(folder / n, mmap_mode="r", allow_pickle=False) for n in FILES))

    def of(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """A term's passages and its BM25 in each."""
        own = slice(self.columns[term], self.columns[term + 1])
        return self.rows[own], self.scores[own]


def number_terms(
    groups: Iterable[Sequence[str]],
) -> tuple[list[bytes], NDArray[np.int32], NDArray[np.int64]]:
    """Number the terms of many passages.

    Gives the different terms as UTF-8, ascending; all terms' numbers, in order; and how many each
    passage has.
    """
    known: dict[str, int] = {}
    numbers, sizes = array("i"), array("q")
    for group in groups:
        numbers.extend([known.setdefault(term, len(known)) for term in group])
        sizes.append(len(group))
    words = [term.encode("utf-8", "surrogatepass") for term in known]
    order = sorted(range(len(words)), key=words.__getitem__)
    places = np.empty(len(words), np.int32)
    places[order] = np.arange(len(words), dtype=np.int32)
    return (
        [words[i] for i in order],
        places[np.array(numbers, np.int32)],
        np.array(sizes, np.int64),
    )


def count_postings(
    numbers: NDArray[np.int32],
    lengths: NDArray[np.int64],
    terms: int,
    shape: tuple[float, float],
) -> Postings:
    """BM25 of every term in every passage that holds it.

    Args:
        numbers: the passages' terms, one passage after the other.
        lengths: how many terms each passage has.
        terms: how many different terms there are.
        shape: BM25's k1 and b.
    """
    k1, b = shape
    size = len(lengths)
    passage_of_term = np.repeat(np.arange(size), lengths)
    keys, times = np.unique(numbers.astype(np.int64) * size + passage_of_term, return_counts=True)
    columns, rows = np.divmod(keys, max(size, 1))
    document_frequency = np.bincount(columns, minlength=terms)
    idf = np.log1p((size - document_frequency + 0.5) / (document_frequency + 0.5))
    mean = float(lengths.mean()) if len(numbers) else 1.0
    damping = k1 * (1 - b + b * lengths / mean)
    scores = idf[columns] * times / (times + damping[rows])
    return Postings(
        np.concatenate([[0], np.cumsum(document_frequency)]).astype(np.int64),
        rows.astype(np.int32),
        scores.astype(np.float32),
        np.array([size], np.int64),
    )
