"""Dates, times and durations in the parts that format codes name: "yyyy", "mmm", "[h]", "AM/PM"."""

from __future__ import annotations

import datetime
import re

_MONTHS = [
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
_FRACTION = re.compile(r"\.0+$")
_SECONDS_A_DAY = 86_400
_EPOCH = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)
_LEAP_BUG = 60
"""Day 60 is 1900-02-29, which never was; days before it count from a day later."""


def is_date_part(token: str) -> bool:
    """Whether a token of a format code shows part of a date or a time."""
    return not token.startswith('"') and bool(_PART.fullmatch(token))


def format_date(value: float, tokens: tuple[str, ...], *, from_1904: bool = False) -> str | None:
    """A number of days as a date or a time; None where it is none."""
    lowered = tuple(token if token.startswith('"') else token.lower() for token in tokens)
    decimals = max((len(t) - 1 for t in lowered if _FRACTION.match(t)), default=0)
    if value < 0 and not any(token.startswith("[") for token in lowered):
        return None
    seconds = round(abs(value) * _SECONDS_A_DAY, decimals)
    moment = _moment(seconds, from_1904)
    if moment is None:
        return None
    halves = any(token in ("am/pm", "a/p", "上午/下午") for token in lowered)
    shown = [
        _show(token, _is_minutes(lowered, n), moment, seconds, halves)
        for n, token in enumerate(lowered)
    ]
    return ("-" if value < 0 else "") + "".join(shown).strip()


def _moment(seconds: float, from_1904: bool) -> datetime.datetime | None:
    days = seconds / _SECONDS_A_DAY
    epoch = _EPOCH_1904 if from_1904 else _EPOCH
    if not from_1904 and 1 <= days < _LEAP_BUG:
        epoch += datetime.timedelta(days=1)
    try:
        return epoch + datetime.timedelta(seconds=seconds)
    except OverflowError:
        return None


def _is_minutes(tokens: tuple[str, ...], position: int) -> bool:
    """Whether an "m" after hours or before seconds means minutes."""
    if set(tokens[position]) != {"m"} or len(tokens[position]) > 2:
        return False
    parts = [n for n, token in enumerate(tokens) if is_date_part(token) and "/" not in token]
    place = parts.index(position)
    before = tokens[parts[place - 1]] if place else ""
    after = tokens[parts[place + 1]] if place + 1 < len(parts) else ""
    return before.strip("[]")[:1] == "h" or after.strip("[]")[:1] == "s"


def _show(
    token: str, is_minutes: bool, moment: datetime.datetime, seconds: float, halves: bool
) -> str:
    if token.startswith('"'):
        return token.strip('"')
    if token.startswith("["):
        return _elapsed(token.strip("[]"), seconds)
    if _FRACTION.match(token):
        return f"{moment.microsecond / 1e6:.{len(token) - 1}f}"[1:]
    if not is_date_part(token):
        return token
    if token in ("am/pm", "上午/下午"):
        return "AM" if moment.hour < 12 else "PM"
    if token == "a/p":
        return "A" if moment.hour < 12 else "P"
    width = min(len(token), 2)
    if token[0] == "h":
        return f"{(moment.hour % 12 or 12) if halves else moment.hour:0{width}}"
    if token[0] == "s":
        return f"{moment.second:0{width}}"
    return f"{moment.minute:0{width}}" if is_minutes else _day(token, moment)


def _day(token: str, moment: datetime.datetime) -> str:
    kind, length = token[0], len(token)
    if kind == "y":
        return f"{moment.year % 100:02}" if length < 3 else f"{moment.year:04}"
    if kind == "e":
        return str(moment.year)
    if kind == "b":
        return str(moment.year + 543)
    if kind == "m":
        name = _MONTHS[moment.month - 1]
        number = f"{moment.month:0{min(length, 2)}}"
        return {3: name[:3], 4: name, 5: name[:1]}.get(length, number if length < 3 else name)
    day = _DAYS[moment.weekday()]
    if kind == "a":
        return day[:3] if length == 3 else day
    return {3: day[:3]}.get(length, day if length > 3 else f"{moment.day:0{length}}")


def _elapsed(unit: str, seconds: float) -> str:
    """All hours, minutes or seconds of a duration."""
    size = {"h": 3_600, "m": 60, "s": 1}[unit[0]]
    return f"{int(seconds // size):0{len(unit)}}"
