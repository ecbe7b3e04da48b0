"""Place every passage in the plane by its vector, for the map.

The two directions in which the vectors differ most (principal components) are the axes. Many
passages are thinned evenly, and signs are fixed, so that one index has one map.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.folder import Index
from qa_bot.types import Passage

MOST = 2_000
"""Passages on a map."""
_NOTHING = 1e-9


@dataclass(frozen=True)
class PassageMap:
    """Passages with their places, and how much of what differs between them the places show."""

    passages: list[Passage]
    places: NDArray[np.float64]
    """Shape (passages, 2), both axes from 0 to 1."""
    share: float
    """Variance along the two axes over all variance, 0 to 1."""
    total: int
    """Passages of the index."""


def map_passages(index: Index, most: int = MOST) -> PassageMap:
    """The map of an index, with `most` passages at the most."""
    total = index.manifest.passages
    ids = np.unique(np.linspace(0, total - 1, min(most, total)).astype(np.int64))
    places, share = project(index.passages.load(ids).vectors.astype(np.float64))
    return PassageMap(index.documents.passages(ids.tolist()), places, share, total)


def project(vectors: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Vectors `(n, dim)` on their first two principal components, `(n, 2)` from 0 to 1.

    An axis along which nothing differs is 0.5 everywhere. The second value is the share of the
    variance that the two axes hold.
    """
    centred = vectors - vectors.mean(axis=0)
    variances, directions = np.linalg.eigh(centred.T @ centred)
    axes = directions[:, :-3:-1]
    largest = np.abs(axes).argmax(axis=0)
    axes = axes * np.sign(axes[largest, np.arange(axes.shape[1])])
    places = centred @ axes
    low, high = places.min(axis=0), places.max(axis=0)
    spread = high - low
    differs = spread > _NOTHING
    scaled = np.where(differs, (places - low) / np.where(differs, spread, 1.0), 0.5)
    all_of_it = float(variances.sum())
    return scaled, float(variances[-2:].sum()) / all_of_it if all_of_it > _NOTHING else 1.0
