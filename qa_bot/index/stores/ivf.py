"""FAISS: inverted lists of vectors in one byte a number (IVF, SQ8), mapped from their file.

The lists give candidates; their cosines are then taken exactly from the vectors themselves.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from qa_bot.index.stores.flat import ExactStore, take_best
from qa_bot.models.encoder import Vectors

FILE = "vectors.faiss"
PROBES = 64
"""Lists that a question looks at (recall in docs/decisions/vector-store.md)."""
NARROW = 20_000
"""Rows up to which a filter is searched exactly."""
_CANDIDATES = 2
"""Candidates taken for each row that is wanted."""
_SAMPLE, _BLOCK, _SEED = 64, 65_536, 7
"""Vectors a list that training looks at; vectors added at once; what the sample is drawn with."""


class FaissStore:
    """An approximate `VectorStore`.

    Args:
        vectors: unit rows, shape (n, dim).
        index: their inverted lists.
    """

    def __init__(self, vectors: Vectors, index: faiss.Index) -> None:
        self._vectors = vectors
        self._index = index
        self._exact = ExactStore(vectors)

    @staticmethod
    def build(vectors: Vectors, folder: Path) -> None:
        """Sort vectors into lists, about the square root of their number, and write them.

        Raises:
            OSError: the disk refuses it.
        """
        lists = max(1, round(len(vectors) ** 0.5))
        index: Any = faiss.index_factory(
            vectors.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT
        )
        index.cp.seed = _SEED
        chosen = np.random.default_rng(_SEED).permutation(len(vectors))[: _SAMPLE * lists]
        index.train(np.asarray(vectors[np.sort(chosen)]))
        for first in range(0, len(vectors), _BLOCK):
            index.add(np.asarray(vectors[first : first + _BLOCK]))
        path = folder / FILE
        try:
            faiss.write_index(index, str(path))
        except RuntimeError as error:
            raise OSError(errno.EIO, "FAISS can't write it", str(path)) from error

    @classmethod
    def load(cls, vectors: Vectors, folder: Path) -> FaissStore:
        """Open what `build` wrote, by memory mapping.

        Raises:
            OSError: the file can't be read.
        """
        path = folder / FILE
        try:
            return cls(vectors, faiss.read_index(str(path), faiss.IO_FLAG_MMAP))
        except RuntimeError as error:
            raise OSError(errno.EIO, "FAISS can't read it", str(path)) from error

    def __len__(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    def search(
        self, question: Vectors, k: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` nearest rows to a vector `(dim,)`: row numbers and cosines, best first.

        With `within`, ascending, only those rows are looked at: all of them, where they are few
        or the lists give fewer than `k`.
        """
        searched = len(self) if within is None else len(within)
        wanted = min(k, searched)
        if within is not None and searched <= NARROW:
            return self._exact.search(question, k, within)
        options: dict[str, Any] = {"nprobe": PROBES}
        if within is not None:
            chosen = np.zeros(len(self), bool)
            chosen[within] = True
            options["sel"] = _select(np.packbits(chosen, bitorder="little"))
        parameters = faiss.SearchParametersIVF(**options)
        _, found = self._index.search(
            question[None, :], min(_CANDIDATES * k, searched), params=parameters
        )
        rows = np.sort(found[0][found[0] >= 0])
        if len(rows) < wanted:
            return self._exact.search(question, k, within)
        places, cosines = take_best(np.asarray(self._vectors[rows]) @ question, k)
        return rows[places], cosines


def _select(bits: NDArray[np.uint8]) -> faiss.IDSelector:
    """The rows whose bits are set; its Python wrapper takes an array, its types don't say so."""
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
