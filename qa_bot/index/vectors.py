"""A generation's vectors: the passages' in a FAISS file, the sentences' in a NumPy file.

Both are written in any order as the vectors come, and read by memory mapping.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.array_files import WRITTEN, create_array, forget_pages, reserve_room
from qa_bot.index.lexical.sentence_terms import expand_ranges
from qa_bot.index.row_spans import CopiedRun
from qa_bot.index.stores import VECTORS
from qa_bot.index.stores.flat import create_flat_file, read_flat_file
from qa_bot.models.encoder import Vectors

SENTENCES = "sentences.npy"
_COPIED = 16_384
"""Rows that are copied at once."""


class VectorWriter:
    """Writes rows into two mapped files, each text's row to all the places where it stands.

    The disk's room is taken first: without it, writing to a mapping would end the process.

    Args:
        folder: the generation's folder.
        numbers: which text each row is of, passages before sentences; -1 for rows to copy.
        passages: how many of the rows are passages.
        dim: numbers in a row.

    Raises:
        OSError: the disk has no room for them.
    """

    def __init__(self, folder: Path, numbers: NDArray[np.int64], passages: int, dim: int) -> None:
        self._folder = folder
        shape = (len(numbers) - passages, dim)
        self._files = (
            create_flat_file(folder / VECTORS, passages, dim),
            create_array(folder / SENTENCES, np.float32, shape),
        )
        reserve_room(folder / VECTORS)
        self._order = np.argsort(numbers, kind="stable")
        texts = int(numbers.max()) + 1 if len(numbers) else 0
        self._starts = np.searchsorted(numbers[self._order], np.arange(texts + 1))

    def write(self, texts: NDArray[np.int64], rows: Vectors) -> None:
        """Write the rows of some texts, to some thousands of places at a time: each maps a page."""
        found, text_of_place = expand_ranges(self._starts[texts], self._starts[texts + 1])
        for first in range(0, len(found), _COPIED):
            some = slice(first, first + _COPIED)
            self._write_places(self._order[found[some]], rows[text_of_place[some]])

    def _write_places(self, places: NDArray[np.int64], rows: Vectors) -> None:
        passages, sentences = self._files
        is_passage = places < len(passages)
        passages[places[is_passage]] = rows[is_passage]
        sentences[places[~is_passage] - len(passages)] = rows[~is_passage]
        for file in self._files:
            forget_pages(file, WRITTEN)

    def copy(self, run: CopiedRun, passages: Vectors, sentences: Vectors) -> None:
        """Copy the rows of a run from the vectors of the generation before.

        They are written, not mapped: the system then need not map each page first.
        """
        for name, file, rows, new, old in (
            (VECTORS, self._files[0], passages, run.new.passages, run.old.passages),
            (SENTENCES, self._files[1], sentences, run.new.sentences, run.old.sentences),
        ):
            with (self._folder / name).open("r+b") as target:
                head = target.seek(0, os.SEEK_END) - file.nbytes
                target.seek(head + file.strides[0] * new.start)
                for first in range(old.start, old.stop, _COPIED):
                    target.write(rows[first : min(first + _COPIED, old.stop)].view(np.uint8).data)
                    forget_pages(rows, WRITTEN)

    def close(self) -> None:
        """Hand the rest to the operating system; only Windows has to be told to."""
        for file in self._files:
            if os.name == "nt" and isinstance(file, np.memmap):
                file.flush()


def read_vectors(folder: Path) -> tuple[Vectors, Vectors]:
    """The vectors of a generation's passages and of its sentences, mapped read-only.

    Raises:
        OSError: a file can't be read.
        ValueError: a file is not what it should be.
    """
    sentences = np.load(folder / SENTENCES, mmap_mode="r", allow_pickle=False)
    return read_flat_file(folder / VECTORS), sentences
