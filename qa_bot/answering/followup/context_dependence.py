"""Tell whether, and how, a question depends on the turns before it.

Only its form decides: pronouns that nothing in it explains, openings ("What about"), nouns that
ask for another ("the symptoms"), adjectives without a noun ("the largest").
"""

from __future__ import annotations

import re
from enum import Enum, auto

from qa_bot.answering.followup.phrases import phrases_of
from qa_bot.answering.followup.words import (
    AUXILIARIES,
    COORDINATORS,
    PREPOSITIONS,
    QUESTION_WORDS,
    REQUESTS,
    SUBORDINATORS,
    Token,
    is_content,
    is_light,
    is_name,
    is_relational,
    tokens_of,
    word_set,
)
from qa_bot.index.lexical.words import STOP_WORDS


class ContextDependence(Enum):
    """How a question depends on the turns before it."""

    NONE = auto()
    PRONOUN = auto()
    """ "Who funds it?" """
    FRAGMENT = auto()
    """ "And ENISA?" """
    BARE = auto()
    """ "Why?" """
    IMPLICIT = auto()
    """ "What are the symptoms?": a word asks for another that the turn lacks """
    VAGUE = auto()
    """ "What models are available?": it depends only where none of its words tells enough """


POSSESSIVES = word_set("its their his her")
PRONOUNS = POSSESSIVES | word_set(
    "it they he she him them this that these those theirs hers itself themselves"
)
_DEMONSTRATIVES = word_set("this that these those")
_OPENING = re.compile(
    r"^\s*(?:(?:and|but|or|so|also|then|ok(?:ay)?)\b[\s,]*)*(?:(?:what|how)\s+about\b|what\s+of\b)?",
    re.IGNORECASE,
)
_ENGLISH = (
    QUESTION_WORDS | AUXILIARIES | REQUESTS | PREPOSITIONS | SUBORDINATORS | COORDINATORS
) | word_set("so then please yes no ok okay the some any i more that's")
_EXPLETIVE = re.compile(
    r"\b(?:is|was|be|it's)\s+(?:it\s+)?(?:possible|true|necessary|worth|raining)\b"
    r"|\bit\s+is\b.*\bthat\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"\s*(?:(?:what|who)(?:\s+(?:is|are|was|were)|['’]s)|"
    r"(?:(?:can|could|please|you|also|tell|me|more|about|describe|explain|define)\b\s*)+)\s*$",
    re.IGNORECASE,
)
_RESOLVED = re.compile(r"\([^()]+\)\s*$")
_OTHERS = word_set("other another else too similar")
_BESIDES = word_set("than besides from apart")


def strip_opening(question: str) -> str:
    """A turn without "And", "What about" and the like."""
    return _OPENING.sub("", question, count=1).strip()


def find_dependence(question: str) -> tuple[ContextDependence, list[Token]]:
    """How a question depends on earlier turns, and its pronouns that point back."""
    tokens = tokens_of(question)
    if _RESOLVED.search(question) or not is_english(tokens):
        return ContextDependence.NONE, []
    rest = strip_opening(question)
    opened = rest != question.strip()
    if opened and not is_clause(rest):
        return ContextDependence.FRAGMENT, []
    pronouns = [t for i, t in enumerate(tokens) if _points_back(question, tokens, i)]
    if pronouns:
        return ContextDependence.PRONOUN, pronouns
    if any(_is_open(tokens, place) for place in range(len(tokens))):
        return ContextDependence.IMPLICIT, []
    if not phrases_of(question):
        return ContextDependence.BARE, []
    if _asks_for_others(tokens) or _says_little(question):
        return ContextDependence.VAGUE, []
    return ContextDependence.NONE, []


def is_english(tokens: list[Token]) -> bool:
    """Whether some sentence of the turn opens with an English function word."""
    return any(
        token.key in _ENGLISH and (place == 0 or not tokens[place - 1].is_word)
        for place, token in enumerate(tokens)
    )


def is_clause(text: str) -> bool:
    """Whether a text has a verb form or question word of its own."""
    return any(token.key in QUESTION_WORDS | AUXILIARIES | REQUESTS for token in tokens_of(text))


def _points_back(question: str, tokens: list[Token], place: int) -> bool:
    """Whether a pronoun's antecedent lies outside the turn."""
    token = tokens[place]
    if token.key not in PRONOUNS or (len(token.text) > 1 and token.text.isupper()):
        return False
    if token.key == "it" and _EXPLETIVE.search(question):
        return False
    before = tokens[place - 1].key if place else ""
    after = tokens[place + 1].key if place + 1 < len(tokens) else ""
    if token.key == "that" and not (
        before in AUXILIARIES | PREPOSITIONS | QUESTION_WORDS | {"and", ""} or after in {"", "?"}
    ):
        return False
    if token.key in _DEMONSTRATIVES and after in {"who", "that", "which", "with", "of"}:
        return False
    return not _is_bound(question, tokens, place)


def _is_bound(question: str, tokens: list[Token], place: int) -> bool:
    """Whether an earlier clause of the same turn names what a pronoun stands for."""
    breaks = [i for i in range(place) if _opens_clause(tokens, i)]
    if not breaks:
        return False
    edge = tokens[breaks[-1]].start
    return any(p.end <= edge and not p.relational for p in phrases_of(question))


def _opens_clause(tokens: list[Token], place: int) -> bool:
    token = tokens[place]
    if token.key in COORDINATORS:
        after = tokens[place + 1].key
        return after in QUESTION_WORDS | AUXILIARIES | REQUESTS | PRONOUNS
    return token.key in SUBORDINATORS or token.text in {",", ".", "?", "!", ";"}


def _is_open(tokens: list[Token], place: int) -> bool:
    """Whether a word asks for something that the turn doesn't name."""
    token = tokens[place]
    before = tokens[place - 1] if place else None
    if token.key in {"one", "ones"}:
        return before is not None and (before.key in QUESTION_WORDS or token.key == "ones")
    if token.key == "there":
        near = {t.key for t in tokens[max(0, place - 1) : place + 2]}
        return not near & AUXILIARIES
    if token.key == "same":
        return all(other.key not in {"as", "time"} for other in tokens[place:])
    return _lacks_complement(tokens, place) or _lacks_noun(tokens, place)


def _asks_for_others(tokens: list[Token]) -> bool:
    keys = {token.key for token in tokens}
    return bool(keys & _OTHERS) and not keys & _BESIDES


def _lacks_complement(tokens: list[Token], place: int) -> bool:
    """Whether a noun that asks for another stands alone."""
    token = tokens[place]
    if not is_relational(token.key) or token.key in STOP_WORDS or not token.is_word:
        return False
    if is_name(tokens, place) or token.is_possessive:
        return False
    before = tokens[place - 1] if place else None
    if before is not None and (before.is_possessive or _is_noun_like(tokens, place - 1)):
        return False
    after = tokens[place + 1 :]
    if not after or not after[0].is_word:
        return True
    if is_content(after, 0) and not is_relational(after[0].key):
        return False
    of = next((i for i, t in enumerate(after) if t.key == "of"), len(after))
    return not any(
        is_content(after, i) and not is_relational(after[i].key) for i in range(of, len(after))
    )


_ADJECTIVAL = re.compile(r"(?:al|ic|ive|ous|able|ible|ary|ful|ing|ed)$")


def _is_noun_like(tokens: list[Token], place: int) -> bool:
    return (
        is_content(tokens, place)
        and not is_relational(tokens[place].key)
        and not _ADJECTIVAL.search(tokens[place].key)
    )


def _lacks_noun(tokens: list[Token], place: int) -> bool:
    """Whether a superlative stands without the noun it compares."""
    token = tokens[place]
    if not place or tokens[place - 1].key not in {"the", "what's"}:
        return False
    if not (re.fullmatch(r"\w{2,}est", token.key) and is_light(token.key)):
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    return after is None or not is_content(tokens, place + 1) or after.key.endswith("ing")


def _says_little(question: str) -> bool:
    """Whether a turn has one unnamed phrase, and doesn't ask what that phrase means."""
    phrases = [phrase for phrase in phrases_of(question) if not phrase.relational]
    if len(phrases) > 1 or any(phrase.named for phrase in phrases) or _EXPLETIVE.search(question):
        return False
    if phrases and re.search(r"\b(?:of|and)\b", question[: phrases[0].end], re.IGNORECASE):
        return False
    return not phrases or _DEFINITION.match(question[: phrases[0].start]) is None
