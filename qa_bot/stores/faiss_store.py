"""FAISS in one file: exact inner-product search (`IndexFlatIP`)."""

from __future__ import annotations

import errno
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from qa_bot.encoding import Vectors


class FaissStore:
    """An exact `VectorStore` held by FAISS."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> FaissStore:
        """Hold unit rows, shape (n, dim)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> FaissStore:
        """Open what `save` wrote.

        Raises:
            OSError: the file can't be read.
        """
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise OSError(errno.EIO, "FAISS can't read it", str(path)) from error

    def save(self, path: Path) -> None:
        """Write the store to a file.

        Raises:
            OSError: the disk refuses it.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(errno.EIO, "FAISS can't write it", str(path)) from error

    def __len__(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    def search(
        self, question: Vectors, k: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` nearest rows to a vector `(dim,)`: row numbers and cosines, best first.

        With `within`, only those rows are looked at.
        """
        k = min(k, len(self) if within is None else len(within))
        if k == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        parameters = faiss.SearchParameters()
        if within is not None:
            selector = faiss.IDSelectorBatch(within)
            parameters.sel = selector
        scores, ids = self._index.search(question[None, :], k, params=parameters)
        return ids[0], scores[0]

    def rows(self, ids: NDArray[np.int64]) -> Vectors:
        """The vectors of some rows, shape (len(ids), dim)."""
        if len(ids) == 0:
            return np.zeros((0, self._index.d), np.float32)
        return np.asarray(self._index.reconstruct_batch(ids), np.float32)
