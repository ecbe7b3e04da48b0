"""How well the confidence tells what is answered rightly from what is not.

Confidences are float arrays of shape (n,), labels bool arrays of the same shape. Equal confidences
are treated as in no order: every figure is its mean over all orders among them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose confidence lies in one tenth of the range."""

    low: float
    high: float
    count: int
    confidence: float
    """Their mean confidence."""
    share: float
    """The share of them that is answerable."""


def auroc(confidence: Floats, positive: Flags) -> float:
    """Probability that a positive has the higher confidence, ties counting half; NaN for one class.

    The Mann-Whitney statistic over the pairs (Hanley and McNeil, 1982).
    """
    ones = int(positive.sum())
    zeros = len(positive) - ones
    if not ones or not zeros:
        return float("nan")
    _, place, counts = np.unique(confidence, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[positive].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def risk_coverage(confidence: Floats, wrong: Flags) -> tuple[Floats, Floats]:
    """Coverage and risk when the k most confident questions are answered, k = 1 … n.

    Risk is the share of those answers that is wrong (El-Yaniv and Wiener, 2010).
    """
    _, place, counts = np.unique(-confidence, return_inverse=True, return_counts=True)
    mean = np.bincount(place, weights=wrong) / counts
    answered = np.arange(1, len(wrong) + 1)
    return answered / len(wrong), np.cumsum(mean[np.sort(place)]) / answered


def area_under_risk(risk: Floats) -> float:
    """AURC: the mean risk over all coverages; lower is better (Geifman et al., 2019)."""
    return float(risk.mean())


def reliability(confidence: Floats, positive: Flags) -> list[Bin]:
    """The occupied ones of ten bins of equal width; the last one holds 1.0 too."""
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            count=int((place == number).sum()),
            confidence=float(confidence[place == number].mean()),
            share=float(positive[place == number].mean()),
        )
        for number in np.unique(place)
    ]


def calibration_error(bins: list[Bin]) -> float:
    """ECE: mean distance of confidence from the answerable share, weighed by the bins' counts.

    Naeini et al., "Obtaining well calibrated probabilities using Bayesian binning", 2015.
    """
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.confidence - b.share) for b in bins) / total
