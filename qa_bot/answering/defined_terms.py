"""Put a refused question in the terms that a document defines: "the theatre" as "the Grantee".

Agreements, terms and policies name a party once ('Brook Estates Ltd ("the Landlord")') and call it
by that term from there on. People ask with the name, or with what the party is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_bot.answering.citations import text_of
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of, words_of
from qa_bot.types import Citation

MAX_READ = 20_000
"""Characters of a document's beginning that are looked through for its definitions."""
MAX_WORDINGS = 2
"""Wordings that are asked at the most: each is another search."""
_TERM = r"[\"“'‘](?:the |an? )?(?P<term>[A-Z][\w-]*(?: [A-Z][\w-]*)?)[\"”'’]"
_BEHIND_NAME = re.compile(
    r"\((?:(?:herein)?after |together |collectively |referred to as |called |each |an? |the )*"
    rf"{_TERM}\)"
)
_MEANS = re.compile(rf"{_TERM} (?:means?|refers to) (?P<named>[^\n.;:()]{{2,160}})")
_STOP = re.compile(r"[\n.;:()\"“”]")
_LONGEST_NAME = 160
"""Characters of what stands before a term in brackets."""
_CUT = re.compile(r"\b(?:between|among|and|by|with|to|from)\b(?! [a-z]+ing\b)")
_GOES_ON = re.compile(
    r"\s(?:at|for|from|in|of|on|that|to|under|which|who(?:se)?|with|[a-z]+ed)\b.*"
)
"""What tells more of what is named by a common noun: "charity registered in Bristol"."""
_COMPANY = frozenset(
    ("co", "company", "corp", "gmbh", "inc", "limited", "llc", "llp", "ltd", "plc")
)
"""What a firm is called that people leave out."""
_DETERMINER = r"(?:(?:the|an?|our|my|your|this)\s+)?"
_OPENING = re.compile(r"^(?:the|an?|any|each|every|all) ", re.IGNORECASE)
MIN_WORDS_OF_NAME = 2
"""Words of a name's beginning by which it may be called."""


def reword_defined(index: Index, question: str, nearest: Sequence[Citation]) -> tuple[str, ...]:
    """The question with defined terms for what they stand for, one wording a document.

    Args:
        index: the generation.
        question: the standalone question, which has no answer as it is.
        nearest: the excerpts nearest to it, the best first.
    """
    wordings = []
    for doc_id in dict.fromkeys(citation.doc_id for citation in nearest):
        reworded = question
        for term, named in find_definitions(text_of(index.documents, doc_id)):
            reworded = _replace(reworded, term, named)
        if reworded != question:
            wordings.append(reworded)
    return tuple(dict.fromkeys(wordings))[:MAX_WORDINGS]


def find_definitions(text: str) -> Iterator[tuple[str, str]]:
    """The terms that a document defines, each with what it stands for, as it is written."""
    opening = text[:MAX_READ]
    for match in _BEHIND_NAME.finditer(opening):
        before = opening[max(0, match.start() - _LONGEST_NAME) : match.start()]
        if named := _CUT.split(_STOP.split(before)[-1])[-1].strip(" ,"):
            yield match["term"], named
    for match in _MEANS.finditer(opening):
        yield match["term"], match["named"].strip(" ,")


def _replace(question: str, term: str, named: str) -> str:
    """The question with a term for the longest run of words that what it stands for has."""
    if set(terms_of(term)) <= set(terms_of(question)):
        return question
    for said in map(_shorten, named.split(", ")[:2]):
        words = [word for word in words_of(said) if word.casefold() not in _COMPANY]
        for run in _find_runs(words):
            pattern = re.compile(rf"\b{_DETERMINER}{run}\b", re.IGNORECASE)
            if pattern.search(question):
                return pattern.sub(f"the {term}", question, count=1)
    return question


def _shorten(said: str) -> str:
    """A name as it is, and a description as far as its noun: "charity registered in Bristol"."""
    said = _OPENING.sub("", said)
    return said if said != said.lower() and said[:1].isupper() else _GOES_ON.sub("", said)


def _find_runs(words: Sequence[str]) -> Iterator[str]:
    """Patterns of what a thing may be called by, the longest first: its last words, or first ones.

    The last word says what it is.
    """
    words, count = [_with_plural(word) for word in words], len(words)
    for length in range(count, 0, -1):
        yield r"\W+(?:\w+\W+)?".join(words[count - length :])
        if MIN_WORDS_OF_NAME <= length < count:
            yield r"\W+".join(words[:length])


def _with_plural(word: str) -> str:
    """A pattern of a word in the singular and the plural."""
    return f"{re.escape(word.removesuffix('s'))}s?" if len(word) > 3 else re.escape(word)
