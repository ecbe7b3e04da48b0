"""What kind of value a cell holds: columns of one kind tell a header from the rows below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from qa_bot.data import load_words

_NUMBER = re.compile(r"[^\w\s]{0,3}\s?(?:[A-Z]{1,3}[$€£]?\s?)?[^\w\s]?\d")
_MAX_NUMBER_WORDS = 4
_NOTHING = re.compile(r"[\W_]*|n/?a", re.IGNORECASE)
_CODE = re.compile(r"(?=\S*\d)\S+|\S+@\S+\.\w+|https?://\S+")
_NAME = re.compile(r"(?:(?:Dr|Mr|Ms|Mrs|Prof)\.? )?[A-Z]\S*(?: [A-Z]\S*){1,2}")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?")
_COUNT = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d{1,9}")
_MEASURE = re.compile(r"[^\w\s#]?\s?#(?:[.,]#)*\s?(?:[^\W_]|[%°€$£¥]|$)")
"""The shape of an amount ("5 m", "€ 4.50"), whose neighbours may rise by chance."""
_WORDS_IN_TURN = [
    {word: place for place, word in enumerate(words.split())}
    for words in (
        "a b c d e f g h i j k l m n o p q r s t",
        "mon tue wed thu fri sat sun", "sun mon tue wed thu fri sat",
        "mon die mit don fre sam son", "mo di mi do fr sa so",
        "lun mar mer jeu ven sam dim", "lun mar mié jue vie sáb dom",
        "lun mar mer gio ven sab dom", "seg ter qua qui sex sáb dom",
        "maa din woe don vri zat zon",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "jan feb mär apr mai jun jul aug sep okt nov dez",
        "jan fév mar avr mai jui aoû sep oct nov déc",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "gen feb mar apr mag giu lug ago set ott nov dic",
    )
]  # fmt: skip
"""Beginnings of words that follow each other: days of the week, months, letters."""
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LONG = 40
"""Characters from which a cell is prose rather than a name."""
_USUAL_SHARE = 0.6
_SAMPLE = 200
COLUMN_NAMES = load_words("column_names.txt")


class Kind(Enum):
    """Kinds of values; a header's cells are often of another kind than those below them."""

    NOTHING = "nothing"
    NUMBER = "number"
    CODE = "code"
    NAME = "name"
    PROSE = "prose"
    WORDS = "words"


def kind_of(text: str) -> Kind:
    """The kind of a cell's value."""
    if _NOTHING.fullmatch(text):
        return Kind.NOTHING
    if _NUMBER.match(text) and text.count(" ") < _MAX_NUMBER_WORDS:
        return Kind.NUMBER
    if _CODE.fullmatch(text):
        return Kind.CODE
    if len(text) > _LONG:
        return Kind.PROSE
    return Kind.NAME if _NAME.fullmatch(text) else Kind.WORDS


def usual_kind(texts: Sequence[str]) -> Kind:
    """The kind that most filled cells of a column have; NOTHING where they differ."""
    kinds = Counter(kind_of(text) for text in texts[:_SAMPLE])
    del kinds[Kind.NOTHING]
    if not kinds:
        return Kind.NOTHING
    kind, count = kinds.most_common(1)[0]
    return kind if count >= _USUAL_SHARE * kinds.total() else Kind.NOTHING


def is_column_name(text: str) -> bool:
    """Whether a text is a word that often names a column."""
    words = text.casefold().rstrip(":.").split()
    return 0 < len(words) <= 3 and (words[-1] in COLUMN_NAMES or words[0] in COLUMN_NAMES)


def is_series(texts: Sequence[str]) -> bool:
    """Whether texts name columns in turn: years, counts, "M1" to "M12", "Q1 2023", hours."""
    return bool(series_of(texts))


def counts_on(texts: Sequence[str]) -> bool:
    """Whether texts go on from the first to the last: days, months, letters, "Step 1", "Step 2"."""
    if is_series(texts):
        return True
    words = [found[0].casefold() if (found := _FIRST_WORD.match(text)) else "" for text in texts]
    starts = [word[:3] for word in words]
    if len(texts) < 2 or not all(words):
        return False
    if len(texts) == 2 and starts != words and words[0][-2:] != words[1][-2:]:
        return False  # "Marke" above "Mercedes" begin like days by chance
    return any(
        all(start in places for start in starts)
        and all(places[before] < places[after] for before, after in pairwise(starts))
        for places in _WORDS_IN_TURN
    )


def series_of(texts: Sequence[str]) -> str:
    """What texts that rise step by step look like ("year", "#", "M#"); empty for others.

    Years may begin again, as they do below groups of columns.
    """
    once = list(dict.fromkeys(texts))
    if len(once) < 2:
        return ""
    if once * (len(texts) // len(once)) == list(texts) and all(map(_YEAR.fullmatch, once)):
        return "year"
    if len(once) < len(texts):
        return ""
    shape = _DIGITS.sub("#", texts[0])
    if shape == "#":
        return shape if _count_up(texts) else ""
    if "#" not in shape or _MEASURE.match(shape):
        return ""
    if any(_DIGITS.sub("#", text) != shape for text in texts):
        return ""
    numbers = [tuple(map(int, _DIGITS.findall(text))) for text in texts]
    return shape if _rises(numbers) else ""


def _count_up(texts: Sequence[str]) -> bool:
    if not all(_COUNT.fullmatch(text) for text in texts):
        return False
    numbers = [int(text) for text in texts]
    steps = {after - before for before, after in pairwise(numbers)}
    one_by_one = steps == {1} and numbers[0] in (0, 1)
    return one_by_one or (len(texts) > 2 and len(steps) == 1 and steps.pop() > 0)


def _rises(numbers: Sequence[tuple[int, ...]]) -> bool:
    """Whether the numbers beside the same words rise: one by one, or several as those of dates."""
    moving = [column for column in zip(*numbers, strict=True) if len(set(column)) > 1]
    if len(moving) == 1:
        return {after - before for before, after in pairwise(moving[0])} == {1}
    parts = list(zip(*moving, strict=True))
    return any(
        all(before < after for before, after in pairwise(order))
        for order in (parts, [part[::-1] for part in parts])
    )
