"""BM25 over the passages' stemmed words, and the words themselves.

The vocabulary tells which words of a question the documents never use, and holds every word as it
is written, for mending misspelt ones.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.array_files import open_array
from qa_bot.index.lexical.merging import Part, merge_parts
from qa_bot.index.lexical.postings import (
    COLUMNS,
    Postings,
    number_terms,
    write_counts,
    write_scores,
)
from qa_bot.index.lexical.vocabulary import LETTERS, STARTS, Vocabulary
from qa_bot.index.lexical.word_forms import (
    COUNTS,
    WORDS,
    WordForms,
    count_forms,
    fold_forms,
    written_words,
)
from qa_bot.index.lexical.words import join_unspaced, stem, terms_of, words_of

K1, B = 0.9, 0.4
_ASKING = frozenset(
    ["many", "much", "often", "say", "says", "said", "tell", "tells", "mean", "means"]
)
"""Words of a question's form: that the documents lack them says nothing about its topic."""
LEXICON = (COLUMNS, LETTERS, STARTS, WORDS, COUNTS)
"""The files that hold the words, without the passages that they stand in."""
_NUMBERS, _ADDED = "numbers.npy", "added"
"""All terms of all passages, and the words of those that come new, while building."""
_TERM_CACHE = 10_000
"""Terms whose number and idf are kept."""


class Lexicon:
    """The words of the passages: their numbers, their document frequency, how they are written.

    Args:
        folder: what `LexicalIndex.build` wrote, at least the files of `LEXICON`.
        size: how many passages there are.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self._folder = folder
        self._size = size
        self._columns = open_array(folder / COLUMNS)
        self._vocabulary = Vocabulary.load(folder)
        self._find = lru_cache(_TERM_CACHE)(self._vocabulary.find)
        self._weigh = lru_cache(_TERM_CACHE)(self._compute_idf)

    def term_id(self, term: str) -> int | None:
        """The number of a (stemmed) term, or None where no passage holds it."""
        return self._find(term)

    def term_ids(self) -> dict[str, int]:
        """The number of every (stemmed) term, for looking up very many."""
        return self._vocabulary.numbers()

    def document_frequency(self, term: str) -> int:
        """How many passages hold a (stemmed) term."""
        column = self.term_id(term)
        return 0 if column is None else int(self._columns[column + 1] - self._columns[column])

    def idf(self, term: str) -> float:
        """Inverse document frequency, `ln(1 + (n - df + 0.5) / (df + 0.5))` (Lucene's BM25)."""
        return self._weigh(term)

    def _compute_idf(self, term: str) -> float:
        frequency = self.document_frequency(term)
        return float(np.log1p((self._size - frequency + 0.5) / (frequency + 0.5)))

    def unknown_words(self, question: str) -> list[str]:
        """The question's content words, as typed, that no passage uses; not those that only ask."""
        words = words_of(question)
        is_new = [
            word.casefold() not in _ASKING and not self.document_frequency(stem(word))
            for word in words
        ]
        return list(dict.fromkeys(join_unspaced(question, words, is_new)))

    @cached_property
    def forms(self) -> WordForms:
        """Every word as the texts write it; read when first needed."""
        return WordForms.load(self._folder)


@dataclass(frozen=True, slots=True)
class PassageChange:
    """What has become of the passages of an earlier index."""

    stays: NDArray[np.int64]
    """The new number of each of them, -1 where it is gone; (passages before,)."""
    gone: Iterable[str]
    """The texts of those that are gone."""
    added: Iterable[str]
    """The texts of those that are new, in order."""
    added_rows: NDArray[np.int64]
    """The numbers of those."""


class LexicalIndex(Lexicon):
    """BM25 over passages; row numbers are passage positions."""

    def __init__(self, folder: Path, size: int) -> None:
        super().__init__(folder, size)
        self.postings = Postings.load(folder)

    @staticmethod
    def build(folder: Path, texts: Iterable[str]) -> LexicalIndex:
        """Index the texts, in order, and write the index as NumPy and text files."""
        folder.mkdir(parents=True)
        forms, size = _count_words(folder, texts)
        WordForms.build(forms).save(folder)
        write_scores(folder, size, (K1, B))
        return LexicalIndex(folder, size)

    @staticmethod
    def update(
        folder: Path, before: Path, change: PassageChange
    ) -> tuple[LexicalIndex, NDArray[np.int64]]:
        """Write the index that `build` would write, from an earlier one and what has changed.

        Args:
            folder: where it goes.
            before: the earlier index.
            change: which passages stay, come and go.

        Returns:
            The index, and the new number of each earlier term, -1 where it is gone; (terms,).
        """
        folder.mkdir(parents=True)
        added = folder / _ADDED
        added.mkdir()
        forms, _ = _count_words(added, change.added)
        words = WordForms.load(before).change(forms, count_forms(change.gone))
        words.save(folder)
        size = int((change.stays >= 0).sum()) + len(change.added_rows)
        parts = (Part.load(before, change.stays), Part.load(added, change.added_rows))
        places, _ = merge_parts(folder, parts, size)
        shutil.rmtree(added)
        write_scores(folder, size, (K1, B))
        return LexicalIndex(folder, size), places

    @property
    def counted_passages(self) -> int:
        """How many passages the index was made of, by its own account."""
        return int(self.postings.passages[0])

    def scores(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """BM25 of every passage, shape (n,): the terms' scores, each times its weight."""
        total = np.zeros(self._size, np.float32)
        for term, weight in terms.items():
            if (column := self.term_id(term)) is not None:
                rows, scores = self.postings.of(column)
                total[rows] += weight * scores
        return total


def _count_words(folder: Path, texts: Iterable[str]) -> tuple[dict[str, tuple[int, int]], int]:
    """Write the vocabulary and the counts of texts; gives how words are written, and the texts."""
    written: Counter[str] = Counter()

    def read() -> Iterator[list[str]]:
        for text in texts:
            written.update(written_words(text))
            yield terms_of(text)

    terms = number_terms(read(), folder / _NUMBERS)
    Vocabulary.save(folder, terms.words)
    write_counts(folder, terms)
    return fold_forms(written), len(terms.lengths)
