"""Find the noun phrases that a question or an excerpt is about.

There is no tagger: a phrase is a run of content words, names joined by small words ("Forum of
Incident Response and Security Teams"), with the article before it and the prepositional phrase
after it ("the evidence for water on Mars").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa_bot.answering.followup.words import (
    AUXILIARIES,
    COORDINATORS,
    PREPOSITIONS,
    SUBORDINATORS,
    Token,
    is_content,
    is_name,
    is_plural,
    is_relational,
    tokens_of,
    word_set,
)
from qa_bot.index.lexical.words import terms_of

_ARTICLES = frozenset({"the", "a", "an"})
_LINKS = frozenset({"of", "and", "for", "on", "the", "&", "de"})
_BE_AND_HAVE = word_set("is are was were am be been being has have had")
_PARTICIPLE = re.compile(
    r"\w{3,}(?<!e)ed|begun|born|bought|broken|brought|built|caught|chosen|cut|drawn|driven|drunk|dug"
    r"|eaten|fed|flown|forbidden|forgotten|found|fought|frozen|given|grown|held|hidden|hit|hung|kept"
    r"|laid|led|left|lent|lit|lost|made|meant|met|overthrown|paid|put|read|rebuilt|ridden|run|sent"
    r"|set|shaken|shot|shown|shut|sold|spent|spoken|spread|stolen|struck|sung|sunk|swept|taken|taught"
    r"|thrown|told|torn|understood|won|worn|woven|written"
)
_TAILS = frozenset({"of", "in", "for", "on", "from", "against", "between"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as typed, with its place in the text and what kind it is."""

    text: str
    start: int
    end: int
    named: bool
    relational: bool
    determined: bool = False

    @property
    def plural(self) -> bool:
        """Whether it stands for several things."""
        head = self.text.split(" of ")[0].casefold()
        return is_plural(head) or " and " in head

    @property
    def terms(self) -> frozenset[str]:
        """Its stemmed content words."""
        return frozenset(terms_of(self.text))


def topic_of(question: str) -> Phrase | None:
    """What a standalone question is about: its first name, else its first noun phrase."""
    phrases = find_nominals(question)
    topical = [phrase for phrase in phrases if not phrase.relational] or phrases
    if not topical:
        return None
    first = next((phrase for phrase in topical if phrase.named), topical[0])
    return _with_tail(question, phrases, first)


def subject_of(question: str) -> Phrase | None:
    """What a question names right behind its first verb ("the pump" of "When is the pump fitted?").

    None where that has no name or article, or is a noun that asks for another ("the new price").
    """
    verb = _first_verb(tokens_of(question))
    for phrase in find_nominals(question):
        if verb is not None and not question[verb.end : phrase.start].strip():
            head = tokens_of(phrase.text)[-1].key
            stands = (phrase.named or phrase.determined) and not is_relational(head)
            return phrase if stands else None
    return None


def find_nominals(question: str) -> list[Phrase]:
    """The noun phrases of a question without the verbs that its word order puts beside them."""
    tokens = tokens_of(question)
    found = []
    for phrase in phrases_of(question):
        places = [i for i, t in enumerate(tokens) if phrase.start <= t.start < phrase.end]
        kept = _without_verbs(tokens, places[phrase.determined :])
        if kept == places[phrase.determined :]:
            found.append(phrase)
        elif kept:
            found.append(_make_phrase(question, tokens, kept[0], kept[-1] + 1, _ARTICLES))
    return found or phrases_of(question)


def _without_verbs(tokens: list[Token], places: list[int]) -> list[int]:
    """The words of a phrase less the verb of the question: "who *fits* …", "is the pump *fitted*".

    Behind "who" and "what" the first word is one, if another phrase or an article follows. At the
    end of a phrase that stands behind the first auxiliary it is a participle, or ends a clause.
    """
    first, last = places[0], places[-1]
    if first == 1 and tokens[0].key in {"who", "what"} and not is_name(tokens, first):
        if len(places) > 1:
            return places[tokens[0].key == "who" :]
        return [] if _opens_phrase(tokens, last + 1) else places
    verb, before = _first_verb(tokens), first - (first > 0 and tokens[first - 1].key in _ARTICLES)
    if verb is None or before < 1 or tokens[before - 1] is not verb:
        return places
    if len(places) == 1 or is_name(tokens, last):
        return places
    if verb.key in _BE_AND_HAVE:
        return places[:-1] if _PARTICIPLE.fullmatch(tokens[last].key) else places
    stands = len(places) == 2 and (before < first or is_name(tokens, first))
    return places[:-1] if stands and _ends_clause(tokens, last + 1) else places


def _first_verb(tokens: list[Token]) -> Token | None:
    return next((token for token in tokens if token.key in AUXILIARIES), None)


def _opens_phrase(tokens: list[Token], place: int) -> bool:
    """Whether an article, a preposition or a name stands at a place."""
    if place >= len(tokens):
        return False
    return tokens[place].key in _ARTICLES | PREPOSITIONS or is_name(tokens, place)


def _ends_clause(tokens: list[Token], place: int) -> bool:
    """Whether no verb can follow: a clause, or what goes with its verb, opens at a place."""
    if place >= len(tokens) or not tokens[place].is_word:
        return True
    return tokens[place].key in _ARTICLES | PREPOSITIONS | COORDINATORS | SUBORDINATORS


def phrases_of(text: str, openings: frozenset[str] = _ARTICLES) -> list[Phrase]:
    """All noun phrases, in order, with those of some determiners that open them."""
    tokens = tokens_of(text)
    phrases, place = [], 0
    while place < len(tokens):
        if not is_content(tokens, place):
            place += 1
            continue
        end = _end_of_run(tokens, place)
        phrases.append(_make_phrase(text, tokens, place, end, openings))
        place = end
    return phrases


def _end_of_run(tokens: list[Token], place: int) -> int:
    """One past the last word of the phrase that starts at a place."""
    while True:
        ahead = place + 1
        while ahead < len(tokens) and ahead - place <= 2 and tokens[ahead].key in _LINKS:
            ahead += 1
        if ahead >= len(tokens) or not is_content(tokens, ahead):
            return place + 1
        linked = tokens[ahead - 1].key == "and" or (
            is_name(tokens, place) and is_name(tokens, ahead)
        )
        if ahead > place + 1 and not linked:
            return place + 1
        place = ahead


def _make_phrase(
    text: str, tokens: list[Token], first: int, end: int, openings: frozenset[str]
) -> Phrase:
    words = range(first, end)
    named = any(is_name(tokens, place) for place in words)
    relational = not named and all(is_relational(tokens[place].key) for place in words)
    determined = first > 0 and tokens[first - 1].key in openings
    start = tokens[first - determined].start
    last = tokens[end - 1]
    stop = last.end - 2 * last.is_possessive
    return Phrase(text[start:stop], start, stop, named, relational, determined)


def _with_tail(text: str, phrases: list[Phrase], phrase: Phrase) -> Phrase:
    """The phrase with a prepositional phrase that follows it at once."""
    after = next((other for other in phrases if other.start > phrase.start), None)
    tails = {"of"} if phrase.named else _TAILS
    if after is None or text[phrase.end : after.start].strip().casefold() not in tails:
        return phrase
    return Phrase(text[phrase.start : after.end], phrase.start, after.end, phrase.named, False)
