"""Read what can be put in order: numbers with a unit, times of day and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from qa_bot.answering.held_kinds import MONTHS
from qa_bot.index.lexical.words import stem

Kind = Literal["number", "time", "date"]
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?",
        rf"(?:\w{{3,9}},?\s+)?(?:{_DAY}\s+)?{_MONTH}(?:,?\s+(?P<year>\d{{4}}))?",
        rf"{_MONTH}\s+{_DAY}(?:,?\s+(?P<year>\d{{4}}))?",
    )
)
DATE_IN_WORDS = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?)?"
    rf"(?:{MONTHS})\b"
    r"(?:\s+\d{1,2}(?!\d))?(?:,?\s+\d{4})?"
)
"""A date, or a month, in running text."""
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d)|(?:[:.](?P<minute2>[0-5]\d))?\s?(?P<half>[ap])\.?m\.?)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<before>[£€$¥]|[A-Z]{3}\s)?\s?"
    r"(?P<value>-?\d{1,3}(?:[,  ’']\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)"
    r"\s?(?P<after>%|[£€$°A-Za-zµ²³/][^\d;]{0,20})?"
)
_UNITS = {
    "£": "gbp pound sterl", "€": "eur euro", "$": "usd dollar", "kg": "kilogram kilo", "g": "gram",
    "km": "kilometr kilomet", "m": "metr meter", "cm": "centimetr centimet", "h": "hour hr",
    "min": "minut", "%": "percent", "l": "litr liter",
}  # fmt: skip
_IN_ONE_FORM = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_DAYS_A_MONTH, _MONTHS_A_YEAR = 31, 12


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, a time or a date as what it may be put in order by.

    Of a date that names no day or no month, `low` is its first day and `high` its last; one that
    names no year is of a year 0, and its unit says so.
    """

    kind: Kind
    low: float
    high: float
    unit: str = ""

    def in_year_of(self, others: Iterable[Quantity]) -> Quantity | None:
        """The quantity, of the year that some others are all of where it names none."""
        others = list(others)
        if self.unit != NO_YEAR or all(one.unit == NO_YEAR for one in others):
            return self
        year = _DAYS_A_MONTH * _MONTHS_A_YEAR
        starts = {one.low // year * year for one in others}
        if len(starts) != 1:
            return None
        start = starts.pop()
        return replace(self, low=self.low + start, high=self.high + start, unit="")


NO_YEAR = "of any year"


def read_quantity(text: str) -> Quantity | None:
    """The quantity that a text is, and nothing else; None where it is none."""
    text = text.strip()
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            return _read_date(match.groupdict())
    if match := _TIME.fullmatch(text):
        return _read_time(match)
    if match := _NUMBER.fullmatch(text):
        value = float(re.sub(r"[,  ’']", "", match["value"]))
        unit = f"{match['before'] or ''}{match['after'] or ''}".strip()
        return Quantity("number", value, value, unit)
    return None


def read_year(text: str) -> Quantity | None:
    """The date that a year of four digits is."""
    is_year = re.fullmatch(r"(?:1[5-9]|20)\d\d", text) is not None
    return _read_date({"year": text}) if is_year else None


def units_in(*texts: str) -> frozenset[str]:
    """The words and signs that may be units in some texts, each in one form."""
    words = map(stem, re.findall(r"[£€$%]|[^\W\d_]+", " ".join(texts).casefold()))
    return frozenset(_IN_ONE_FORM.get(word, word) for word in words)


def is_money(unit: str) -> bool:
    """Whether a unit in one form is a currency."""
    return unit in ("£", "€", "$", "¥")


def _read_date(given: dict[str, str | None]) -> Quantity | None:
    year, day = int(given.get("year") or 0), int(given.get("day") or 0)
    month = int(given.get("month") or 0)
    if name := given.get("name"):
        month = _MONTHS.index(name[:3].casefold()) + 1
    first = (year * _MONTHS_A_YEAR + max(month, 1) - 1) * _DAYS_A_MONTH + max(day, 1) - 1
    days = 1 if day else _DAYS_A_MONTH if month else _DAYS_A_MONTH * _MONTHS_A_YEAR
    return Quantity("date", first, first + days - 1, "" if year else NO_YEAR)


def _read_time(match: re.Match[str]) -> Quantity:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].lower() == "p")
    minutes = hour * 60 + int(match["minute"] or match["minute2"] or 0)
    return Quantity("time", minutes, minutes)
