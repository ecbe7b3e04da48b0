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
    """Whether numbers name columns: years, or counts that rise by the same step."""
    if len(texts) < 2 or len(set(texts)) < len(texts):
        return False
    if all(_YEAR.fullmatch(text) for text in texts):
        return True
    if not all(_COUNT.fullmatch(text) for text in texts):
        return False
    numbers = [int(text) for text in texts]
    steps = {after - before for before, after in pairwise(numbers)}
    one_by_one = steps == {1} and numbers[0] in (0, 1)
    return one_by_one or (len(texts) > 2 and len(steps) == 1 and steps.pop() > 0)
