"""NumPy files that are written bit by bit, so that none has to be in memory as a whole."""

from __future__ import annotations

import errno
import mmap
import os
from array import array
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.lib.format import open_memmap, write_array_header_1_0
from numpy.typing import NDArray

LARGE = 1_000_000_000
"""Bytes from which on a file's pages are let go after a question; fetching them anew costs time."""
WRITTEN = 100_000_000
"""Bytes from which on a file's pages are let go once they are written."""
_BUFFERED = 1 << 18
"""Numbers that are kept before they are written."""


class GrowingArray:
    """A file of int32 numbers whose count is known only at the end; the bytes are those of `save`.

    Args:
        path: the file, which is made.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._waiting = array("i")
        self._count = 0
        self._write_head()

    def extend(self, numbers: Iterable[int]) -> None:
        """Append numbers."""
        self._waiting.extend(numbers)
        if len(self._waiting) >= _BUFFERED:
            self._flush()

    def append(self, numbers: NDArray[np.int32]) -> None:
        """Append many numbers at once."""
        self._flush()
        self._file.write(np.ascontiguousarray(numbers, np.int32).data)
        self._count += len(numbers)

    def _flush(self) -> None:
        self._file.write(memoryview(self._waiting).cast("B"))
        self._count += len(self._waiting)
        self._waiting = array("i")

    def _write_head(self) -> None:
        """The head says the count, and is as long for any count."""
        head = {"descr": "<i4", "fortran_order": False, "shape": (self._count,)}
        write_array_header_1_0(self._file, head)

    def __enter__(self) -> Self:
        """The array itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is left, and the count."""
        with self._file:
            self._flush()
            self._file.seek(0)
            self._write_head()


def create_array(path: Path, dtype: type[np.generic], shape: tuple[int, ...]) -> NDArray[Any]:
    """A new file's array, mapped to be written; its room on the disk is taken first.

    Raises:
        OSError: the disk has no room for it.
    """
    if 0 in shape:  # nothing can be mapped
        empty = np.zeros(shape, dtype)
        np.save(path, empty)
        return empty
    created: NDArray[Any] = open_memmap(path, mode="w+", dtype=dtype, shape=shape)
    reserve_room(path)
    return created


def reserve_room(path: Path) -> None:
    """Take the disk's room for all of a file, where the system can.

    Without it, writing to a mapping of the file would end the process where the disk is full.

    Raises:
        OSError: the disk has no room for it.
    """
    if not hasattr(os, "posix_fallocate"):
        return
    with path.open("r+b") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise OSError(error.errno, error.strerror, str(path)) from error


def open_array(path: Path) -> NDArray[Any]:
    """A file's array, mapped read-only, as a plain array: a `memmap` takes thrice as long to index.

    Raises:
        OSError: the file can't be read.
        ValueError: it is not what it should be.
    """
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def forget_pages(rows: NDArray[Any], large: int = LARGE) -> None:
    """Let a large mapped file's pages go, which else add up to all of it bit by bit.

    They stay in the system's cache, and no longer count as this process's memory.

    Args:
        rows: a mapped array; any other is left as it is.
        large: bytes from which on it is done.
    """
    mapped = getattr(rows, "_mmap", None)
    if mapped is not None and rows.nbytes >= large and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)
