"""Tell whether a text asks something, and for what kind of thing: a date, a number, a name.

Only kinds whose presence in an excerpt can be told by its surface are distinguished.
"""

from __future__ import annotations

import re
from enum import Enum

from qa_bot.answering.followup.words import is_light, is_plural
from qa_bot.index.lexical.words import STOP_WORDS, words_of

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_NUMERALS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|once|twice|both|"
    "no|none|single|pair|couple|several|daily|weekly|monthly|yearly|annually|every|always|never"
)
_DIGITS = re.compile(r"\d")
_NUMERAL = re.compile(rf"\b(?:{_NUMERALS})\b", re.IGNORECASE)
_DATE = re.compile(
    rf"\b\d{{3,4}}s?\b|\b\d{{1,2}}[:.]\d{{2}}\b|\b\d{{1,2}} ?[ap]\.?m\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?[ -](?:century|centuries)\b|\bcentury\b"
    rf"|\b(?:{_MONTHS})\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b"
    r"|\b(?:today|yesterday|tomorrow|century|decade|years?|months?|weeks?|days?|hours?|minutes?"
    r"|spring|summer|autumn|winter|fall|noon|midday|midnight|morning|afternoon|evening|night|dawn"
    r"|dusk|sunrise|sunset|daily|weekly|monthly|yearly|annually|always|never|immediately|o[’']?clock"
    r"|easter|christmas|ramadan|new year|first|last|next"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|ages?|era|period|war|after|before|during|when|until|since|while|once)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:“\"] )(?<!^)\b[A-Z][\w’'-]*")
_OPENING = re.compile(r"(?:^|[.!?:“\"\n]\s*)(?P<word>[A-Z][\w’'-]+)(?P<next> [A-Z])?")

_QUESTION = re.compile(
    r"[?？؟]|\b(?:who|whom|whose|what|which|when|where|why|how)\b"
    r"|^\W*(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must"
    r"|name|give|tell|list|explain|describe|define)\b",
    re.IGNORECASE,
)

_QUANTITIES = "many|much|long|old|far|tall|high|big|large|often|wide|deep|heavy|fast"
_ONE_FACT = re.compile(
    rf"^\W*(?:who|whom|whose|when|where|which|how (?:{_QUANTITIES})|what (?:year|date|day|time"
    r"|country|city|name|percent|number|type|kind|is the (?:name|capital|largest|population)))\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")


class Kind(Enum):
    """What a question asks for; the value is how a refusal names it."""

    DATE = "date"
    NUMBER = "number"
    NAME = "name"


_ASKING = (
    (
        Kind.DATE,
        re.compile(
            r"\bwhen\b(?= (?:was|were|is|are|did|do|does|will|has|have|had|can|could|should)\b)"
            r"|\b(?:what|which) (?:year|date|day|month|century|decade|time)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.NUMBER,
        re.compile(
            r"\bhow (?:many|much|long|old|far|tall|high|big|large|often|wide|deep|heavy|fast)\b"
            r"|\b(?:what|which) (?:number|percentage|percent|share|proportion|amount)\b",
            re.IGNORECASE,
        ),
    ),
    (Kind.NAME, re.compile(r"^\W*(?:who|whom|whose)\b(?! (?:does|do)\b)", re.IGNORECASE)),
)


def is_question(text: str) -> bool:
    """Whether a text asks something, as a topic ("cloud security") or a claim does not."""
    return bool(_QUESTION.search(_without_acronyms(text)))


def expected_kind(question: str) -> Kind | None:
    """The kind of thing that a question asks for, where its form says so."""
    text = _without_acronyms(question)
    return next((kind for kind, asking in _ASKING if asking.search(text)), None)


def asks_for_one_fact(question: str) -> bool:
    """Whether a question's form asks for one thing: who, when, where, which, how many."""
    return bool(_ONE_FACT.search(question))


def _without_acronyms(text: str) -> str:
    """A text in which "WHO" names an organisation; one in capitals alone stays as it is."""
    return text if text.isupper() else _CAPITALS.sub("A", text)


def holds_kind(kind: Kind, text: str, question: str) -> bool:
    """Whether a text has a thing of this kind, for names one that the question does not give."""
    if kind is Kind.DATE:
        return bool(_DATE.search(text))
    if kind is Kind.NUMBER:
        return bool(_DIGITS.search(text) or _NUMERAL.search(text))
    asked = {word.casefold() for word in words_of(question)}
    names = [match[0] for match in _NAME.finditer(text)]
    names += [match["word"] for match in _OPENING.finditer(text) if _opens_with_name(match)]
    return any(name.casefold() not in asked for name in names)


def _opens_with_name(opening: re.Match[str]) -> bool:
    """Whether the capital at a sentence's start may be a name's; where in doubt, it is."""
    word = opening["word"].casefold()
    if word in STOP_WORDS:
        return False
    return bool(opening["next"]) or not (is_light(word) or is_plural(word))
