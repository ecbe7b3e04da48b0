"""Put another value in the place of the last question's: "And in 4.1.0?", "A large one?".

Values are numbers, months, weekdays, and words of a kind of which a thing is one: sizes, colours.
"""

from __future__ import annotations

import re

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_NUMBER = r"v?\d+(?:[.:/-]\d+)*(?:st|nd|rd|th|[a-z])?%?"
_VALUE = re.compile(
    rf"(?<![\w.])(?:(?P<number>{_NUMBER})|(?P<month>{_MONTHS})|(?P<day>(?:{_DAYS})s?))(?![\w%])",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"(?:(?:in|for|on|at|of|by|since|from|with|under|until|before|after)\s+)?(?:the\s+)?"
    rf"(?:(?P<label>[^\W\d_]+)\s+)?(?P<value>{_VALUE.pattern})",
    re.IGNORECASE,
)
_WORD_OF_KIND = re.compile(
    r"(?:(?:in|for|on|at|of|by|with)\s+)?(?:an?|the)\s+(?P<word>[^\W\d_]+)(?:\s+ones?)?",
    re.IGNORECASE,
)
_KINDS = [
    frozenset(kind.split())
    for kind in (
        "tiny small little medium big large huge",
        "red orange yellow green blue purple pink brown black white grey gray",
        "old new", "short long", "cold warm hot", "upper middle lower", "left right",
        "single double triple return", "northern southern eastern western",
        "hourly daily weekly monthly quarterly annual yearly", "adult child senior",
        "indoor outdoor", "first second third fourth fifth last",
    )
]  # fmt: skip
_SEPARATOR = re.compile(r"[.:/-]")


def exchange_value(fragment: str, previous: str) -> str | None:
    """The previous question with a fragment's value for its own; None where not just one fits.

    Args:
        fragment: a turn without "And" or "What about".
        previous: the last question as it stands alone.
    """
    said = fragment.strip().rstrip(" ?!.")
    match = _ALONE.fullmatch(said)
    if match is None:
        return _exchange_word(said, previous)
    label, value = match["label"], match["value"]
    fitting = [old for old in _VALUE.finditer(previous) if _shape(old) == _shape_of(value)]
    if len(fitting) != 1:
        return None
    before = previous[: fitting[0].start()]
    if label and not re.search(rf"\b{label}s?\s*$", before, re.IGNORECASE):
        return None
    return f"{before}{value}{previous[fitting[0].end() :]}"


def _exchange_word(said: str, previous: str) -> str | None:
    """The previous question with another size, colour and so on; None where not just one fits."""
    match = _WORD_OF_KIND.fullmatch(said)
    kind = next((one for one in _KINDS if match and match["word"].casefold() in one), None)
    if match is None or kind is None:
        return None
    fitting = [old for old in re.finditer(r"[^\W\d_]+", previous) if old[0].casefold() in kind]
    if len(fitting) != 1:
        return None
    old = fitting[0]
    return f"{previous[: old.start()]}{match['word']}{previous[old.end() :]}"


def _shape_of(value: str) -> tuple[str, int, int]:
    match = _VALUE.fullmatch(value)
    return _shape(match) if match else ("", 0, 0)


def _shape(match: re.Match[str]) -> tuple[str, int, int]:
    """What a value is: its kind, its parts, and for a year its digits."""
    kind = match.lastgroup or ""
    parts = _SEPARATOR.split(match[0]) if kind == "number" else [match[0]]
    is_year = len(parts) == 1 and len(parts[0]) == 4 and parts[0].isdigit()
    return kind, len(parts), 4 if is_year else 0
