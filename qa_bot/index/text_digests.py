"""A checksum of every passage and sentence of a generation, by which later builds find its vectors.

They stand in the order of the vectors, the passages' before the sentences', sixteen bytes each. So
a build learns which texts it has vectors of without reading any text of the generation before.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIGESTS = "digests.npy"
Digests = NDArray[np.uint64]
"""Shape (texts, 2)."""


def digest_text(text: str) -> bytes:
    """The checksum of one text, 16 bytes."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16).digest()


def join_digests(parts: bytes | bytearray) -> Digests:
    """Checksums that lie one after the other as an array."""
    return np.frombuffer(parts, np.uint64).reshape(-1, 2)


def write_digests(folder: Path, digests: Digests) -> None:
    """Keep a generation's checksums in its folder."""
    np.save(folder / DIGESTS, digests)


def read_digests(folder: Path) -> Digests:
    """What `write_digests` wrote, mapped read-only.

    Raises:
        OSError: the file can't be read.
        ValueError: it is not what it should be.
    """
    digests: Digests = np.load(folder / DIGESTS, mmap_mode="r", allow_pickle=False)
    return digests


def number_texts(digests: Digests) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number different texts in the order in which they first stand.

    Returns:
        The number of each text, (texts,), and where each number first stands, (numbers,).
    """
    order = np.lexsort((digests[:, 1], digests[:, 0]))
    ordered = digests[order]
    opens = np.ones(len(order), bool)
    opens[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    del ordered  # of very many texts each of these arrays is large
    firsts = order[opens]  # the sort is stable: the first of a group is the first to stand
    ranks = np.empty(len(firsts), np.int64)
    ranks[np.argsort(firsts)] = np.arange(len(firsts))
    numbers = np.empty(len(order), np.int64)
    numbers[order] = ranks[np.cumsum(opens) - 1]
    return numbers, np.sort(firsts)
