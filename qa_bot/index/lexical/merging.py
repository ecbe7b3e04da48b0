"""Merge the words and counts of two sets of passages, so that an update reads only what changed.

What is written is what counting all passages anew would write: the vocabulary of the passages that
stay or come, and each term's passages in ascending order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.array_files import WRITTEN, forget_pages
from qa_bot.index.lexical.postings import Counts, create_counts, cut_terms
from qa_bot.index.lexical.vocabulary import Vocabulary


@dataclass(frozen=True)
class Part:
    """The words and counts of some passages, and where these stand in the whole.

    `rows` has the new number of each passage, -1 where it is gone; int64, (passages,).
    """

    words: Sequence[bytes]
    counts: Counts
    rows: NDArray[np.int64]

    @classmethod
    def load(cls, folder: Path, rows: NDArray[np.int64]) -> Part:
        """Open what `LexicalIndex` or an earlier merge wrote."""
        return cls(Vocabulary.load(folder).list_words(), Counts.load(folder), rows)

    def count_passages(self) -> NDArray[np.int64]:
        """How many passages that are not gone hold each term; (terms,)."""
        found = np.zeros(len(self.words), np.int64)
        for first, last in cut_terms(self.counts.columns):
            terms, rows, _ = self._take(first, last)
            found[first:last] = np.bincount(terms[rows >= 0] - first, minlength=last - first)
        return found

    def renumber(self, first: int, last: int, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The counts of the terms whose new number lies in a range.

        Args:
            first: the first new number.
            last: the one behind the last.
            places: the new number of each term, -1 for those that are gone.

        Returns:
            New terms, rows and times, shape (3, n).
        """
        stays = np.flatnonzero(places >= 0)
        low, high = np.searchsorted(places[stays], [first, last])
        if low == high:
            return np.zeros((3, 0), np.int64)
        terms, rows, times = self._take(int(stays[low]), int(stays[high - 1]) + 1)
        is_kept = rows >= 0
        return np.stack([places[terms[is_kept]], rows[is_kept], times[is_kept]])

    def _take(
        self, first: int, last: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
        """The counts of some terms: term, new row or -1, and times; all (n,)."""
        columns = self.counts.columns
        own = slice(columns[first], columns[last])
        terms = np.repeat(np.arange(first, last), np.diff(columns[first : last + 1]))
        return terms, self.rows[self.counts.rows[own]], self.counts.times[own]


def merge_parts(folder: Path, parts: Sequence[Part], size: int) -> list[NDArray[np.int64]]:
    """Write the vocabulary and the counts of parts that have no passage in common.

    Args:
        folder: where they go.
        parts: what to merge.
        size: how many passages the whole has.

    Returns:
        The new number of each part's terms, -1 where a term is gone; each (terms,).

    Raises:
        OSError: the disk has no room for them.
    """
    frequencies = [part.count_passages() for part in parts]
    words = sorted(
        {
            part.words[term]
            for part, found in zip(parts, frequencies, strict=True)
            for term in np.flatnonzero(found).tolist()
        }
    )
    Vocabulary.save(folder, words)
    among = {word: place for place, word in enumerate(words)}
    places = [
        np.where(found > 0, np.array([among.get(w, -1) for w in part.words], np.int64), -1)
        for part, found in zip(parts, frequencies, strict=True)
    ]
    total = np.zeros(len(words), np.int64)
    for place, found in zip(places, frequencies, strict=True):
        total[place[place >= 0]] += found[place >= 0]
    counts = create_counts(folder, total)
    for first, last in cut_terms(counts.columns):
        blocks = [
            part.renumber(first, last, place) for part, place in zip(parts, places, strict=True)
        ]
        term, row, times = np.concatenate(blocks, axis=1)
        order = np.argsort(term * size + row, kind="stable")
        own = slice(counts.columns[first], counts.columns[last])
        counts.rows[own], counts.times[own] = row[order], times[order]
        forget_pages(counts.rows, WRITTEN)
        forget_pages(counts.times, WRITTEN)
    return places
