"""Lexical: texts come in, BM25 terms go out (bm25s), and terms weighed by how rare they are.

Words are case-folded and stemmed (Snowball English). The vocabulary tells which words of a
question the documents never use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
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
K1, B = 1.5, 0.75


def words_of(text: str) -> list[str]:
    """Content words as typed, in order; a CJK character counts as a word.

    A stop word in capitals is an acronym ("WHO", "IT") where the text has small letters too.
    """
    text = _CJK.sub(lambda match: f" {match[0]} ", unicodedata.normalize("NFKC", text))
    shouted = text.isupper()
    return [
        word
        for word in _WORD.findall(text)
        if word.casefold() not in STOP_WORDS or (len(word) > 1 and word.isupper() and not shouted)
    ]


def terms_of(text: str) -> list[str]:
    """Stemmed, case-folded content words, in order."""
    return [_stem(word) for word in words_of(text)]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word.casefold()))


class LexicalIndex:
    """BM25 over passages; row numbers are passage positions."""

    def __init__(self, bm25: bm25s.BM25, size: int) -> None:
        self._bm25 = bm25
        self._size = size

    @classmethod
    def build(cls, texts: list[str]) -> LexicalIndex:
        """Index the texts, in order."""
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        bm25.index([terms_of(text) or [""] for text in texts], show_progress=False)
        return cls(bm25, len(texts))

    def save(self, folder: Path) -> None:
        """Write the index as NumPy and JSON files."""
        self._bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Open what `save` wrote, by memory mapping."""
        return cls(bm25s.BM25.load(str(folder), mmap=True), size)

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of every passage for the question, shape (n,)."""
        known = [term for term in terms_of(question) if self.frequency(term)]
        if not known:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._bm25.get_scores(known), np.float32)

    def frequency(self, term: str) -> int:
        """How many passages hold a (stemmed) term."""
        column = self._bm25.vocab_dict.get(term)
        if column is None or not term:
            return 0
        starts = self._bm25.scores["indptr"]
        return int(starts[column + 1] - starts[column])

    def rarity(self, term: str) -> float:
        """Inverse document frequency, `ln(1 + (n - df + 0.5) / (df + 0.5))` (Lucene's BM25)."""
        frequency = self.frequency(term)
        return float(np.log1p((self._size - frequency + 0.5) / (frequency + 0.5)))

    def unknown_words(self, question: str) -> list[str]:
        """The question's content words, as typed, that no passage uses."""
        unknown = [word for word in words_of(question) if not self.frequency(_stem(word))]
        return list(dict.fromkeys(unknown))
