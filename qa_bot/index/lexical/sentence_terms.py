"""The sentences' terms as numbers, so that scoring a sentence reads no text.

Three arrays, mapped: all term ids, where each sentence's begin, and where each passage's sentences
begin.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.array_files import GrowingArray
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.lexical.words import terms_of

IDS, STARTS, PASSAGES = "ids.npy", "starts.npy", "passages.npy"


@dataclass(frozen=True)
class SentenceTerms:
    """Each sentence's terms.

    `ids` holds all term ids, int32 `(terms,)`; sentence `i` owns `ids[starts[i]:starts[i + 1]]`,
    and passage `p` the sentences `passages[p]` to `passages[p + 1]`.
    """

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    passages: NDArray[np.int64]

    @staticmethod
    def build(folder: Path, groups: Iterable[Sequence[str]], lexical: LexicalIndex) -> None:
        """Write the terms of each passage's sentences."""
        numbers = lexical.term_ids()
        terms, sentences = array("q"), array("q")
        folder.mkdir()
        with GrowingArray(folder / IDS) as ids:
            for group in groups:
                sentences.append(len(group))
                for text in group:
                    found = [numbers[term] for term in terms_of(text) if term in numbers]
                    ids.extend(found)
                    terms.append(len(found))
        np.save(folder / STARTS, _starts(terms))
        np.save(folder / PASSAGES, _starts(sentences))

    @classmethod
    def load(cls, folder: Path) -> SentenceTerms:
        """Open what `build` wrote, by memory mapping."""
        ids, starts, passages = (
            np.load(folder / name, mmap_mode="r", allow_pickle=False)
            for name in (IDS, STARTS, PASSAGES)
        )
        return cls(ids, starts, passages)

    def sentences(self, passage_ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
        """The passages' sentences, in order: their numbers, and each one's place in `passage_ids`.

        Both have shape (sentences,).
        """
        return expand_ranges(self.passages[passage_ids], self.passages[passage_ids + 1])

    def terms(self, sentence_ids: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The sentences' terms, in order: their ids, and each one's place in `sentence_ids`.

        Both have shape (terms,).
        """
        firsts, lasts = self.starts[sentence_ids], self.starts[sentence_ids + 1]
        places, sentence_of_term = expand_ranges(firsts, lasts)
        return self.ids[places], sentence_of_term


def _starts(sizes: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)


def expand_ranges(
    firsts: NDArray[np.int64], lasts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers of many ranges, one after the other, and which range each belongs to."""
    sizes = lasts - firsts
    range_of = np.repeat(np.arange(len(sizes)), sizes)
    before = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum())) - before[range_of] + firsts[range_of], range_of
