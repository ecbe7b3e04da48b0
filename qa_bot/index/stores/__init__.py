"""Stores: the passages' vectors on disk, and FAISS to search them; one file a kind of search.

`VectorStore` is all that retrieval needs. Row numbers are passage positions. Every generation has
its vectors in `vectors.faiss`, an exact FAISS index; past some size `lists.faiss` is added.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.stores.flat import FlatStore, read_flat_file
from qa_bot.index.stores.ivf import IvfStore, build_lists
from qa_bot.models.cores import usable_cores
from qa_bot.models.encoder import Vectors

Kind = Literal["exact", "approximate"]
VECTORS, LISTS = "vectors.faiss", "lists.faiss"
EXACT_UP_TO = 30_000
"""Passages up to which looking at every vector is as fast as lists.

See docs/decisions/vector-store.md.
"""


class VectorStore(Protocol):
    """Unit vectors, found by inner product."""

    @property
    def vectors(self) -> Vectors:
        """The vectors, mapped from their file; shape (n, dim), in memory not aligned to floats."""

    def __len__(self) -> int:
        """How many vectors there are."""

    def let_go(self) -> None:
        """Let go of the pages of its files, which can be fetched again."""

    def search(
        self, question: Vectors, k: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` nearest rows to a vector `(dim,)`: row numbers and cosines, best first.

        With `within`, ascending, only those rows are looked at, and all of them.
        """


def choose_kind(store: Literal["auto", "exact", "approximate", "milvus"], passages: int) -> Kind:
    """The kind of store for so many passages, given the setting.

    With `milvus` the folder's own search only tries a generation before it is published: exactly.
    """
    if store == "auto":
        return "exact" if passages <= EXACT_UP_TO else "approximate"
    return "exact" if store == "milvus" else store


def build_store(kind: Kind, folder: Path) -> None:
    """Write what searching a generation's vectors takes beside themselves into its folder.

    Raises:
        OSError: the disk refuses it.
    """
    if kind == "approximate":
        build_lists(read_flat_file(folder / VECTORS), folder / LISTS, usable_cores())


def open_store(kind: Kind, folder: Path) -> VectorStore:
    """Open the vectors of a generation's folder, and what `build_store` wrote.

    Raises:
        OSError: a file can't be read.
        ValueError: the vectors' file is not one.
    """
    flat = FlatStore(folder / VECTORS)
    return flat if kind == "exact" else IvfStore(flat, folder / LISTS)
