"""Exact search with FAISS's `IndexFlatIP`, and the file that holds a generation's passage vectors.

The file is what `faiss.write_index` writes, byte for byte: a header of 45 bytes, then every vector.
It is written here row by row through a memory mapping, so that a build never holds all vectors, and
mapped once for both uses: FAISS searches it in place, and reuse and exact cosines read its rows.
FAISS itself is imported when something is searched for.
"""

from __future__ import annotations

import struct
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.array_files import forget_pages
from qa_bot.models.encoder import Vectors

_HEADER = struct.Struct("<4s i q 2q ? i q")
"""Kind, dimension, vectors, two unused numbers, trained, metric, float32 values."""
_KIND, _UNUSED, _INNER_PRODUCT = b"IxFI", 1 << 20, 0


Mapped = np.memmap[tuple[int, ...], np.dtype[np.float32]]


def create_flat_file(path: Path, count: int, dim: int) -> Mapped:
    """A new file for `count` vectors, mapped for writing; shape (count, dim), all zeros so far.

    Raises:
        OSError: the disk has no room for it.
    """
    header = _HEADER.pack(_KIND, dim, count, _UNUSED, _UNUSED, True, _INNER_PRODUCT, count * dim)
    with path.open("xb") as file:
        file.write(header)
        file.truncate(_HEADER.size + 4 * count * dim)
    return np.memmap(path, np.float32, "r+", _HEADER.size, (count, dim))


def read_flat_file(path: Path) -> Vectors:
    """The vectors of a file, mapped read-only; shape (count, dim).

    Raises:
        OSError: the file can't be read.
        ValueError: it is not such a file.
    """
    return _view_vectors(map_file(path), path)


def load_faiss() -> Any:  # noqa: ANN401 - its own types are incomplete
    """The `faiss` module, imported now where it was not yet; may run beside other loading."""
    return import_module("faiss")


def open_in_place(content: NDArray[np.uint8]) -> Any:  # noqa: ANN401 - see `load_faiss`
    """A FAISS index that reads a mapped file in place, also once the file's name is gone.

    Args:
        content: the file's bytes, which the caller keeps as long as the index.
    """
    faiss = load_faiss()
    reader = faiss.ZeroCopyIOReader(faiss.swig_ptr(content), content.size)
    return faiss.read_index(reader)


class FlatStore:
    """A `VectorStore` that looks at every vector.

    Args:
        path: what `create_flat_file` made.

    Raises:
        OSError: the file can't be read.
        ValueError: it is not such a file.
    """

    def __init__(self, path: Path) -> None:
        self._content = map_file(path)
        self.vectors = _view_vectors(self._content, path)

    @cached_property
    def _index(self) -> Any:  # noqa: ANN401 - see `load_faiss`
        return open_in_place(self._content)

    def let_go(self) -> None:
        """See `VectorStore.let_go`."""
        forget_pages(self._content, large=1)

    def __len__(self) -> int:
        """How many vectors there are."""
        return len(self.vectors)

    def search(
        self, question: Vectors, k: int, within: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """See `VectorStore.search`."""
        wanted = min(k, len(self) if within is None else len(within))
        if wanted == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        options: dict[str, Any] = {}
        if within is not None:
            options["params"] = _look_at_only(within, len(self))
        cosines, rows = self._index.search(question[None, :], wanted, **options)
        best = np.lexsort((rows[0], -cosines[0]))
        return rows[0][best], cosines[0][best]


def _look_at_only(rows: NDArray[np.int64], count: int) -> Any:  # noqa: ANN401 - see `load_faiss`
    """What makes FAISS look at these rows alone, given how many there are in all."""
    faiss = load_faiss()
    chosen = np.zeros(count, bool)
    chosen[rows] = True
    bits = np.packbits(chosen, bitorder="little")
    return faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))


def map_file(path: Path) -> NDArray[np.uint8]:
    """A file's bytes, mapped read-only.

    Raises:
        OSError: it can't be read.
    """
    return np.memmap(path, np.uint8, "r")


def _view_vectors(content: NDArray[np.uint8], path: Path) -> Vectors:
    """The vectors behind the header, which must say what the file holds."""
    dim, count = 0, 0
    if len(content) >= _HEADER.size:
        kind, dim, count, *_, values = _HEADER.unpack(content[: _HEADER.size].tobytes())
        if kind == _KIND and values == count * dim and 4 * values == len(content) - _HEADER.size:
            return content[_HEADER.size :].view(np.float32).reshape(count, dim)
    raise ValueError(f"{path} is not a FAISS file of so many vectors")
