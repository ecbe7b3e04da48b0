"""Read which rows a question wants: by a superlative, a bound ("under £20"), a kind ("desks")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.answering.followup.words import AUXILIARIES, is_light, word_set
from qa_bot.answering.forms.measures import (
    ADJECTIVES,
    INVERSE,
    MONEY,
    MORE,
    OF_MOST,
    VERBS,
)
from qa_bot.answering.forms.quantities import (
    Kind,
    Quantity,
    is_money,
    read_quantity,
    read_year,
    units_in,
)
from qa_bot.index.lexical.words import STOP_WORDS, stem, words_of

_IN_TIME = {
    "earliest": False, "first": False, "oldest": False, "latest": True, "last": True,
    "newest": True,
}  # fmt: skip
"""Whether what puts times and dates in order asks for the last of them."""
_LEAST = r"at least|no less than|no fewer than|not less than|a minimum of|from"
_MOST = r"at (?:the )?most|up to|no more than|not more than|a maximum of|until|till"
_OVER = r"over|above|exceeding|after|later than"
_UNDER = r"under|below|before|earlier than"
_OF_TIME = re.compile(r"from|until|till|after|before|(?:later|earlier) than", re.IGNORECASE)
"""Bounds that are of a time or a date; the others are of a number."""
_SAYING_LITTLE = frozenset(
    stem(word)
    for word in word_set(
        "count have has get take receive need want contain hold offer show there one thing"
        " altogether overall list find name many"
    )
)
"""Words that no table need explain."""
_COUNTS = {word: n for n, word in enumerate(("two", "three", "four", "five", "six", "seven"), 2)}
_DIGITS = {"one": "1", **{word: str(n) for word, n in _COUNTS.items()}, "eight": "8", "ten": "10"}
_COUNT = re.compile(rf"\b(?:{'|'.join(_DIGITS)})\b", re.IGNORECASE)
_SUPERLATIVE = re.compile(
    rf"\b(?:(?P<count>{'|'.join(_COUNTS)}|[2-9])\s+)?"
    rf"(?:(?P<degree>most|least)\s+(?P<adjective>{'|'.join(OF_MOST)})"
    rf"|(?P<word>{'|'.join(ADJECTIVES)})|(?:(?<=the )|^)(?P<time>{'|'.join(_IN_TIME)}))\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    rf"\b(?P<by>(?P<than>{'|'.join(sorted(MORE, key=len, reverse=True))})\s+than"
    rf"|(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<over>{_OVER})|(?P<under>{_UNDER}))"
    r"\s+(?P<limit>(?:[£€$]\s?)?\d\S*(?:\s+\S+){0,2}|[A-Z][a-z]{2,8}\.?(?:\s+\d\S*){0,2})",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:(?:and|so|please)\W+)*(?:what|which|who|where|how|the|name|find|list|show)\b", re.I
)
_OTHER = re.compile(
    r"\b(?:at (?:the )?(?:most|least)|most of|mostly|second|third|why|when|and|or|not|than|if)\b"
    r"|\b(?:how (?:do|does|did|can|could|should|would|is|are|was|were))\b",
    re.IGNORECASE,
)
"""What makes a superlative say something else ("at least"), or ask for more than a row."""
_WHEN = re.compile(r"^when\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:leav|depart)(?:es?|s|ing)?\s+(?=[A-Z])")
_TO = re.compile(r"\b(?:arriv(?:es?|ing)\s+(?:in|at)|reach(?:es)?)\s+(?=[A-Z])")
"""What says with a verb where a table's row goes from, or to."""
_ASKS_ALL = re.compile(
    r"(?:which|who(?!se)|how many|list|show|name|what (?:are|(?!is|was|does|has)\w+s \w+))\b",
    re.IGNORECASE,
)
_EXCEPTS = re.compile(
    rf"{_OTHER.pattern}|\b(?:except|without|besides|other|only|never|no|more|less|before|after)\b",
    re.IGNORECASE,
)
"""What makes a question of all rows of a kind one of others, or of more than these."""
_BELONGING = frozenset(
    map(stem, ("work", "belong", "sit", "live", "go", "place", "carry", "seat", "grow", "fit"))
)
"""Words for being of a kind, which no table need explain."""
MAX_WORDS = 16


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a question picks rows: a direction or a limit, a measure, and the other stemmed words."""

    is_most: bool
    """Whether the most is wanted, or what is over the limit."""
    measure: str
    terms: frozenset[str]
    is_of_size: bool = False
    """Whether it is of a size where it names nothing that a table counts: "the largest"."""
    is_of_amount: bool = False
    """Whether it may be of whatever a table counts: "thrown away most", not "the largest"."""
    kinds: frozenset[Kind] = frozenset({"number"})
    """The kinds of quantities that are compared; none where all rows of a kind are wanted."""
    count: int = 0
    """Rows that are wanted of a superlative; 0 for those with the most."""
    limit: Quantity | None = None
    """The quantity of a bound; None of a superlative."""
    is_inclusive: bool = False
    """Whether the limit itself is wanted ("at least")."""
    said: str = ""
    """A bound as it is written."""
    text: str = ""
    """The question without what compares."""
    inverse: str = ""
    """How a column tells the inverse of the measure: a speed where times are asked for."""

    @property
    def has_measure(self) -> bool:
        """Whether it says itself what is measured: "cheapest", not "highest"."""
        return bool(self.measure or self.kinds != {"number"} or (self.limit and self.limit.unit))

    def measures(self, column: str, cells: Sequence[str]) -> bool:
        """Whether a column's name, or a unit in its cells, is of what is measured."""
        if self.limit is not None and not self._shares_unit(column, cells):
            return False
        if not self.measure:
            return True
        pattern = re.compile(self.measure, re.IGNORECASE)
        return any(pattern.search(text) for text in (column, *cells[:1]))

    def _shares_unit(self, column: str, cells: Sequence[str]) -> bool:
        """Whether the limit's unit is the column's, or is money where the column names none."""
        asked = units_in(self.limit.unit) if self.limit and self.limit.kind == "number" else ()
        told = units_in(column, *cells[:1])
        return all(
            unit in told or (is_money(unit) and not any(map(is_money, told))) for unit in asked
        )


