"""Lexical: texts come in, BM25 over stemmed words goes out (bm25s), with the words themselves.

Words are case-folded and stemmed (Snowball English). The vocabulary tells which words of a
question the documents never use, and holds every word as written, for mending misspelt ones.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from qa_bot.data import load_words

_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_STEMMER = Stemmer.Stemmer("english")
STOP_WORDS = load_words("stop_words.txt")
K1, B = 0.9, 0.4
_WORDS = "words.json"


def words_of(text: str) -> list[str]:
    """Content words as typed, in order; a CJK character counts as a word.

    A stop word in capitals is an acronym ("WHO", "IT") where the text has small letters too.
    """
    if not text.isascii():
        text = _CJK.sub(lambda match: f" {match[0]} ", unicodedata.normalize("NFKC", text))
    shouted = text.isupper()
    return [
        word
        for word in _WORD.findall(text)
        if word.casefold() not in STOP_WORDS or (len(word) > 1 and word.isupper() and not shouted)
    ]


def terms_of(text: str) -> list[str]:
    """Stemmed, case-folded content words, in order."""
    return [stem(word) for word in words_of(text)]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word as the index knows it."""
    return str(_STEMMER.stemWord(word.casefold()))


class LexicalIndex:
    """BM25 over passages; row numbers are passage positions.

    Args:
        bm25: the terms' scores in every passage.
        size: how many passages there are.
        words: the words as written, as JSON.
    """

    def __init__(self, bm25: bm25s.BM25, size: int, words: str) -> None:
        self._bm25 = bm25
        self._size = size
        self._words = words

    @staticmethod
    def build(folder: Path, texts: Sequence[str]) -> LexicalIndex:
        """Index the texts, in order, and write the index as NumPy and JSON files."""
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        bm25.index([terms_of(text) or [""] for text in texts], show_progress=False)
        bm25.save(str(folder), show_progress=False)
        forms = count_forms(texts)
        (folder / _WORDS).write_text(json.dumps(forms, ensure_ascii=False), encoding="utf-8")
        return LexicalIndex.load(folder, len(texts))

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Open what `build` wrote, by memory mapping."""
        words = (folder / _WORDS).read_text(encoding="utf-8")
        return cls(bm25s.BM25.load(str(folder), mmap=True), size, words)

    @property
    def counted_passages(self) -> int:
        """How many passages the index was made of, by its own account."""
        return int(self._bm25.scores["num_docs"])

    def scores(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """BM25 of every passage, shape (n,): the terms' scores, each times its weight."""
        total = np.zeros(self._size, np.float32)
        for term, weight in terms.items():
            if (column := self.term_id(term)) is not None:
                first, last = self._columns[column : column + 2]
                rows = self._bm25.scores["indices"][first:last]
                total[rows] += weight * self._bm25.scores["data"][first:last]
        return total

    def term_id(self, term: str) -> int | None:
        """The number of a (stemmed) term, or None where no passage holds it."""
        return self._bm25.vocab_dict.get(term) if term else None

    def frequency(self, term: str) -> int:
        """How many passages hold a (stemmed) term."""
        column = self.term_id(term)
        return 0 if column is None else int(self._columns[column + 1] - self._columns[column])

    def rarity(self, term: str) -> float:
        """Inverse document frequency, `ln(1 + (n - df + 0.5) / (df + 0.5))` (Lucene's BM25)."""
        frequency = self.frequency(term)
        return float(np.log1p((self._size - frequency + 0.5) / (frequency + 0.5)))

    def unknown_words(self, question: str) -> list[str]:
        """The question's content words, as typed, that no passage uses."""
        unknown = [word for word in words_of(question) if not self.frequency(stem(word))]
        return list(dict.fromkeys(unknown))

    @cached_property
    def forms(self) -> dict[str, tuple[int, int]]:
        """Every case-folded word of the texts: how often it stands there, how often in small."""
        loaded = json.loads(self._words)
        return {word: (count, small) for word, (count, small) in loaded.items()}

    @cached_property
    def _columns(self) -> NDArray[np.int64]:
        return np.asarray(self._bm25.scores["indptr"])


def count_forms(texts: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Every case-folded word of some texts: how often it stands there, how often in small."""
    written: Counter[str] = Counter()
    for text in texts:
        written.update(_WORD.findall(unicodedata.normalize("NFKC", text)))
    forms: dict[str, tuple[int, int]] = {}
    for word, count in written.items():
        known, small = forms.get(word.casefold(), (0, 0))
        forms[word.casefold()] = (known + count, small + (count if word.islower() else 0))
    return forms
