"""How often an entry of a calendar repeats, in words (RFC 5545 3.3.10)."""

from __future__ import annotations

import re
from collections.abc import Callable

_UNITS = {"YEARLY": "year", "MONTHLY": "month", "WEEKLY": "week", "DAILY": "day", "HOURLY": "hour"}
_DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
_MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_PLACES = {
    "": "", "1": "the first ", "2": "the second ", "3": "the third ", "4": "the fourth ",
    "5": "the fifth ", "-1": "the last ", "-2": "the last but one ",
}  # fmt: skip
_DAY = re.compile(r"\+?(-?\d?)(MO|TU|WE|TH|FR|SA|SU)")


def describe_rule(rule: str, show_moment: Callable[[str], str]) -> str:
    """A rule in words: "every 2 weeks on Tuesday until 2024-08-27".

    Args:
        rule: the value of `RRULE`; one with parts that are rare is given as it is.
        show_moment: writes a date or a time.
    """
    parts = dict(part.upper().split("=", 1) for part in rule.split(";") if "=" in part)
    parts.pop("WKST", None)
    try:
        unit, count = _UNITS[parts.pop("FREQ")], int(parts.pop("INTERVAL", "1"))
        said = [f"every {unit}" if count == 1 else f"every {count} {unit}s"]
        if days := parts.pop("BYDAY", ""):
            said.append(f"on {', '.join(map(_day, days.split(',')))}")
        if dates := parts.pop("BYMONTHDAY", ""):
            said.append(f"on {', '.join(map(_date, dates.split(',')))}")
        if months := parts.pop("BYMONTH", ""):
            said.append(f"in {', '.join(map(_month, months.split(',')))}")
    except (KeyError, ValueError):
        return rule
    if times := parts.pop("COUNT", ""):
        said.append(f"{times} times")
    if until := parts.pop("UNTIL", ""):
        said.append(f"until {show_moment(until)}")
    return rule if parts else " ".join(said)


def _day(text: str) -> str:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return f"{_PLACES[found[1]]}{_DAYS[found[2]]}"


def _month(text: str) -> str:
    if not 0 < int(text) < len(_MONTHS):
        raise ValueError(text)
    return _MONTHS[int(text)]


def _date(text: str) -> str:
    return "the last day" if text == "-1" else f"day {int(text)}"
