"""Tell which excerpts say the same, and which add nothing to those that are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from qa_bot.answering.followup.words import word_set
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.rows import is_row
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import stem, terms_of

SAME_STATEMENT_SHARE = 0.75
"""The share of an excerpt's idf that another holds from which on it repeats that one."""
MIN_NEW_SHARE = 0.35
"""The least share of an excerpt's own idf, the question's words left out, that must be new."""
PARALLEL_SHARE = 0.5
"""The share of a statement's words that another has which is made alike."""
MAX_LENGTH_DIFFERENCE = 20
"""Characters by which two versions of a statement may differ in length."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DENIAL = re.compile(r"\b(?:not|no|never|cannot|nor|neither|none|without)\b|n[’']t\b", re.I)
_NUMERALS = word_set(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty"
    " fifty sixty hundred thousand once twice first second third"
)
_COLUMN = re.compile(r"(?:^|; )([^:;\n]{1,60}): ")
_NUMERAL_STEMS = frozenset(map(stem, _NUMERALS))
Idf = Callable[[str], float]


class Statement:
    """What a text says, as far as its words tell.

    Args:
        text: an excerpt.
        idf: the inverse document frequency of a stemmed term.
    """

    def __init__(self, text: str, idf: Idf) -> None:
        self.text = text
        self.terms = frozenset(terms_of(text))
        self._numbers = frozenset(_NUMBER.findall(text))
        self._denies = bool(_DENIAL.search(text))
        words = text.casefold().split()
        self._numbers_said = self._numbers | (_NUMERALS & {word.strip(".,;:()") for word in words})
        self._idf = idf

    @cached_property
    def _things(self) -> frozenset[str]:
        """What it speaks of: its terms without numbers."""
        return self.terms - _NUMERAL_STEMS - {part for n in self._numbers for part in terms_of(n)}

    def repeats(self, shown: Statement) -> bool:
        """Whether another that is shown says nearly all of it, with the same numbers and denial."""
        if not self._numbers_said <= shown._numbers_said or self._denies != shown._denies:
            return False
        every = self._sum(self.terms)
        return self._sum(self.terms & shown.terms) >= SAME_STATEMENT_SHARE * every

    def is_of_another(self, first: Statement, asked: frozenset[str]) -> bool:
        """Whether it says of something else what the first says of what was asked.

        "The South Tower is 48 m high" beside "The North Tower is 61 m high": most of its words are
        the same, but one of the question's that the first has is not among them. Rows of a table
        are alike by their columns.
        """
        columns = _COLUMN.findall(self.text)
        is_parallel = len(columns) > 1 and columns == _COLUMN.findall(first.text)
        alike = is_parallel or len(self.terms & first.terms) >= PARALLEL_SHARE * len(self.terms)
        return alike and not asked & first.terms <= self.terms

    def varies(self, other: Statement) -> bool:
        """Whether it says the same of the same thing with another number, as another version does.

        "Up to three days a week" beside "up to two days a week".
        """
        if self._denies != other._denies or self._numbers_said == other._numbers_said:
            return False
        return bool(self._things) and self._things == other._things

    def adds_to(self, shown: Iterable[Statement], asked: frozenset[str]) -> bool:
        """Whether it has enough that neither the question nor what is shown says."""
        own = self.terms - asked
        numbers = self._numbers
        for other in shown:
            numbers -= other._numbers
        if numbers:
            return True
        new = own.difference(*(other.terms for other in shown))
        total = self._sum(own)
        return bool(total) and self._sum(new) / total >= MIN_NEW_SHARE

    def _sum(self, terms: Iterable[str]) -> float:
        return sum(map(self._idf, sorted(terms)))


def is_other_version(index: Index, best: ScoredSentence, one: ScoredSentence) -> bool:
    """Whether another document says what a sentence says with another number; rows don't."""
    if one.passage.doc_id == best.passage.doc_id:
        return False
    documents = [index.documents.document(each.passage.doc_id) for each in (best, one)]
    texts = [document.text if document else "" for document in documents]
    if is_row(texts[1], one.sentence):
        return False
    ours, theirs = (
        text[each.sentence.start : each.sentence.end]
        for text, each in zip(texts, (best, one), strict=True)
    )
    if abs(len(ours) - len(theirs)) > MAX_LENGTH_DIFFERENCE:
        return False
    return Statement(theirs, index.lexical.idf).varies(Statement(ours, index.lexical.idf))
