"""The 95 % interval of a mean over questions, by bootstrap.

Percentile intervals (Efron and Tibshirani, 1993) over 1,000 resamples of the questions, seeded so
that the same values always give the same interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 1
_BLOCK = 100
"""Resamples drawn at once, which bounds the memory that many questions take."""

Statistic = Callable[[NDArray[np.int64]], NDArray[np.float64]]
"""Draws of questions, shape (resamples, n), to one figure a resample."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, its 95 % interval, and how many questions it comes from."""

    value: float
    low: float
    high: float
    count: int


def estimate(statistic: Statistic, count: int) -> Estimate:
    """A figure over `count` questions with its interval, from the resamples that have a figure."""
    value = float(statistic(np.arange(count)[None, :])[0])
    generator = np.random.default_rng(SEED)
    figures = np.concatenate(
        [
            statistic(generator.integers(count, size=(_BLOCK, count)))
            for _ in range(RESAMPLES // _BLOCK)
        ]
    )
    figures = figures[~np.isnan(figures)]
    low, high = np.percentile(figures, [2.5, 97.5]) if len(figures) else (value, value)
    return Estimate(value, float(low), float(high), count)


def estimate_mean(values: NDArray[np.float64]) -> Estimate:
    """The mean of values, shape (n,), with its interval."""
    return estimate(lambda draws: values[draws].mean(axis=1), len(values))
