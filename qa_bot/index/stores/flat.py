"""Exact search: one product of all vectors, mapped from their file, with the question's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qa_bot.models.encoder import Vectors


class ExactStore:
    """A `VectorStore` that looks at every vector.

    Args:
        vectors: unit rows, shape (n, dim).
    """

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def __len__(self) -> int:
        """How many vectors there are."""
        return len(self._vectors)

    def search(
        self, question: Vectors, k: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` nearest rows to a vector `(dim,)`: row numbers and cosines, best first.

        With `within`, ascending, only those rows are looked at.
        """
        if within is None:
            return take_best(np.asarray(self._vectors) @ question, k)
        places, cosines = take_best(np.asarray(self._vectors[within]) @ question, k)
        return within[places], cosines


def take_best(
    cosines: NDArray[np.float32], k: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The places of the `k` largest cosines, and these, best first; equal ones in order."""
    places = np.arange(len(cosines))
    if k < len(cosines):
        places = np.sort(np.argpartition(-cosines, k)[:k])
    places = places[np.argsort(-cosines[places], kind="stable")]
    return places, cosines[places]
