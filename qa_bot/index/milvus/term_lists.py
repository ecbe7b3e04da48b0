"""Term lists: BM25 on servers without sparse vectors (before Milvus 2.4).

Each term's passages and their BM25 lie in a record; a question reads the lists of its terms and
adds them up here. Exact, but a frequent term's whole list is read: 8 bytes for each passage that
holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from qa_bot.index.lexical.postings import Postings
from qa_bot.index.milvus.connection import Connection
from qa_bot.index.milvus.layout import Collections
from qa_bot.index.milvus.records import require_records
from qa_bot.index.passages import Rows


def pack_lists(postings: Postings) -> Iterator[tuple[str, bytes]]:
    """The record of every term."""
    for term in range(len(postings.columns) - 1):
        rows, scores = postings.of(term)
        yield _key(term), rows.tobytes() + scores.tobytes()


class TermLists:
    """The lists of a generation in Milvus."""

    def __init__(self, connection: Connection, collections: Collections) -> None:
        self._connection = connection
        self._collection = collections.records

    def find(self, weights: Mapping[int, float], wanted: int, within: Rows | None) -> Rows:
        """The best matching passages, in no order.

        Args:
            weights: the terms and how much each counts.
            wanted: how many.
            within: the passages to look at, ascending; None for all.

        Raises:
            StoreError: Milvus can't be reached, or a list is missing.
        """
        keys = [_key(term) for term in weights]
        lists = require_records(self._connection, self._collection, keys)
        rows, scores = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
        for key, weight in zip(keys, weights.values(), strict=True):
            half = len(lists[key]) // 2
            rows.append(np.frombuffer(lists[key][:half], np.int32))
            scores.append(np.float32(weight) * np.frombuffer(lists[key][half:], np.float32))
        found, places = np.unique(np.concatenate(rows), return_inverse=True)
        total = np.zeros(len(found), np.float32)
        np.add.at(total, places, np.concatenate(scores))
        if within is not None:
            inside = np.isin(found, within)
            found, total = found[inside], total[inside]
        if wanted < len(found):
            found = found[np.argpartition(-total, wanted)[:wanted]]
        return found.astype(np.int64)


def _key(term: int) -> str:
    return f"term/{term}"
