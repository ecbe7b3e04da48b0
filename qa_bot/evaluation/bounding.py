"""Find the confidence from which on answers are seldom wrong, with a bound that holds.

Ten bars are tried: those that the surest tenth, two tenths … of the questions pass, and none at
all. The questions above a bar are a sample of what it lets through, as it was placed without a
look at what is right, so that the number of wrong ones among them is binomial. Each bar is tested
at a tenth of the doubt that is allowed (Bonferroni), which makes the bound hold for whichever is
chosen: the lowest that passes. Bars with so few answers that not even a faultless sample would
pass are left out before anything is tested.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qa_bot.evaluation.binomial import binomial_tail, least_trials, upper_bound
from qa_bot.evaluation.refusal import Flags, Floats

BARS = 10
_JUST_ABOVE = 1e-9
"""What a bar lies above the confidence of the first question that does not pass it."""
Outcome = Literal["kept", "too few", "too often wrong"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A least confidence, and what it lets through of the questions asked."""

    least: float
    answers: int
    wrong: int
    doubt: float
    """The chance that its test is allowed to be wrong."""

    @property
    def bound(self) -> float:
        """The largest share of wrong answers that these leave possible."""
        return upper_bound(self.wrong, self.answers, self.doubt)

    def keeps(self, share: float) -> bool:
        """Whether a larger share of wrong answers is out of the question."""
        return binomial_tail(self.wrong, self.answers, share) <= self.doubt


@dataclass(frozen=True, slots=True)
class Bounding:
    """What came of looking for a bar."""

    outcome: Outcome
    bars: tuple[Bar, ...]
    """The bars that were tested, the highest first."""
    chosen: Bar | None
    needed: int
    """Answers that a bar needs to be tested at all."""


def find_bar(confidence: Floats, wrong: Flags, share: float, doubt: float) -> Bounding:
    """The lowest bar above which at most `share` of the answers are wrong.

    Args:
        confidence: of every question, shape (n,); 0 where nothing was found.
        wrong: whether answering it would be wrong, shape (n,).
        share: of the answers that may be wrong, between 0 and 1.
        doubt: the chance, between 0 and 1, that the bar does not keep that.

    Returns:
        The bar, or that the questions are too few to tell, or that no bar keeps it.
    """
    levels = _place(confidence)
    needed = least_trials(share, doubt / BARS)
    tested = [level for level in levels if (confidence >= level).sum() >= needed]
    each = doubt / max(1, len(tested))
    bars = tuple(_measure(confidence, wrong, level, each) for level in tested)
    kept = [bar for bar in bars if bar.keeps(share)]
    if kept:
        return Bounding("kept", bars, kept[-1], needed)
    hopeful = not bars or any(bar.wrong <= share * bar.answers for bar in bars)
    return Bounding("too few" if hopeful else "too often wrong", bars, None, needed)


def _place(confidence: Floats) -> Sequence[float]:
    """The bars, falling: above every tenth question, and one that lets all evidence through."""
    falling = np.sort(confidence)[::-1]
    size = len(falling)
    marks = [falling[math.ceil(size * i / BARS) - 1] for i in range(1, BARS)] if size else []
    return [*(float(mark) + _JUST_ABOVE for mark in marks), _JUST_ABOVE]


def _measure(confidence: Floats, wrong: Flags, least: float, doubt: float) -> Bar:
    above = confidence >= least
    return Bar(least, int(above.sum()), int(wrong[above].sum()), doubt)
