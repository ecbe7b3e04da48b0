"""Tell whether a text asks something, and for what kind of thing: a date, a number, a name.

Only kinds whose presence in an excerpt can be told by its surface are distinguished.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from qa_bot.answering.held_kinds import (
    holds_count,
    holds_date,
    holds_mail,
    holds_name,
    holds_number,
    holds_phone,
    holds_price,
    holds_reason,
    holds_span,
)

_CACHED = 128
"""Questions of which is kept what they ask for."""
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
_SEVERAL = re.compile(
    r"^\W*(?:(?:which|what) (?:(?!was|has|does)\w+ ){0,2}?"
    r"(?!(?:was|has|does|its|this)\b)\w+[^s\W]s\b(?! (?:is|was|has)\b)"
    r"|(?:who|which|where) (?:are|were)\b)",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")


_MEASURES = "percent|pound|dollar|euro|cent|day|hour|minute|month|second|week|year|decade|centurie"


class Kind(Enum):
    """What a question asks for."""

    PHONE = "telephone number"
    MAIL = "email address"
    PRICE = "price"
    DATE = "date"
    COUNT = "count"
    SPAN = "length or time"
    NUMBER = "number"
    NAME = "name"
    REASON = "reason"

    @property
    def label(self) -> str:
        """How a notice names it."""
        return "number" if self is Kind.COUNT else self.value


_HOLDS = {
    Kind.PHONE: holds_phone,
    Kind.MAIL: holds_mail,
    Kind.PRICE: holds_price,
    Kind.DATE: holds_date,
    Kind.COUNT: holds_count,
    Kind.SPAN: holds_span,
    Kind.NUMBER: holds_number,
    Kind.NAME: holds_name,
    Kind.REASON: holds_reason,
}
_PAID = (
    "charged?|charges|costs?|earns?|fees?|fines?|paid|pay|pays|price|rent|salary|spend|spent|worth|"
    "deposit|discount|allowance|refunded|refund|ticket"
)
_ASKING = (
    (
        Kind.PHONE,
        re.compile(r"^\W*(?:what|which)\b[^?]*\b(?:phone|telephone|fax) numbers?\b", re.IGNORECASE),
    ),
    (
        Kind.MAIL,
        re.compile(r"^\W*(?:what|which)\b[^?]*\be-?mail address(?:es)?\b", re.IGNORECASE),
    ),
    (
        Kind.PRICE,
        re.compile(
            rf"\bhow much\b(?! (?:of|longer|more|less|time)\b)[^?,]*\b(?:{_PAID})\b"
            r"|^\W*what (?:does|do|did|will|would)\b[^?]*\bcosts?\b"
            r"|^\W*what (?:is|was) the (?:price|cost|fee|fare) (?:of|for)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.DATE,
        re.compile(
            r"\bwhen\b(?= (?:was|were|is|are|did|do|does|will|has|have|had|can|could|should)\b)"
            r"|\b(?:what|which) (?:year|date|day|month|century|decade|time)\b",
            re.IGNORECASE,
        ),
    ),
    (Kind.COUNT, re.compile(rf"\bhow many (?!(?:\w+ )?(?:{_MEASURES})s?\b)", re.IGNORECASE)),
    (Kind.SPAN, re.compile(r"\bhow (?:long|often)\b", re.IGNORECASE)),
    (
        Kind.NUMBER,
        re.compile(
            r"\bhow (?:many|much|old|far|tall|high|big|large|wide|deep|heavy|fast)\b"
            r"|\b(?:what|which) (?:number|percentage|percent|share|proportion|amount)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.NAME,
        re.compile(
            r"^\W*(?:who|whom|whose)\b(?! (?:does|do)\b| (?:is|are|was|were) (?!the [a-z]))",
            re.IGNORECASE,
        ),
    ),
    (Kind.REASON, re.compile(r"^\W*(?:why|what (?:is|was) the reason)\b", re.IGNORECASE)),
)


def is_question(text: str) -> bool:
    """Whether a text asks something, as a topic ("cloud security") or a claim does not."""
    return bool(_QUESTION.search(_without_acronyms(text)))


@lru_cache(_CACHED)
def expected_kind(question: str) -> Kind | None:
    """The kind of thing that a question asks for, where its form says so."""
    text = _without_acronyms(question)
    return next((kind for kind, asking in _ASKING if asking.search(text)), None)


@lru_cache(_CACHED)
def asks_for_one_fact(question: str) -> bool:
    """Whether a question's form asks for one thing: who, when, where, which, how many."""
    return bool(_ONE_FACT.search(question))


def asks_for_several(question: str) -> bool:
    """Whether a question's form names more than one thing: "which papers", "who are"."""
    return bool(_SEVERAL.search(question))


def _without_acronyms(text: str) -> str:
    """A text in which "WHO" names an organisation; one in capitals alone stays as it is."""
    return text if text.isupper() else _CAPITALS.sub("A", text)


def holds_kind(kind: Kind, text: str, question: str) -> bool:
    """Whether a text may have a thing of this kind that the question does not give."""
    return _HOLDS[kind](text, question)


def may_be_of_kind(kind: Kind, words: str, question: str) -> bool:
    """Whether some words may be a thing of this kind by themselves, without their unit."""
    if kind in (Kind.PRICE, Kind.SPAN, Kind.COUNT):
        return holds_number(words, question)
    return kind is Kind.REASON or holds_kind(kind, words, question)
