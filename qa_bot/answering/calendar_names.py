"""Read the weekdays and months that a text names: "Monday to Friday", "winter", "21 to 25 July"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa_bot.answering.held_kinds import MONTHS

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = tuple(MONTHS.casefold().split("|"))
_DAY = (
    r"(?:Mon(?:days?)?|Tue(?:s|sdays?)?|Wed(?:nesdays?)?|Thu(?:rs?|rsdays?)?|Fri(?:days?)?"
    r"|Satur(?:days?)|Sun(?:days?)|Sat(?=\s*[-–&/])|(?<=[-–&/])Sun|(?<=[-–&/] )Sun)"
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_TO = r"\s*(?:-|–|to|until|till|through)\s*(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+)?"
_SPAN_OF_DAYS = re.compile(rf"\b(?P<first>{_DAY})\b(?:{_TO}(?P<last>{_DAY})\b)?")
_SPAN_OF_MONTHS = re.compile(rf"\b(?P<first>{_MONTH})\b\.?(?:{_TO}(?P<last>{_MONTH})\b)?")
_PARTS = {
    "weekend": (5, 6), "weekday": (0, 1, 2, 3, 4), "daily": tuple(range(7)),
    "every day": tuple(range(7)),
}  # fmt: skip
_SEASONS = {
    "winter": (11, 0, 1), "spring": (2, 3, 4), "summer": (5, 6, 7), "autumn": (8, 9, 10),
    "all year": tuple(range(12)),
}  # fmt: skip
_DENIES = re.compile(r"\b(?:but|closed|except|excluding|no|not|without)\b", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:after|before|between|by|earlier|following|from|later|since|till?|until)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Named:
    """The weekdays (0 is Monday) and the months (0 is January) that a text names."""

    days: frozenset[int]
    months: frozenset[int]


def read_calendar(text: str) -> Named:
    """The weekdays and months that a text names, with those between two ("May to July").

    None where it denies something ("closed on Mondays").
    """
    if _DENIES.search(text):
        return Named(frozenset(), frozenset())
    lower = text.casefold()
    days = _read_spans(_SPAN_OF_DAYS, text, _DAYS) | _read_words(_PARTS, lower)
    months = _read_spans(_SPAN_OF_MONTHS, text, _MONTHS) | _read_words(_SEASONS, lower)
    return Named(days, months)


def asks_of_time(question: str) -> Named:
    """The weekdays and months that a question is about; none where it gives a bound ("by May")."""
    if _BOUND.search(question) and not re.search(r"\bfrom\b.*\bto\b", question):
        return Named(frozenset(), frozenset())
    return read_calendar(question)


def _read_words(words: dict[str, tuple[int, ...]], text: str) -> frozenset[int]:
    found = (places for word, places in words.items() if re.search(rf"\b{word}s?\b", text))
    return frozenset(place for places in found for place in places)


def _read_spans(spans: re.Pattern[str], text: str, names: tuple[str, ...]) -> frozenset[int]:
    found: set[int] = set()
    for match in spans.finditer(text):
        first = _find_place(match["first"], names)
        last = _find_place(match["last"], names) if match["last"] else first
        found |= {
            place % len(names) for place in range(first, last + 1 + len(names) * (last < first))
        }
    return frozenset(found)


def _find_place(name: str, names: tuple[str, ...]) -> int:
    return next(i for i, one in enumerate(names) if one.startswith(name[:3].casefold()))
