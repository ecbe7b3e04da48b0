"""Exact bounds on a share from a count.

Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the
binomial", 1934.
"""

from __future__ import annotations

import math

_PRECISION = 1e-12


def binomial_tail(count: int, trials: int, share: float) -> float:
    """Probability of at most `count` hits in `trials` trials, each a hit with chance `share`."""
    if share <= 0 or count >= trials:
        return 1.0
    if share >= 1:
        return 0.0
    hit, miss = math.log(share), math.log1p(-share)
    terms = (
        _log_choose(trials, k) + k * hit + (trials - k) * miss for k in range(max(count, -1) + 1)
    )
    return min(1.0, math.fsum(map(math.exp, terms)))


def upper_bound(count: int, trials: int, doubt: float) -> float:
    """The largest share that so few hits leave possible.

    A share above it would give at most `count` hits in `trials` trials with a chance below `doubt`.
    1 where there were no trials.
    """
    if count >= trials:
        return 1.0
    low, high = count / trials, 1.0
    while high - low > _PRECISION:
        middle = (low + high) / 2
        low, high = (
            (middle, high) if binomial_tail(count, trials, middle) > doubt else (low, middle)
        )
    return high


def least_trials(share: float, doubt: float) -> int:
    """How many trials without a hit show that the share is at most `share`."""
    return math.ceil(math.log(doubt) / math.log1p(-share))


def _log_choose(trials: int, k: int) -> float:
    return math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
