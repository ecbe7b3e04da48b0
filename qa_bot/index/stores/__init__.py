"""Stores: passage vectors come in, a searchable store goes out; one file a backend.

`VectorStore` is all that retrieval needs. Row numbers are passage positions. The vectors
themselves stay in one mapped file, from which every backend takes exact cosines.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from qa_bot.models.encoder import Vectors

Kind = Literal["exact", "approximate"]
EXACT_UP_TO = 30_000
"""Passages up to which looking at every vector is as fast as lists (docs/decisions/vector-store.md)."""


class VectorStore(Protocol):
    """Unit vectors, found by inner product."""

    def __len__(self) -> int:
        """How many vectors there are."""

    def search(
        self, question: Vectors, k: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` nearest rows to a vector `(dim,)`: row numbers and cosines, best first.

        With `within`, ascending, only those rows are looked at.
        """


def choose_kind(store: Literal["auto", "exact", "approximate", "milvus"], passages: int) -> Kind:
    """The kind of store for so many passages, given the setting.

    With `milvus` the folder's own search only tries a generation before it is published: exactly.
    """
    if store == "auto":
        return "exact" if passages <= EXACT_UP_TO else "approximate"
    return "exact" if store == "milvus" else store


def build_store(kind: Kind, vectors: Vectors, folder: Path) -> None:
    """Write what searching the vectors takes beside themselves into a generation's folder.

    Raises:
        OSError: the disk refuses it.
    """
    if kind == "approximate":
        from qa_bot.index.stores.ivf import FaissStore

        FaissStore.build(vectors, folder)


def open_store(kind: Kind, vectors: Vectors, folder: Path) -> VectorStore:
    """Open what `build_store` wrote.

    Raises:
        OSError: a file can't be read.
    """
    if kind == "approximate":
        from qa_bot.index.stores.ivf import FaissStore

        return FaissStore.load(vectors, folder)
    from qa_bot.index.stores.flat import ExactStore

    return ExactStore(vectors)
