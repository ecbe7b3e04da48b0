"""Stores: vectors come in, a searchable store goes out; one file a backend.

`VectorStore` is all that retrieval needs. Row numbers are passage positions.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa_bot.encoding import Vectors


class VectorStore(Protocol):
    """Unit vectors, found by inner product."""

    def __len__(self) -> int:
        """How many vectors there are."""

    def search(
        self, question: Vectors, k: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` nearest rows to a vector `(dim,)`: row numbers and cosines, best first.

        With `within`, only those rows are looked at.
        """

    def rows(self, ids: NDArray[np.int64]) -> Vectors:
        """The vectors of some rows, shape (len(ids), dim)."""

    def save(self, path: Path) -> None:
        """Write the store to a file."""
