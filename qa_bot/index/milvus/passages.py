"""Passages in Milvus: it finds the nearest and the best matching, their records score them exactly.

What scoring needs of a passage comes in one record, so the scores are those of a local index.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from qa_bot.index.lexical.bm25 import Lexicon
from qa_bot.index.milvus import layout
from qa_bot.index.milvus.connection import Connection
from qa_bot.index.milvus.layout import Collections
from qa_bot.index.milvus.packing import PackedPassage
from qa_bot.index.milvus.publishing import passage_key
from qa_bot.index.milvus.records import require_records
from qa_bot.index.milvus.term_lists import TermLists
from qa_bot.index.passages import PassageData, Rows, Scores
from qa_bot.models.encoder import Vectors

_MOST = 16_384
"""Rows that Milvus gives at once."""
_AT_ONCE = 8
"""Searches that one process has under way."""
_REMEMBERED = 5_000
"""Passages whose records are kept in memory, some 10 kB each."""


class PassageRecords:
    """The records of a generation's passages; the last ones that were read are remembered."""

    def __init__(self, connection: Connection, collections: Collections, dim: int) -> None:
        self._connection = connection
        self._collection = collections.records
        self._dim = dim
        self._known: OrderedDict[int, PackedPassage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, rows: Sequence[int]) -> list[PackedPassage]:
        """The passages of some rows, in this order.

        Raises:
            StoreError: Milvus can't be reached, or a record is missing.
        """
        with self._lock:
            found = {row: self._known[row] for row in rows if row in self._known}
        missing = {passage_key(row): row for row in rows if row not in found}
        if missing:
            records = require_records(self._connection, self._collection, list(missing))
            found |= {
                row: PackedPassage.unpack(records[key], self._dim) for key, row in missing.items()
            }
        with self._lock:
            for row in rows:
                self._known[row] = found[row]
                self._known.move_to_end(row)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return [found[row] for row in rows]

    def forget(self) -> None:
        """Forget all passages that are kept."""
        with self._lock:
            self._known.clear()


class ClusterPassages:
    """The `PassageStore` of a generation in Milvus."""

    def __init__(
        self,
        connection: Connection,
        collections: Collections,
        lexicon: Lexicon,
        records: PassageRecords,
        lists: TermLists | None,
    ) -> None:
        self._connection = connection
        self._collection = collections.passages
        self._lexicon = lexicon
        self._records = records
        self._lists = lists
        self._threads = ThreadPoolExecutor(_AT_ONCE, "milvus")

    def let_go(self) -> None:
        """See `PassageStore.let_go`."""
        self._records.forget()

    def find(
        self,
        vector: Vectors,
        terms: Mapping[str, float],
        wanted: int,
        within: Rows | None = None,
    ) -> tuple[Rows, Scores]:
        """See `PassageStore.find`; at most 16,384 from either side.

        Raises:
            StoreError: Milvus can't be reached.
        """
        weights = {
            number: float(weight)
            for term, weight in terms.items()
            if (number := self._lexicon.term_id(term)) is not None
        }
        if within is not None and len(within) == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        limit = min(wanted, _MOST)
        searches = [self._threads.submit(self._search, layout.VECTOR, vector, limit, within)]
        if weights:
            searches.append(self._threads.submit(self._find_matching, weights, limit, within))
        rows = np.unique(np.concatenate([search.result() for search in searches]))
        return rows, self._match(rows, weights)

    def load(self, rows: Rows) -> PassageData:
        """See `PassageStore.load`.

        Raises:
            StoreError: Milvus can't be reached.
        """
        found = self._records.get(rows.tolist())
        if not found:
            none, no_vectors = np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
            return PassageData(no_vectors, none, none, no_vectors, none.astype(np.int32), none)
        counts = [len(one.sentences) for one in found]
        words = np.concatenate([one.word_counts for one in found])
        return PassageData(
            np.stack([one.vector for one in found]),
            np.concatenate(
                [one.first_sentence + np.arange(len(one.sentences)) for one in found]
            ).astype(np.int64),
            np.repeat(np.arange(len(found)), counts),
            np.concatenate([one.sentence_vectors for one in found]),
            np.concatenate([one.words for one in found]),
            np.repeat(np.arange(len(words)), words),
        )

    def _match(self, rows: Rows, weights: Mapping[int, float]) -> Scores:
        """BM25 of some passages, added up in the order in which a local index does."""
        found = self._records.get(rows.tolist())
        passage_of_term = np.repeat(np.arange(len(found)), [len(one.terms) for one in found])
        terms = np.concatenate([one.terms for one in found]) if found else np.zeros(0, np.int32)
        scores = np.concatenate([one.scores for one in found]) if found else np.zeros(0, np.float32)
        total = np.zeros(len(found), np.float32)
        for term, weight in weights.items():
            held = terms == term
            total[passage_of_term[held]] += weight * scores[held]
        return total

    def _find_matching(self, weights: Mapping[int, float], limit: int, within: Rows | None) -> Rows:
        if self._lists is not None:
            return self._lists.find(weights, limit, within)
        return self._search(layout.TERMS, weights, limit, within)

    def _search(
        self,
        field: str,
        asked: Vectors | Mapping[int, float],
        limit: int,
        within: Rows | None,
    ) -> Rows:
        (found,) = self._connection.call(
            "search",
            self._collection,
            data=[asked],
            anns_field=field,
            filter="" if within is None else describe_rows(within),
            limit=limit,
            output_fields=[layout.ROW],
            search_params={"metric_type": "IP"},
        )
        return np.array([hit[layout.ROW] for hit in found], np.int64)


def describe_rows(rows: Rows) -> str:
    """A filter that passes just these rows, ascending: as ranges."""
    cuts = np.flatnonzero(np.diff(rows) > 1) + 1
    runs = np.split(rows, cuts)
    return " or ".join(f"({layout.ROW} >= {run[0]} and {layout.ROW} <= {run[-1]})" for run in runs)
