"""Approximate search with FAISS: inverted lists of vectors in one byte a number (IVF, SQ8).

The lists, mapped from their file, give candidates; their cosines are then taken exactly from the
vectors themselves. A search among some of the passages only looks at each of these exactly.
"""

from __future__ import annotations

import errno
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.array_files import WRITTEN, forget_pages
from qa_bot.index.stores.flat import FlatStore, load_faiss, map_file, open_in_place
from qa_bot.models.encoder import Vectors

PROBES = 128
"""Lists that a question looks at (recall in docs/decisions/vector-store.md)."""
_CANDIDATES = 2
"""Candidates taken for each row that is wanted."""
_SAMPLE, _BLOCK, _SEED = 64, 16_384, 7
"""Vectors a list that training looks at; vectors added at once; what the sample is drawn with."""


class IvfStore:
    """An approximate `VectorStore`.

    Args:
        flat: the vectors themselves.
        path: what `build_lists` made of them.

    Raises:
        OSError: the file can't be read.
    """

    def __init__(self, flat: FlatStore, path: Path) -> None:
        self._flat = flat
        self._content = map_file(path)

    @property
    def vectors(self) -> Vectors:
        """See `VectorStore.vectors`."""
        return self._flat.vectors

    @cached_property
    def _lists(self) -> Any:  # noqa: ANN401 - see `load_faiss`
        return open_in_place(self._content)

    def let_go(self) -> None:
        """See `VectorStore.let_go`."""
        self._flat.let_go()
        forget_pages(self._content, large=1)

    def __len__(self) -> int:
        """How many vectors the lists hold."""
        return int(self._lists.ntotal)

    def search(
        self, question: Vectors, k: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """See `VectorStore.search`."""
        wanted = min(k, len(self))
        if within is not None or wanted == 0:
            return self._flat.search(question, k, within)
        _, found = self._lists.search(
            question[None, :],
            min(_CANDIDATES * k, len(self)),
            params=load_faiss().SearchParametersIVF(nprobe=PROBES),
        )
        rows = np.sort(found[0][found[0] >= 0])
        if len(rows) < wanted:
            return self._flat.search(question, k)
        cosines = self.vectors[rows] @ question
        best = np.lexsort((rows, -cosines))[:wanted]
        return rows[best], cosines[best]


def build_lists(vectors: Vectors, path: Path, threads: int) -> None:
    """Sort vectors into lists, about the square root of their number, and write them.

    Args:
        vectors: unit rows, shape (n, dim).
        path: the file to write.
        threads: how many may work on it.

    Raises:
        OSError: the disk refuses it.
    """
    faiss = load_faiss()
    lists = max(1, round(len(vectors) ** 0.5))
    index = faiss.index_factory(vectors.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.seed = _SEED
    chosen = np.random.default_rng(_SEED).permutation(len(vectors))[: _SAMPLE * lists]
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(threads)
    try:
        index.train(vectors[np.sort(chosen)])
        for first in range(0, len(vectors), _BLOCK):
            index.add(np.require(vectors[first : first + _BLOCK], requirements="A"))
            forget_pages(vectors, WRITTEN)
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(errno.EIO, "FAISS can't write it", str(path)) from error
    finally:
        faiss.omp_set_num_threads(before)
