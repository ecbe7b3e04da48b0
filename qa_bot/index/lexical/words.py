"""Words and terms of a text: what BM25, the sentences' terms and the questions are made of.

A term is a content word, case-folded, without accents and stemmed (Snowball English).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import Stemmer

from qa_bot.data import load_words
from qa_bot.index.lexical.folding import WORD, fold, normalize

_UNSPACED = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*[\u0e30\u0e32\u0e33\u0e45]*"
    r"|[\u0ec0-\u0ec4]?[\u0e81-\u0eae\u0edc-\u0edf][\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece]*[\u0eb0\u0eb2\u0eb3]*"
    r"|[\u1780-\u17a2](?:\u17d2[\u1780-\u17a2]|[\u17b4-\u17d1\u17d3])*"
    r"|[\u1000-\u102a](?:\u1039[\u1000-\u102a]|[\u102b-\u1038\u103a-\u103e])*"
)
"""What counts as a word where no spaces part words: a character of Chinese or Japanese, a letter
with its vowels and tones of Thai, Lao, Khmer or Burmese."""
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_STEMMER = Stemmer.Stemmer("english")
STOP_WORDS = load_words("stop_words.txt")
_STEM_CACHE, _TERM_CACHE = 100_000, 1_000_000
"""Words of which is kept whether they are content and their stem, and whose term is kept."""


def words_of(text: str) -> list[str]:
    """Content words as typed, in order; those of `_UNSPACED` count as one each.

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


def join_unspaced(text: str, words: Sequence[str], chosen: Sequence[bool]) -> Iterator[str]:
    """Some of a text's words, with those that stand side by side in a script without spaces joined.

    What is left alone there says something only in Chinese.

    Args:
        text: the text.
        words: its words (`words_of`).
        chosen: for each of them, whether it is wanted.
    """
    text = normalize(text)
    run = ""
    for word, is_chosen in zip([*words, ""], [*chosen, False], strict=True):
        is_part = is_chosen and _UNSPACED.fullmatch(word) is not None
        if run and not (is_part and run + word in text):
            if _HAN.match(run) or not _UNSPACED.fullmatch(run):
                yield run
            run = ""
        if is_part:
            run += word
        elif is_chosen:
            yield word


def _separate(text: str) -> str:
    """A text in NFKC, with spaces around what counts as a word without them."""
    text = normalize(text)
    return text if text.isascii() else _UNSPACED.sub(lambda match: f" {match[0]} ", text)


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
