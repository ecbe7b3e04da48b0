"""Every word as the documents write it, with how often, for mending misspelt words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.lexical.folding import WORD, normalize

WORDS, COUNTS = "words.txt", "words.npy"


@dataclass(frozen=True)
class WordForms:
    """Case-folded words, the shorter first.

    `counts` has shape (words, 2): how often each stands in the texts, and how often in small
    letters. `firsts[n]` is the place of the first word of at least `n` characters.
    """

    words: Sequence[str]
    counts: NDArray[np.int64]
    firsts: NDArray[np.int64]

    @classmethod
    def build(cls, forms: Mapping[str, tuple[int, int]]) -> WordForms:
        """Put what `count_forms` gave in order."""
        words = sorted(forms, key=lambda word: (len(word), word))
        counts = np.array([forms[word] for word in words], np.int64).reshape(-1, 2)
        return cls(words, counts, _firsts(words))

    def save(self, folder: Path) -> None:
        """Write a text and a NumPy file."""
        (folder / WORDS).write_text("\n".join(self.words), encoding="utf-8", newline="\n")
        np.save(folder / COUNTS, self.counts)

    @classmethod
    def load(cls, folder: Path) -> WordForms:
        """Read what `save` wrote."""
        text = (folder / WORDS).read_text(encoding="utf-8")
        words = text.split("\n") if text else []
        return cls(words, np.load(folder / COUNTS, allow_pickle=False), _firsts(words))

    def of_length(self, shortest: int, longest: int) -> range:
        """The places of the words with so many characters."""
        first, last = np.minimum([shortest, longest + 1], len(self.firsts) - 1)
        return range(int(self.firsts[first]), int(self.firsts[last]))

    def small(self, word: str) -> int:
        """How often a case-folded word stands in small letters."""
        place, is_there = self._find(word)
        return int(self.counts[place, 1]) if is_there else 0

    def _find(self, word: str) -> tuple[int, bool]:
        """Where a case-folded word stands or would stand, and whether it does."""
        places = self.of_length(len(word), len(word))
        place = bisect_left(self.words, word, places.start, places.stop)
        return place, place < places.stop and self.words[place] == word

    def change(
        self, added: Mapping[str, tuple[int, int]], gone: Mapping[str, tuple[int, int]]
    ) -> WordForms:
        """The words once those of some texts have come and those of others are gone."""
        counts = self.counts.copy()
        new: dict[str, int] = {}
        for word, (known, small) in added.items():
            place, is_there = self._find(word)
            if is_there:
                counts[place] += known, small
            else:
                new[word] = place
        for word, (known, small) in gone.items():
            counts[self._find(word)[0]] -= known, small
        words: list[str] = []
        places = sorted(new, key=lambda word: (len(word), word))
        last = 0
        for word in places:
            words += [*self.words[last : new[word]], word]
            last = new[word]
        words += self.words[last:]
        if new:
            rows = np.array([added[word] for word in places], np.int64)
            counts = np.insert(counts, [new[word] for word in places], rows, axis=0)
        stays = counts[:, 0] > 0
        kept = [word for word, is_kept in zip(words, stays.tolist(), strict=True) if is_kept]
        return WordForms(kept, counts[stays], _firsts(kept))


def count_forms(texts: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Every case-folded word of some texts: how often it stands there, how often in small."""
    return fold_forms(Counter(word for text in texts for word in written_words(text)))


def written_words(text: str) -> list[str]:
    """Every word of a text as it stands there, in order."""
    return WORD.findall(normalize(text))


def fold_forms(written: Counter[str]) -> dict[str, tuple[int, int]]:
    """The same of words that are counted as they are written."""
    forms: dict[str, tuple[int, int]] = {}
    for word, count in written.items():
        known, small = forms.get(word.casefold(), (0, 0))
        forms[word.casefold()] = (known + count, small + (count if word.islower() else 0))
    return forms


def _firsts(words: Sequence[str]) -> NDArray[np.int64]:
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    return np.searchsorted(sizes, np.arange((sizes[-1] if len(sizes) else 0) + 2))
