"""Dates, times and durations in the parts that format codes name: "yyyy", "mmm", "[h]", "AM/PM"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import lru_cache

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_PART = re.compile(
    r"y+|m+|d+|h+|s+|e+|b+|a{3,4}|\[(?:h+|m+|s+)\]|AM/PM|A/P|上午/下午", re.IGNORECASE
)
_HALVES = {"am/pm": ("AM", "PM"), "上午/下午": ("AM", "PM"), "a/p": ("A", "P")}
_FRACTION = re.compile(r"\.0+$")
_SECONDS_A_DAY = 86_400
_Write = Callable[[datetime.datetime, float], str]
_EPOCH = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)
_EPOCH_EARLY = _EPOCH + datetime.timedelta(days=1)
_LEAP_BUG = 60
"""Day 60 is 1900-02-29, which never was; days before it count from a day later."""


def is_date_part(token: str) -> bool:
    """Whether a token of a format code shows part of a date or a time."""
    return not token.startswith('"') and bool(_PART.fullmatch(token))


def format_date(value: float, tokens: tuple[str, ...], *, from_1904: bool = False) -> str | None:
    """A number of days as a date or a time; None where it is none."""
    writers, decimals, is_duration = _compile(tokens)
    if value < 0 and not is_duration:
        return None
    seconds = round(abs(value) * _SECONDS_A_DAY, decimals)
    moment = _moment(seconds, from_1904)
    if moment is None:
        return None
    shown = "".join([write(moment, seconds) for write in writers]).strip()
    return f"-{shown}" if value < 0 else shown


def _moment(seconds: float, from_1904: bool) -> datetime.datetime | None:
    epoch = _EPOCH_1904 if from_1904 else _EPOCH
    if not from_1904 and _SECONDS_A_DAY <= seconds < _LEAP_BUG * _SECONDS_A_DAY:
        epoch = _EPOCH_EARLY
    try:
        return epoch + datetime.timedelta(seconds=seconds)
    except OverflowError:
        return None


@lru_cache(maxsize=1_000)
def _compile(tokens: tuple[str, ...]) -> tuple[list[_Write], int, bool]:
    """What writes each token; decimals of the seconds; whether there is a part like "[h]"."""
    lowered = tuple(token if token.startswith('"') else token.lower() for token in tokens)
    decimals = max((len(token) - 1 for token in lowered if _FRACTION.match(token)), default=0)
    halves = any(token in _HALVES for token in lowered)
    writers = [_writer(t, _is_minutes(lowered, n), halves) for n, t in enumerate(lowered)]
    return writers, decimals, any(token.startswith("[") for token in lowered)


def _is_minutes(tokens: tuple[str, ...], position: int) -> bool:
    """Whether an "m" after hours or before seconds means minutes."""
    if set(tokens[position]) != {"m"} or len(tokens[position]) > 2:
        return False
    parts = [n for n, token in enumerate(tokens) if is_date_part(token) and "/" not in token]
    place = parts.index(position)
    before = tokens[parts[place - 1]] if place else ""
    after = tokens[parts[place + 1]] if place + 1 < len(parts) else ""
    return before.strip("[]")[:1] == "h" or after.strip("[]")[:1] == "s"


def _writer(token: str, is_minutes: bool, halves: bool) -> _Write:
    """The function that writes a token for a moment and all its seconds."""
    if token.startswith("["):
        return lambda _, seconds: _elapsed(token.strip("[]"), seconds)
    if _FRACTION.match(token):
        return lambda moment, _: f"{moment.microsecond / 1e6:.{len(token) - 1}f}"[1:]
    if token in _HALVES:
        return lambda moment, _: _HALVES[token][moment.hour >= 12]
    if not is_date_part(token):
        words = token.strip('"') if token.startswith('"') else token
        return lambda moment, seconds: words
    width = min(len(token), 2)
    if token[0] == "h" and halves:
        return lambda moment, _: f"{moment.hour % 12 or 12:0{width}}"
    if token[0] == "h":
        return lambda moment, _: f"{moment.hour:0{width}}"
    if token[0] == "s":
        return lambda moment, _: f"{moment.second:0{width}}"
    if is_minutes:
        return lambda moment, _: f"{moment.minute:0{width}}"
    return _day_writer(token[0], len(token))


def _day_writer(kind: str, length: int) -> _Write:
    if kind == "y" and length > 2:
        return lambda moment, _: f"{moment.year:04}"
    if kind == "y":
        return lambda moment, _: f"{moment.year % 100:02}"
    if kind in "eb":
        return lambda moment, _: str(moment.year + (543 if kind == "b" else 0))
    if length < 3:
        name = "month" if kind == "m" else "day"
        return lambda moment, _: f"{getattr(moment, name):0{length}}"
    shown = {3: 3, 5: 1 if kind == "m" else None}.get(length)
    if kind == "m":
        return lambda moment, _: MONTHS[moment.month - 1][:shown]
    return lambda moment, _: _DAYS[moment.weekday()][:shown]


def _elapsed(unit: str, seconds: float) -> str:
    """All hours, minutes or seconds of a duration."""
    size = {"h": 3_600, "m": 60, "s": 1}[unit[0]]
    return f"{int(seconds // size):0{len(unit)}}"
