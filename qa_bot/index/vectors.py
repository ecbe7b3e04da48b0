"""Vector files: a generation's passage and sentence vectors, written in any order as they come."""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from qa_bot.index.lexical.sentence_terms import expand_ranges
from qa_bot.models.encoder import Vectors

LARGE = 1_000_000_000
"""Bytes from which on a file's pages are let go after a question; fetching them anew costs time."""


class VectorWriter:
    """Writes rows into two mapped files, each text's row to all the places where it stands.

    Args:
        files: the two files, new ones.
        numbers: which text each row is of, passages before sentences.
        passages: how many of the rows are passages.
        dim: numbers in a row.
    """

    def __init__(
        self, files: Sequence[Path], numbers: NDArray[np.int64], passages: int, dim: int
    ) -> None:
        sizes = (passages, len(numbers) - passages)
        self._files = [
            open_memmap(path, mode="w+", dtype=np.float32, shape=(size, dim))
            for path, size in zip(files, sizes, strict=True)
        ]
        self._order = np.argsort(numbers, kind="stable")
        texts = int(numbers.max()) + 1 if len(numbers) else 0
        self._starts = np.searchsorted(numbers[self._order], np.arange(texts + 1))

    def write(self, texts: NDArray[np.int64], rows: Vectors) -> None:
        """Write the rows of some texts."""
        found, owners = expand_ranges(self._starts[texts], self._starts[texts + 1])
        places = self._order[found]
        passages, sentences = self._files
        is_passage = places < len(passages)
        passages[places[is_passage]] = rows[owners[is_passage]]
        sentences[places[~is_passage] - len(passages)] = rows[owners[~is_passage]]

    def close(self) -> None:
        """Hand the rest to the operating system."""
        for file in self._files:
            file.flush()


def forget_pages(rows: Vectors, large: int = LARGE) -> None:
    """Let a large mapped file's pages go, which else add up to all of it question by question.

    They stay in the system's cache, and no longer count as this process's memory.

    Args:
        rows: a mapped array; any other is left as it is.
        large: bytes from which on it is done.
    """
    mapped = getattr(rows, "_mmap", None)
    if mapped is not None and rows.nbytes >= large and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)
