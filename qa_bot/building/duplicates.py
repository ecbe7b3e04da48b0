"""Find the documents that repeat an earlier one, in the very words or nearly.

The same text is found by looking it up. Nearly the same text is found by one-permutation MinHash
(Li, Owen, Zhang, 2012; empty bins filled by rotation: Shrivastava, Li, 2014) over runs of 16
characters, so that no language needs words. Documents whose signatures agree in a whole band are
compared; each is compared with two of a band at most, so the work grows with the documents, not
with their pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_bot.index.document_facts import DocumentFacts
from qa_bot.index.lexical.acronyms import find_definitions
from qa_bot.index.text_digests import digest_text

Signature = NDArray[np.uint32]
NEAR = 0.8
"""Estimated Jaccard overlap from which two texts count as nearly the same."""
_FEWEST = 300
"""Characters below which only the same text is a duplicate: one number may be all that counts."""
_BINS_LOG2 = 7
_BINS = 1 << _BINS_LOG2
_ROWS = 4
"""Bins in a band: texts with an overlap of 0.8 agree in one of 32 bands nearly always (1 - 4e-8),
those with 0.3 in a quarter of cases."""
_RUN_LOG2 = 4
_CHUNK = 1_000_000
_EMPTY = np.uint32(0xFFFFFFFF)
_PRIME = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An earlier document with the same text (`similarity` 1), or nearly the same (below 1)."""

    doc_id: str
    similarity: float


def find_facts(text: str) -> DocumentFacts:
    """What is kept of a document's text: what duplicates are found by, and its acronyms."""
    signature = sign(text).tobytes() if len(text) >= _FEWEST else b""
    return DocumentFacts(digest_text(text), signature, list(find_definitions(text)))


def find_duplicates(marks: Iterable[tuple[str, bytes, bytes]]) -> dict[str, Duplicate]:
    """The documents that repeat an earlier one, by their ids.

    Args:
        marks: the documents' ids, with the digest and the signature of their facts, in order.
    """
    first: dict[bytes, str] = {}
    found: dict[str, Duplicate] = {}
    different: list[str] = []
    signatures = bytearray()
    for doc_id, digest, signature in marks:
        original = first.setdefault(digest, doc_id)
        if original != doc_id:
            found[doc_id] = Duplicate(original, 1.0)
        elif signature:
            different.append(doc_id)
            signatures += signature
    if len(different) > 1:
        rows = np.frombuffer(signatures, np.uint32).reshape(len(different), _BINS)
        for later, earlier, similarity in _find_near(rows):
            found[different[later]] = Duplicate(different[earlier], similarity)
    return found


def sign(text: str) -> Signature:
    """A text's signature, shape (128,): the least hash of its runs in each bin.

    The share of equal places in two signatures estimates the overlap of the texts' runs.
    """
    least = np.full(_BINS, _EMPTY, np.uint32)
    for start in range(0, len(text), _CHUNK):
        hashes = _hash_runs(" ".join(text[start : start + _CHUNK].casefold().split()))
        bins = (hashes >> np.uint64(64 - _BINS_LOG2)).astype(np.intp)
        values = (hashes & np.uint64(0x7FFFFFFF)).astype(np.uint32)
        np.minimum.at(least, bins, values)
    full = np.flatnonzero(least != _EMPTY)
    if len(full) == 0:
        return least
    places = np.searchsorted(full, np.arange(_BINS)) % len(full)
    return least[full[places]]


def _hash_runs(text: str) -> NDArray[np.uint64]:
    """A hash of every run of 16 characters, by doubling: runs of 2, 4, 8, 16."""
    hashes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    factor = _PRIME
    for doubling in range(_RUN_LOG2):
        length = 1 << doubling
        hashes = hashes[:-length] * np.uint64(factor) + hashes[length:]
        factor = factor * factor % (1 << 64)
    hashes ^= hashes >> np.uint64(31)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(29))


def _find_near(signatures: NDArray[np.uint32]) -> Iterator[tuple[int, int, float]]:
    """Rows that nearly repeat an earlier row: later row, most similar earlier one, overlap."""
    count = len(signatures)
    best = np.zeros(count)
    nearest = np.zeros(count, np.intp)
    for band in range(0, _BINS, _ROWS):
        for later, earlier in _pairs_of_band(signatures[:, band : band + _ROWS]):
            shared = (signatures[later] == signatures[earlier]).mean(axis=1)
            better = shared > best[later]
            best[later[better]] = shared[better]
            nearest[later[better]] = earlier[better]
    for row in np.flatnonzero(best >= NEAR):
        yield int(row), int(nearest[row]), min(float(best[row]), 0.99)


def _pairs_of_band(band: NDArray[np.uint32]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Rows that agree in a band: each with the first of its group, and with the one before it."""
    first, second = np.ascontiguousarray(band).view(np.uint64).T
    # Rows whose keys are the same by chance are compared like others, and share too little.
    keys = first * np.uint64(_PRIME) + second
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    opens = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    firsts = order[np.maximum.accumulate(np.where(opens, np.arange(len(order)), 0))]
    yield order[~opens], firsts[~opens]
    yield order[1:][~opens[1:]], order[:-1][~opens[1:]]
