"""Stores: passage vectors come in, a searchable store goes out; one file a backend.

`VectorStore` is all that retrieval needs. Row numbers are passage positions. The vectors
themselves stay in one mapped file, from which every backend takes exact cosines.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from qa_bot.encoding import Vectors
from qa_bot.errors import StoreError

Kind = Literal["exact", "approximate", "milvus"]
MILVUS = "milvus.json"
"""The file, in a generation's folder, that says which Milvus has its vectors."""
EXACT_UP_TO = 30_000
"""Passages up to which looking at every vector is as fast as lists (docs/decisions.md)."""


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
    """The kind of store for so many passages, given the setting."""
    if store == "auto":
        return "exact" if passages <= EXACT_UP_TO else "approximate"
    return store


def build_store(kind: Kind, vectors: Vectors, folder: Path, milvus_uri: str = "") -> None:
    """Write what searching the vectors takes beside themselves: in a generation's folder, Milvus.

    Raises:
        OSError: the disk refuses it.
        StoreError: Milvus is not installed or can't be used.
    """
    if kind == "milvus":
        _import_milvus().MilvusStore.build(vectors, folder, milvus_uri)
    if kind == "approximate":
        from qa_bot.stores.faiss_store import FaissStore

        FaissStore.build(vectors, folder)


def open_store(kind: Kind, vectors: Vectors, folder: Path) -> VectorStore:
    """Open what `build_store` wrote.

    Raises:
        OSError: a file can't be read.
        StoreError: Milvus is not installed or can't be used.
    """
    if kind == "milvus":
        return _import_milvus().MilvusStore(vectors, folder)  # type: ignore[no-any-return]
    if kind == "approximate":
        from qa_bot.stores.faiss_store import FaissStore

        return FaissStore.load(vectors, folder)
    from qa_bot.stores.exact_store import ExactStore

    return ExactStore(vectors)


def drop_store(folder: Path) -> None:
    """Remove what `build_store` wrote outside a generation's folder."""
    if (folder / MILVUS).is_file():
        _import_milvus().drop_collection(folder)


def _import_milvus() -> ModuleType:
    if find_spec("pymilvus") is None:
        raise StoreError('Milvus\'s client is missing; run: pip install "qa_bot[cluster]"')
    from qa_bot.stores import milvus_store

    return milvus_store
