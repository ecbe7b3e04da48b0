"""Find the noun phrases that a question or an excerpt is about.

There is no tagger: a phrase is a run of content words, names joined by small words ("Forum of
Incident Response and Security Teams"), with the article before it and the prepositional phrase
after it ("the evidence for water on Mars").
"""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.answering.followup.words import (
    Token,
    is_content,
    is_name,
    is_plural,
    is_relational,
    tokens_of,
)
from qa_bot.index.lexical.words import terms_of

_ARTICLES = frozenset({"the", "a", "an"})
_LINKS = frozenset({"of", "and", "for", "on", "the", "&", "de"})
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
    phrases = phrases_of(question)
    topical = [phrase for phrase in phrases if not phrase.relational] or phrases
    if not topical:
        return None
    first = next((phrase for phrase in topical if phrase.named), topical[0])
    return _with_tail(question, phrases, first)


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
