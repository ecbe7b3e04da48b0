"""Words and terms of a text: what BM25, the sentences' terms and the questions are made of.

A term is a content word, case-folded, without accents and stemmed (Snowball English).
"""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from qa_bot.data import load_words
from qa_bot.index.lexical.folding import WORD, fold, normalize

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_STEMMER = Stemmer.Stemmer("english")
STOP_WORDS = load_words("stop_words.txt")
_STEM_CACHE, _TERM_CACHE = 100_000, 1_000_000
"""Words of which is kept whether they are content and their stem, and whose term is kept."""


def words_of(text: str) -> list[str]:
    """Content words as typed, in order; a CJK character counts as a word.

    A stop word in capitals is an acronym ("WHO", "IT") where the text has small letters too.
    """
    text = _separate(text)
    shouted = text.isupper()
    return [word for word in WORD.findall(text) if _is_content(word, shouted)]


def terms_of(text: str) -> list[str]:
    """Stemmed, case-folded content words, in order."""
    text = _separate(text)
    if text.isupper():
        return [stem(word) for word in words_of(text)]
    return [term for word in WORD.findall(text) if (term := _TERMS[word])]


def _separate(text: str) -> str:
    """A text in NFKC, CJK characters between spaces."""
    text = normalize(text)
    return text if text.isascii() else _CJK.sub(lambda match: f" {match[0]} ", text)


@lru_cache(maxsize=_STEM_CACHE)
def _is_content(word: str, shouted: bool) -> bool:
    return word.casefold() not in STOP_WORDS or (len(word) > 1 and word.isupper() and not shouted)


@lru_cache(maxsize=_STEM_CACHE)
def stem(word: str) -> str:
    """A word as the index knows it: case-folded, without accents, stemmed."""
    return str(_STEMMER.stemWord(fold(word)))


class _Terms(dict[str, str]):
    """A word's stem, "" for a stop word; kept, as builds look up every word of a corpus twice."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _TERM_CACHE:
            self.clear()
        self[word] = term = stem(word) if _is_content(word, shouted=False) else ""
        return term


_TERMS = _Terms()
