"""The vocabulary: all terms of the documents as a sorted list in mapped files.

Opening reads nothing; finding a word reads some twenty places, whatever the size.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.array_files import open_array

LETTERS, STARTS = "letters.npy", "letter-starts.npy"


@dataclass(frozen=True)
class Vocabulary(Sequence[bytes]):
    """Words as UTF-8, ascending; word `i` is `letters[starts[i]:starts[i + 1]]`."""

    letters: NDArray[np.uint8]
    starts: NDArray[np.int64]

    @staticmethod
    def save(folder: Path, words: Sequence[bytes]) -> None:
        """Write words, which are ascending and all different."""
        sizes = np.fromiter(map(len, words), np.int64, len(words))
        np.save(folder / LETTERS, np.frombuffer(b"".join(words), np.uint8))
        np.save(folder / STARTS, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """Open what `save` wrote, by memory mapping."""
        return cls(open_array(folder / LETTERS), open_array(folder / STARTS))

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.starts) - 1

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override] # no slices
        """The word at a place."""
        return self.letters[self.starts[place] : self.starts[place + 1]].tobytes()

    def find(self, word: str) -> int | None:
        """The place of a word, or None."""
        wanted = word.encode("utf-8", "surrogatepass")
        place = bisect_left(self, wanted)
        return place if place < len(self) and self[place] == wanted else None

    def list_words(self) -> list[bytes]:
        """All words, in order, for reading very many."""
        letters, starts = self.letters.tobytes(), self.starts.tolist()
        return [letters[start:end] for start, end in pairwise(starts)]

    def numbers(self) -> dict[str, int]:
        """Every word's place."""
        words = enumerate(self.list_words())
        return {word.decode("utf-8", "surrogatepass"): place for place, word in words}
