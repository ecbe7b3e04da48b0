"""The sentences' terms as numbers, so that scoring a sentence reads no text.

Three arrays, mapped: all term ids, where each sentence's begin, and where each passage's sentences
begin.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.array_files import GrowingArray, open_array
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.lexical.words import terms_of

IDS, STARTS, PASSAGES = "ids.npy", "starts.npy", "passages.npy"
INCOMPLETE = "incomplete.npy"
"""The passages in whose sentences stand terms of no passage, which have no number: a word that is
cut in two between sentences. No question reads it."""
_BLOCK = 1 << 20
"""Terms that are renumbered at once."""


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
        with _TermWriter(folder, lexical) as writer:
            for group in groups:
                writer.add(group)

    @staticmethod
    def update(
        folder: Path,
        before: EarlierTerms,
        read: Callable[[range], Iterable[Sequence[str]]],
        lexical: LexicalIndex,
    ) -> None:
        """Write what `build` would write, from earlier terms and the sentences that are new.

        Args:
            folder: where they go.
            before: the earlier terms.
            read: gives the sentences of some of the passages.
            lexical: the words as they are now.
        """
        earlier, places = SentenceTerms.load(before.folder), before.places.astype(np.int32)
        is_unlike = earlier._find_unlike(places)
        is_unlike[np.load(before.folder / INCOMPLETE)] = True
        stays = np.where(is_unlike[before.passages], -1, before.passages)
        with _TermWriter(folder, lexical) as writer:
            for passages, first in _cut_runs(stays):
                if first < 0:
                    for group in read(passages):
                        writer.add(group)
                else:
                    writer.copy(earlier, range(first, first + len(passages)), places)

    def _find_unlike(self, places: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether each passage has a term without a new number (-1 in `places`); (passages,)."""
        unlike = np.zeros(len(self.passages) - 1, bool)
        for first in range(0, len(self.ids), _BLOCK):
            lost = first + np.flatnonzero(places[self.ids[first : first + _BLOCK]] < 0)
            sentences = np.searchsorted(self.starts, lost, "right") - 1
            unlike[np.searchsorted(self.passages, sentences, "right") - 1] = True
        return unlike

    @classmethod
    def load(cls, folder: Path) -> SentenceTerms:
        """Open what `build` wrote, by memory mapping."""
        ids = np.load(folder / IDS, mmap_mode="r", allow_pickle=False)
        return cls(ids, open_array(folder / STARTS), open_array(folder / PASSAGES))

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


@dataclass(frozen=True, slots=True)
class EarlierTerms:
    """The terms of an earlier generation's sentences, and how it compares with the new one."""

    folder: Path
    places: NDArray[np.int64]
    """The new number of each of its terms, -1 where no passage holds it any more; (terms,)."""
    passages: NDArray[np.int64]
    """The number that each new passage had in it, -1 where it had none; (passages,)."""


class _TermWriter:
    """Takes the terms of one passage after the other."""

    def __init__(self, folder: Path, lexical: LexicalIndex) -> None:
        folder.mkdir()
        self._folder = folder
        self._numbers = lexical.term_ids()
        self._ids = GrowingArray(folder / IDS)
        self._terms, self._sentences, self._incomplete = array("q"), array("q"), array("q")

    def add(self, group: Sequence[str]) -> None:
        """Write the terms of a passage's sentences; those that no passage holds are left out."""
        is_complete = True
        for text in group:
            terms = terms_of(text)
            found = [self._numbers[term] for term in terms if term in self._numbers]
            is_complete = is_complete and len(found) == len(terms)
            self._ids.extend(found)
            self._terms.append(len(found))
        if not is_complete:
            self._incomplete.append(len(self._sentences))
        self._sentences.append(len(group))

    def copy(self, before: SentenceTerms, passages: range, places: NDArray[np.int32]) -> None:
        """Write the terms of earlier passages, numbered as they are now."""
        groups = before.passages[passages.start : passages.stop + 1]
        starts = before.starts[groups[0] : groups[-1] + 1]
        for first in range(starts[0], starts[-1], _BLOCK):
            self._ids.append(places[before.ids[first : min(first + _BLOCK, starts[-1])]])
        self._terms.frombytes(np.diff(starts).tobytes())
        self._sentences.frombytes(np.diff(groups).tobytes())

    def __enter__(self) -> Self:
        """The writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Complete the files."""
        self._ids.__exit__(kind, error, trace)
        np.save(self._folder / STARTS, _starts(self._terms))
        np.save(self._folder / PASSAGES, _starts(self._sentences))
        np.save(self._folder / INCOMPLETE, np.array(self._incomplete, np.int64))


def _cut_runs(numbers: NDArray[np.int64]) -> Iterator[tuple[range, int]]:
    """Ranges of places whose numbers follow one another, with the first number, or are all -1."""
    if not len(numbers):
        return
    before, after = numbers[:-1], numbers[1:]
    follows = np.where(before < 0, after < 0, after == before + 1)
    cuts = [0, *(np.flatnonzero(~follows) + 1).tolist(), len(numbers)]
    for first, last in pairwise(cuts):
        yield range(first, last), int(numbers[first])


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
