"""Read a question's superlative: which way it points, what it measures and what else is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.followup.words import is_light, word_set
from qa_bot.index.lexical.words import stem, words_of

_MONEY = (
    r"[£€$¥]|\b(?:EUR|USD|GBP|CHF|price|cost|fee|rent|rate|budget|charge|fare|tariff|amount)s?\b"
)
_PAY = r"\b(?:salary|salaries|wages?|pay|income|earnings?)\b"
_WEIGHT = r"\b(?:weight|mass|kg|kilograms?|tons?|tonnes?|lbs?|ounces?)\b|\d\s?g\b"
_LENGTH = (
    r"\b(?:length|duration|time|hours?|minutes?|mins?|days?|weeks?|months?|years?|distance|km|cm|mm"
    r"|metres?|meters?|miles?)\b|\d\s?[mh]\b"
)
_HEIGHT = r"\b(?:height|altitude|elevation|metres?|meters?|cm|feet|ft)\b|\d\s?m\b"
_ADJECTIVES = {
    "cheapest": (False, _MONEY), "dearest": (True, _MONEY), "priciest": (True, _MONEY),
    "costliest": (True, _MONEY), "heaviest": (True, _WEIGHT), "lightest": (False, _WEIGHT),
    "longest": (True, _LENGTH), "shortest": (False, _LENGTH), "tallest": (True, _HEIGHT),
    "highest": (True, ""), "lowest": (False, ""), "largest": (True, ""), "biggest": (True, ""),
    "greatest": (True, ""), "smallest": (False, ""), "fewest": (False, ""), "most": (True, ""),
    "least": (False, ""),
}  # fmt: skip
"""Whether a superlative asks for the most, and how its measure is told in a column."""
_OF_MOST = {
    "expensive": (True, _MONEY), "costly": (True, _MONEY), "pricey": (True, _MONEY),
}  # fmt: skip
_VERBS = (
    (re.compile(r"\b(?:costs?|costing|charges?)\b", re.IGNORECASE), _MONEY),
    (re.compile(r"\b(?:earns?|paid|pays)\b", re.IGNORECASE), f"{_PAY}|{_MONEY}"),
    (re.compile(r"\b(?:weighs?)\b", re.IGNORECASE), _WEIGHT),
)
_SAYING_LITTLE = frozenset(
    stem(word)
    for word in word_set(
        "count cost charge earn paid pay weigh have has get take receive need want contain hold"
        " offer show there one thing altogether overall"
    )
)
"""Words that no table need explain."""
_SUPERLATIVE = re.compile(
    rf"\b(?:(?P<degree>most|least)\s+(?P<adjective>{'|'.join(_OF_MOST)})"
    rf"|(?P<word>{'|'.join(_ADJECTIVES)}))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:(?:and|so|please)\W+)*(?:what|which|who|where|how|the|name|find)\b", re.I
)
_OTHER = re.compile(
    r"\b(?:at (?:the )?(?:most|least)|most of|mostly|second|third|why|when|and|or|not|than|if)\b"
    r"|\b(?:how (?:do|does|did|can|could|should|would|is|are|was|were))\b",
    re.IGNORECASE,
)
"""What makes a superlative say something else ("at least"), or ask for more than a row."""
MAX_WORDS = 16


@dataclass(frozen=True, slots=True)
class Superlative:
    """A superlative of a question: its direction, its measure, and the other stemmed words."""

    is_most: bool
    measure: str
    terms: frozenset[str]
    is_of_amount: bool = False
    """Whether it may be of whatever a table counts: "thrown away most", not "the largest"."""

    @property
    def has_measure(self) -> bool:
        """Whether it says itself what is measured: "cheapest", not "highest"."""
        return bool(self.measure)

    def measures(self, column: str, cells: Sequence[str]) -> bool:
        """Whether a column's name, or a unit in its cells, is of what is measured."""
        if not self.measure:
            return True
        pattern = re.compile(self.measure, re.IGNORECASE)
        return any(pattern.search(text) for text in (column, *cells[:1]))


def find_superlative(question: str) -> Superlative | None:
    """The only superlative of a question that asks for a row; None where there is not just one."""
    text = " ".join(question.split())
    words = text.split()
    found = list(_SUPERLATIVE.finditer(text))
    if len(found) != 1 or len(words) > MAX_WORDS or _OTHER.search(text):
        return None
    match = found[0]
    if not (_ASKS.match(text) or match.start() == 0):
        return None
    if match["adjective"]:
        is_most, measure = _OF_MOST[match["adjective"].lower()]
        is_most = is_most == (match["degree"].lower() == "most")
    else:
        is_most, measure = _ADJECTIVES[match["word"].lower()]
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    if not measure:
        measure = next((told for verb, told in _VERBS if verb.search(rest)), "")
    terms = {stem(word) for word in words_of(rest)}
    light = {stem(word) for word in words_of(rest) if is_light(word)}
    kept = terms - _SAYING_LITTLE
    if not kept:
        return None
    is_of_amount = (match["word"] or "").lower() in ("most", "least", "fewest")
    return Superlative(is_most, measure, frozenset(kept - light or kept), is_of_amount)
