"""Words of a turn: tokens with their offsets, and the word classes that the rules look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa_bot.data import load_words
from qa_bot.index.lexical.words import STOP_WORDS, terms_of, words_of

_TOKEN = re.compile(r"[^\W_]+(?:[-'’./&][^\W_]+)*|[^\w\s]")
_CONTRACTION = re.compile(r"(?:i|you|we|they|he|she|it|\w+n)['’](?:m|d|ll|ve|re|t|s)")
_POSSESSIVE = re.compile(r"['’]s$")


def word_set(words: str) -> frozenset[str]:
    """A closed class of words, written with spaces between them."""
    return frozenset(words.split())


QUESTION_WORDS = word_set("what which who whom whose when where why how")
AUXILIARIES = word_set(
    "is are was were am be been being do does did has have had can could will would shall should"
    " may might must"
)
REQUESTS = word_set("tell describe explain list name define give show compare discuss")
PREPOSITIONS = word_set(
    "about after against at before behind between by during for from in into of on over since"
    " than through to under with within without"
)
COORDINATORS = word_set("and or but")
SUBORDINATORS = word_set("when while if because so after before once until since")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark; `key` is its case-folded form without a possessive ending."""

    text: str
    start: int
    end: int
    key: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word rather than a mark."""
        return self.text[0].isalnum()

    @property
    def is_possessive(self) -> bool:
        """Whether it ends in 's."""
        return self.key != self.text.casefold()


def tokens_of(text: str) -> list[Token]:
    """All words and marks, in order."""
    return [
        Token(m[0], m.start(), m.end(), _POSSESSIVE.sub("", m[0].casefold()))
        for m in _TOKEN.finditer(text)
    ]


def is_name(tokens: list[Token], place: int) -> bool:
    """Whether a word has a capital that its place in the sentence doesn't explain."""
    text = tokens[place].text
    if not any(letter.isupper() for letter in text) or tokens[place].key == "i":
        return False
    opens = place == 0 or tokens[place - 1].text in {".", "?", "!", ":", "“", '"'}
    return not opens or sum(letter.isupper() for letter in text) > 1


def is_content(tokens: list[Token], place: int) -> bool:
    """Whether a word carries meaning: neither a stop word nor, unless a name, a light one."""
    token = tokens[place]
    if not token.is_word:
        return False
    acronym = len(token.text) > 1 and token.text.isupper()
    if token.key in STOP_WORDS or _CONTRACTION.fullmatch(token.key):
        return acronym
    return is_name(tokens, place) or not is_light(token.key)


@lru_cache(maxsize=10_000)
def is_light(word: str) -> bool:
    """Whether a word says little about a topic ("important", "make", "first"); no acronym does."""
    terms = terms_of(word)
    is_acronym = not terms and len(word) > 1 and word.isupper()
    return not is_acronym and all(stem in _LIGHT_STEMS for stem in terms)


def is_relational(word: str) -> bool:
    """Whether a noun asks for another: the symptoms of what, the founder of what?"""
    return not _singulars(word).isdisjoint(_RELATIONAL)


def is_thing(phrase: str) -> bool:
    """Whether a noun phrase surely stands for no person: its last word is none for one."""
    head = words_of(phrase.split(" of ")[0])[-1:]
    return not any(word.casefold() in _FOR_PERSONS or _AGENT.search(word) for word in head)


def is_plural(word: str) -> bool:
    """Whether a noun's ending is that of a plural."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _singulars(word: str) -> set[str]:
    """A noun and what it may be the plural of."""
    forms = {word}
    if is_plural(word):
        forms |= {word[:-1], word[:-2], word[:-3] + "y"}
    return forms


_LIGHT_STEMS = frozenset(stem for word in load_words("light_words.txt") for stem in terms_of(word))
_FOR_PERSONS = load_words("person_words.txt")
_AGENT = re.compile(r"(?:[eo]r|ist|ian|ant|(?<!m)ent|man|woman|ee)s?$", re.IGNORECASE)
"""How a word ends that stands for who does something."""
_RELATIONAL = load_words("relational_nouns.txt")