def find_comparison(question: str) -> Comparison | None:
    """The only superlative or bound by which a question picks rows; None where there is none."""
    text = _WHEN.sub("what", " ".join(question.split()).rstrip(" ?!.…"))
    if len(text.split()) > MAX_WORDS:
        return None
    found = [match for match in _BOUND.finditer(text) if _read_limit(match)]
    if len(found) == 1:
        return _read_bound(text, found[0])
    return None if found else _read_superlative(text) or _read_membership(text)


def find_superlative(question: str) -> str:
    """The superlative by which a question picks something ("cheapest"); empty where it has none.

    None is of time: one cell may have all departures, of which the last is asked for.
    """
    text = _WHEN.sub("what", " ".join(question.split()).rstrip(" ?!.…"))
    found = _SUPERLATIVE.search(text) if _read_superlative(text) else None
    return (found["word"] or found["adjective"] or "") if found else ""


def _read_superlative(text: str) -> Comparison | None:
    found = list(_SUPERLATIVE.finditer(text))
    if len(found) != 1 or _OTHER.search(text):
        return None
    match = found[0]
    if not (_ASKS.match(text) or match.start() == 0):
        return None
    word, time = (match["word"] or "").lower(), (match["time"] or "").lower()
    kinds: frozenset[Kind] = frozenset({"number"})
    if match["adjective"]:
        is_most, measure = OF_MOST[match["adjective"].lower()]
        is_most = is_most == (match["degree"].lower() == "most")
    elif time:
        is_most, measure, kinds = _IN_TIME[time], "", frozenset({"time", "date"})
    else:
        is_most, measure = ADJECTIVES[word]
    count = (match["count"] or "0").lower()
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    asked = _ask(rest, is_most, measure)
    if asked is None:
        return None
    number = _COUNTS.get(count) or int(count)
    is_of_amount = word in ("most", "least", "fewest")
    asked = replace(asked, is_of_amount=is_of_amount, kinds=kinds, count=number)
    is_of_size = word in ("largest", "biggest", "smallest")
    return replace(asked, is_of_size=is_of_size, inverse=INVERSE.get(word, ""))


def _read_membership(text: str) -> Comparison | None:
    """What asks for all rows of a kind: "Who works in Sales?", "How many desks are there?"."""
    if not _ASKS_ALL.match(text) or _EXCEPTS.search(text) or _SUPERLATIVE.search(text):
        return None
    words = [word for word in words_of(text) if word.casefold() not in AUXILIARIES]
    terms = {_DIGITS.get(word.casefold()) or stem(word) for word in words}
    terms -= _BELONGING | _SAYING_LITTLE
    text = _COUNT.sub(lambda match: _DIGITS[match[0].casefold()], text)
    return Comparison(True, "", frozenset(terms), kinds=frozenset(), text=text) if terms else None


def _read_bound(text: str, match: re.Match[str]) -> Comparison | None:
    """What a bound asks for; None where the question asks for more than rows."""
    read = _read_limit(match)
    if read is None or text.split()[0].casefold() in AUXILIARIES:
        return None
    limit, said = read
    rest = f"{text[: match.start()]} {text[match.start('limit') + len(said) :]}"
    if _OTHER.search(rest) or _SUPERLATIVE.search(rest):
        return None
    is_most, measure = bool(match["least"] or match["over"]), ""
    if match["than"]:
        is_most, measure = MORE[match["than"].lower()]
    if not measure and any(map(is_money, units_in(limit.unit))):
        measure = MONEY
    asked = _ask(rest, is_most, measure)
    return asked and replace(
        asked,
        kinds=frozenset({limit.kind}),
        limit=limit,
        is_inclusive=bool(match["least"] or match["most"]),
        said=f"{match['by']} {said}",
    )


def _read_limit(match: re.Match[str]) -> tuple[Quantity, str] | None:
    """The longest quantity that the words behind a bound open with, and those words."""
    is_of_time = _OF_TIME.fullmatch(match["by"]) is not None
    for last in reversed(list(re.finditer(r"\S+", match["limit"]))):
        said = match["limit"][: last.end()]
        quantity = (read_year(said) if is_of_time else None) or read_quantity(said)
        if quantity is None or last[0].casefold() in STOP_WORDS or len(quantity.unit.split()) > 1:
            continue
        return (quantity, said) if (quantity.kind != "number") == is_of_time else None
    return None


def _ask(rest: str, is_most: bool, measure: str) -> Comparison | None:
    """A comparison of what the rest of a question asks for; None where it names nothing."""
    if not measure:
        measure = next((told for verb, told in VERBS if verb.search(rest)), "")
    said = rest
    for verb, _ in VERBS:
        said = verb.sub(" ", said)
    terms = {stem(word) for word in words_of(said)}
    light = {stem(word) for word in words_of(said) if is_light(word)}
    kept = terms - _SAYING_LITTLE
    if not kept:
        return None
    return Comparison(
        is_most,
        measure,
        frozenset(kept - light or kept),
        text=_TO.sub("to ", _FROM.sub("from ", rest)),
    )
