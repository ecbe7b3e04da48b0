"""The vectors that the previous generation holds, found by the checksums of their texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.text_digests import Digests, number_texts, read_digests
from qa_bot.index.vectors import read_vectors
from qa_bot.models.encoder import Vectors


@dataclass(frozen=True, slots=True)
class VectorCache:
    """Vectors with the checksums of their texts: passages first, then sentences."""

    digests: Digests
    passages: Vectors
    sentences: Vectors

    @classmethod
    def empty(cls, dim: int) -> Self:
        """No vector at all."""
        none = np.zeros((0, dim), np.float32)
        return cls(np.zeros((0, 2), np.uint64), none, none)

    @classmethod
    def open(cls, generation: Path) -> Self:
        """The vectors of a generation, mapped read-only."""
        return cls(read_digests(generation), *read_vectors(generation))

    def number(self, digests: Digests, is_copied: NDArray[np.bool_] | None = None) -> NumberedTexts:
        """Number texts, and find which of them have a vector here.

        Args:
            digests: the texts' checksums.
            is_copied: the texts that are left out, because their vectors are copied; (texts,).
        """
        if is_copied is None or not is_copied.any():
            return self._number(digests)
        rows = np.flatnonzero(~is_copied)
        texts = self._number(digests[rows])
        numbers = np.full(len(digests), -1, np.int64)
        numbers[rows] = texts.numbers
        return replace(texts, numbers=numbers, first_rows=rows[texts.first_rows])

    def _number(self, digests: Digests) -> NumberedTexts:
        known = len(self.digests)
        if not known:
            numbers, firsts = number_texts(digests)
            return NumberedTexts(numbers, firsts, np.full(len(firsts), -1, np.int64))
        numbers, firsts = number_texts(np.concatenate([self.digests, digests]))
        own, places = np.unique(numbers[known:], return_inverse=True)
        cached = firsts[own]
        first_rows = np.full(len(own), len(digests), np.int64)
        np.minimum.at(first_rows, places, np.arange(len(digests)))
        return NumberedTexts(places, first_rows, np.where(cached < known, cached, -1))

    def take(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors in some rows, shape (len(rows), dim)."""
        first = len(self.passages)
        taken = np.empty((len(rows), self.passages.shape[1]), np.float32)
        is_passage = rows < first
        taken[is_passage] = self.passages[rows[is_passage]]
        taken[~is_passage] = self.sentences[rows[~is_passage] - first]
        return taken


@dataclass(frozen=True, slots=True)
class NumberedTexts:
    """The different texts of a generation's passages and sentences."""

    numbers: NDArray[np.int64]
    """The number of the text in each row, passages before sentences, -1 where it is left out;
    (rows,)."""
    first_rows: NDArray[np.int64]
    """The first row in which each text stands; (texts,)."""
    cached: NDArray[np.int64]
    """The row in the cache of each text's vector, -1 for those to encode; (texts,)."""

    @property
    def new(self) -> NDArray[np.int64]:
        """The texts to encode, in the order in which they first stand."""
        new = np.flatnonzero(self.cached < 0)
        return new[np.argsort(self.first_rows[new])]
