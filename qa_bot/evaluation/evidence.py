"""Compare excerpts with the sentences that people marked as the complete answer.

Words are compared as bags, as SQuAD's F1 does; sentences by their text. Where several people marked
sentences, the set that fits best counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa_bot.building.splitting import split_sentences

GoldSets = Sequence[Sequence[str]]
"""Alternative sets of marked sentences."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of what is shown was marked, and how much of what was marked is shown."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def compare_words(shown: str, gold_sets: GoldSets) -> Overlap:
    """The overlap of words, case and order left aside."""
    return _best(gold_sets, lambda gold: _compare_bags(_count(shown), _count(" ".join(gold))))


def compare_sentences(shown: Sequence[str], gold_sets: GoldSets) -> Overlap:
    """The overlap of sentences: one that holds the other's words in a row is the same."""
    parts = [
        _fold(quote[s.start : s.end])
        for quote in shown
        for s in split_sentences(quote, 0, len(quote))
    ]
    return _best(gold_sets, lambda gold: _compare_parts(parts, [_fold(one) for one in gold]))


def _best(gold_sets: GoldSets, compare: Callable[[Sequence[str]], Overlap]) -> Overlap:
    return max((compare(gold) for gold in gold_sets), key=lambda overlap: overlap.f1)


def _count(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _compare_bags(shown: Counter[str], gold: Counter[str]) -> Overlap:
    both = (shown & gold).total()
    return Overlap(both / max(1, shown.total()), both / max(1, gold.total()))


def _compare_parts(shown: Sequence[str], gold: Sequence[str]) -> Overlap:
    def same(first: str, second: str) -> bool:
        return bool(first and second) and (first in second or second in first)

    right = sum(any(same(part, one) for one in gold) for part in shown)
    found = sum(any(same(part, one) for part in shown) for one in gold)
    return Overlap(right / max(1, len(shown)), found / max(1, len(gold)))
