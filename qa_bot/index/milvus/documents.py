"""Texts, passages and sentences from Milvus, by id."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import Any

from qa_bot.index.documents import DocumentSummary, match_names
from qa_bot.index.milvus.connection import Connection
from qa_bot.index.milvus.layout import Collections
from qa_bot.index.milvus.passages import PassageRecords
from qa_bot.index.milvus.publishing import DOCUMENTS, document_key
from qa_bot.index.milvus.records import read_records, require_records
from qa_bot.types import Document, Page, Passage, Section, Sentence

_REMEMBERED = 64
_ASKED = 100


class ClusterDocuments:
    """The `Documents` of a generation in Milvus; `close` is called once they are done with."""

    def __init__(
        self,
        connection: Connection,
        collections: Collections,
        records: PassageRecords,
        close: Callable[[], object],
    ) -> None:
        self._connection = connection
        self._collection = collections.records
        self._records = records
        self._close = close
        self._remembered = lru_cache(_REMEMBERED)(self._document)

    def document(self, doc_id: str) -> Document | None:
        """One document, or None; the last few are kept in memory."""
        return self._remembered(doc_id)

    def let_go(self) -> None:
        """See `Documents.let_go`."""
        self._remembered.cache_clear()

    def close(self) -> None:
        """Let go of the copied files."""
        self._close()

    def _document(self, doc_id: str) -> Document | None:
        return next(iter(self._documents([doc_id])), None)

    def documents(self) -> list[Document]:
        """All documents, in the order of the build."""
        ids = [summary.doc_id for summary in self.summaries()]
        return [
            document
            for first in range(0, len(ids), _ASKED)
            for document in self._documents(ids[first : first + _ASKED])
        ]

    def find(self, names: Sequence[str]) -> list[str]:
        """The ids of the documents with these ids, file names or titles (in any case).

        Raises:
            DocumentNotFoundError: a name fits none.
        """
        return match_names(names, ((s.doc_id, s.source, s.title) for s in self.summaries()))

    def passage_ids(self, doc_ids: Sequence[str]) -> list[int]:
        """The ids of the documents' passages, ascending."""
        wanted = set(doc_ids)
        return sorted(
            row
            for first, last, summary in self._listed
            if summary.doc_id in wanted
            for row in range(first, last)
        )

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages with these ids, in this order."""
        return [packed.passage for packed in self._records.get(ids)]

    def sentences(self, passage_ids: Sequence[int]) -> dict[int, list[tuple[int, Sentence]]]:
        """Each passage's sentences, in reading order, with their numbers."""
        return {
            packed.passage.passage_id: list(enumerate(packed.sentences, packed.first_sentence))
            for packed in self._records.get(passage_ids)
        }

    def summaries(self, offset: int = 0, limit: int | None = None) -> list[DocumentSummary]:
        """Names and counts of the documents in the order of the build, all or some of them."""
        end = None if limit is None else offset + limit
        return [summary for *_, summary in self._listed[offset:end]]

    @cached_property
    def _listed(self) -> list[tuple[int, int, DocumentSummary]]:
        """First passage, the one after the last, and summary of every document."""
        content = require_records(self._connection, self._collection, [DOCUMENTS])[DOCUMENTS]
        rows = json.loads(zlib.decompress(content))
        return [(first, last, DocumentSummary(*values)) for first, last, values in rows]

    def _documents(self, doc_ids: Sequence[str]) -> list[Document]:
        keys = [document_key(doc_id) for doc_id in doc_ids]
        found = read_records(self._connection, self._collection, keys)
        return [_parse(json.loads(zlib.decompress(found[key]))) for key in keys if key in found]


def _parse(values: dict[str, Any]) -> Document:
    pages = tuple(Page(**page) for page in values.pop("pages"))
    sections = tuple(Section(**section) for section in values.pop("sections"))
    return Document(**values, pages=pages, sections=sections)
