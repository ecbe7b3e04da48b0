"""A generation's passages: finding the rows worth scoring, and all that scoring reads of them.

`PassageStore` is the seam between answering and where an index lies: `LocalPassages` reads a
generation's files, `milvus/passages.py` asks Milvus. Row numbers are passage ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.array_files import forget_pages
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.lexical.sentence_terms import SentenceTerms
from qa_bot.index.stores import Kind, VectorStore, open_store
from qa_bot.index.vectors import SENTENCES
from qa_bot.models.encoder import Vectors

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
TERMS = "terms"


@dataclass(frozen=True)
class PassageData:
    """What scoring reads of some passages; the first axis of each array is in their order.

    `vectors` (passages, dim); of their sentences the numbers `sentence_ids` and the place of their
    passage `passage_of_sentence`, both (sentences,), and `sentence_vectors` (sentences, dim); of
    the sentences' words the term ids `terms` and the place of their sentence `sentence_of_term`,
    both (terms,).
    """

    vectors: Vectors
    sentence_ids: Rows
    passage_of_sentence: Rows
    sentence_vectors: Vectors
    terms: NDArray[np.int32]
    sentence_of_term: Rows


class PassageStore(Protocol):
    """A generation's passages, ready to be searched."""

    def find(
        self,
        vector: Vectors,
        terms: Mapping[str, float],
        wanted: int,
        within: Rows | None = None,
    ) -> tuple[Rows, Scores]:
        """The nearest and the best matching passages, ascending, with their BM25; both (n,).

        Args:
            vector: the query's unit vector, (dim,).
            terms: its stemmed words and their weights.
            wanted: how many to take from either side.
            within: the passages to search, ascending; by default all.
        """

    def load(self, rows: Rows) -> PassageData:
        """What scoring reads of some passages."""

    def let_go(self) -> None:
        """Let go of memory that holds what can be fetched again."""


@dataclass(frozen=True)
class LocalPassages:
    """The `PassageStore` of a generation in a folder."""

    kind: Kind
    store: VectorStore
    lexical: LexicalIndex
    terms: SentenceTerms
    sentence_vectors: Vectors

    @classmethod
    def open(cls, kind: Kind, folder: Path, lexical: LexicalIndex) -> Self:
        """Open a generation's files by memory mapping.

        Args:
            kind: how its vectors are searched.
            folder: the generation's folder.
            lexical: its words.

        Raises:
            OSError: a file can't be read.
            ValueError: a file is not what it should be.
        """
        store = open_store(kind, folder)
        sentences = np.load(folder / SENTENCES, mmap_mode="r", allow_pickle=False)
        return cls(kind, store, lexical, SentenceTerms.load(folder / TERMS), sentences)

    @property
    def vectors(self) -> Vectors:
        """The passages' vectors, shape (passages, dim)."""
        return self.store.vectors

    def find(
        self,
        vector: Vectors,
        terms: Mapping[str, float],
        wanted: int,
        within: Rows | None = None,
    ) -> tuple[Rows, Scores]:
        """See `PassageStore.find`."""
        near, _ = self.store.search(vector, wanted, within)
        scores = self.lexical.scores(terms)
        matching = np.flatnonzero(scores) if within is None else within[scores[within] > 0]
        matching = matching[_largest(scores[matching], wanted)]
        both = np.sort(np.concatenate([near, matching]))  # np.union1d imports all of numpy.ma
        rows = both[np.diff(both, prepend=-1) > 0]
        return rows, scores[rows]

    def let_go(self) -> None:
        """See `PassageStore.let_go`."""
        self.store.let_go()
        postings = self.lexical.postings
        for rows in (self.sentence_vectors, self.terms.ids, postings.rows, postings.scores):
            forget_pages(rows, large=1)

    def load(self, rows: Rows) -> PassageData:
        """See `PassageStore.load`."""
        ids, passage_of_sentence = self.terms.sentences(rows)
        terms, sentence_of_term = self.terms.terms(ids)
        data = PassageData(
            np.asarray(self.vectors[rows]),
            ids,
            passage_of_sentence,
            np.asarray(self.sentence_vectors[ids]),
            terms,
            sentence_of_term,
        )
        forget_pages(self.sentence_vectors)
        if self.kind != "exact":
            forget_pages(self.vectors)
        return data


def _largest(scores: Scores, k: int) -> Rows:
    """Positions of the `k` largest scores, in no order."""
    if len(scores) <= k:
        return np.arange(len(scores))
    return np.argpartition(-scores, k)[:k]
