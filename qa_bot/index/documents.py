"""A generation's documents: canonical texts, passages and sentence spans, read from SQLite by id.

Names and counts stand before the texts in the file, so that a list of documents reads no text.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol

from qa_bot.errors import DocumentNotFoundError
from qa_bot.index.document_facts import (
    READ_AT_ONCE,
    SELECT_ACRONYMS,
    SELECT_MARKS,
    read_acronyms,
)
from qa_bot.types import Document, Page, Passage, Section, Sentence

_CACHED_DOCUMENTS = 64
_SUMMARY = (
    "doc_id, title, source, sha256, author, date, characters, page_count, passage_count, "
    "sentence_count"
)
_DOCUMENT = "doc_id, title, source, text, sha256, pages, sections, author, date"


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What is known of a document without reading its text."""

    doc_id: str
    title: str
    source: str
    sha256: str
    author: str
    date: str
    characters: int
    pages: int
    passages: int
    sentences: int


class Documents(Protocol):
    """A generation's documents as answering reads them; see `DocumentTable`."""

    def document(self, doc_id: str) -> Document | None:
        """One document, or None."""

    def documents(self) -> list[Document]:
        """All documents, in the order of the build."""

    def find(self, names: Sequence[str]) -> list[str]:
        """The ids of the documents with these ids, file names or titles."""

    def passage_ids(self, doc_ids: Sequence[str]) -> list[int]:
        """The ids of the documents' passages, ascending."""

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages with these ids, in this order."""

    def sentences(self, passage_ids: Sequence[int]) -> dict[int, list[tuple[int, Sentence]]]:
        """Each passage's sentences, with their numbers."""

    def summaries(self, offset: int = 0, limit: int | None = None) -> list[DocumentSummary]:
        """Names and counts of the documents in the order of the build, all or some of them."""

    def let_go(self) -> None:
        """Forget the documents that are kept in memory."""

    def close(self) -> None:
        """Close what is open."""


class DocumentTable:
    """A generation's documents, read only."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        self._cached = lru_cache(_CACHED_DOCUMENTS)(self._load)

    def close(self) -> None:
        """Close the file, once who reads from it in another thread has done so."""
        with self._lock:
            self._connection.close()

    def let_go(self) -> None:
        """See `Documents.let_go`."""
        self._cached.cache_clear()

    def document(self, doc_id: str) -> Document | None:
        """One document, or None; the last few are kept in memory."""
        return self._cached(doc_id)

    def _load(self, doc_id: str) -> Document | None:
        rows = self._rows(f"SELECT {_DOCUMENT} FROM documents WHERE doc_id = ?", (doc_id,))
        return _document(rows[0]) if rows else None

    def documents(self) -> list[Document]:
        """All documents, in the order of the build."""
        return list(self.stream())

    def stream(self, offset: int = 0, limit: int | None = None) -> Iterator[Document]:
        """The documents in the order of the build, all or some of them, one at a time."""
        for summary in self.summaries(offset, limit):
            yield self.require(summary.doc_id)

    def require(self, doc_id: str) -> Document:
        """One document that is there, not kept in memory."""
        document = self._load(doc_id)
        assert document is not None, doc_id
        return document

    def find(self, names: Sequence[str]) -> list[str]:
        """The ids of the documents with these ids, file names or titles (in any case).

        Raises:
            DocumentNotFoundError: a name fits none.
        """
        known = self._rows("SELECT doc_id, source, title FROM documents ORDER BY rowid")
        return match_names(names, known)

    def passage_ids(self, doc_ids: Sequence[str]) -> list[int]:
        """The ids of the documents' passages, ascending."""
        query = "SELECT passage_id FROM passages WHERE doc_id IN (SELECT value FROM json_each(?))"
        rows = self._rows(f"{query} ORDER BY passage_id", (json.dumps(list(doc_ids)),))
        return [row[0] for row in rows]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages with these ids, in this order."""
        rows = self._rows(f"SELECT * FROM passages WHERE passage_id IN ({_marks(ids)})", ids)
        found = {row[0]: Passage(*row) for row in rows}
        return [found[passage_id] for passage_id in ids]

    def sentences(self, passage_ids: Sequence[int]) -> dict[int, list[tuple[int, Sentence]]]:
        """Each passage's sentences, in reading order, with their row in the sentence vectors."""
        rows = self._rows(
            "SELECT passage_id, sentence_id, start, end, citable FROM sentences "
            f"WHERE passage_id IN ({_marks(passage_ids)}) ORDER BY sentence_id",
            passage_ids,
        )
        found: dict[int, list[tuple[int, Sentence]]] = {
            passage_id: [] for passage_id in passage_ids
        }
        for passage_id, sentence_id, start, end, citable in rows:
            found[passage_id].append((sentence_id, Sentence(start, end, bool(citable))))
        return found

    def passages_of(self, doc_id: str) -> list[tuple[Passage, list[tuple[int, Sentence]]]]:
        """A document's passages, in order, each with its sentences as `sentences` gives them."""
        rows = self._rows("SELECT * FROM passages WHERE doc_id = ? ORDER BY passage_id", (doc_id,))
        found: dict[int, tuple[Passage, list[tuple[int, Sentence]]]] = {
            row[0]: (Passage(*row), []) for row in rows
        }
        sentences = self._rows(
            "SELECT passage_id, sentence_id, sentences.start, sentences.end, citable "
            "FROM sentences JOIN passages USING (passage_id) WHERE doc_id = ? ORDER BY sentence_id",
            (doc_id,),
        )
        for passage_id, sentence_id, start, end, citable in sentences:
            found[passage_id][1].append((sentence_id, Sentence(start, end, bool(citable))))
        return list(found.values())

    def count(self, table: Literal["documents", "passages", "sentences"]) -> int:
        """How many rows a table has."""
        return int(self._rows(f"SELECT count(*) FROM {table}")[0][0])

    def find_damage(self) -> list[str]:
        """What SQLite and the references between the tables say is wrong."""
        sound = [row[0] for row in self._rows("PRAGMA integrity_check")]
        foreign = self._rows("PRAGMA foreign_key_check")
        problems = [] if sound == ["ok"] else sound
        return problems + [f"a row of {row[0]} belongs to none of {row[2]}" for row in foreign]

    def summaries(self, offset: int = 0, limit: int | None = None) -> list[DocumentSummary]:
        """Names and counts of the documents in the order of the build, all or some of them.

        Args:
            offset: how many to leave out.
            limit: how many to give at the most; by default all.
        """
        rows = self._rows(
            f"SELECT {_SUMMARY} FROM documents WHERE rowid > ? ORDER BY rowid LIMIT ?",
            (offset, -1 if limit is None else limit),
        )
        return [DocumentSummary(*row) for row in rows]

    def counts(self) -> list[tuple[str, int, int]]:
        """Each document's source, passages and sentences, in the order of the build."""
        return self._rows(
            "SELECT source, passage_count, sentence_count FROM documents ORDER BY rowid"
        )

    def marks(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Each document's id, digest and signature (`DocumentFacts`), in the order of the build."""
        after = 0
        while rows := self._rows(SELECT_MARKS, (after, READ_AT_ONCE)):
            yield from ((doc_id, digest, signature) for _, doc_id, digest, signature in rows)
            after = rows[-1][0]

    def acronyms(self) -> Iterator[tuple[str, str]]:
        """The acronyms that the texts define, in the order of the build."""
        for (kept,) in self._rows(SELECT_ACRONYMS):
            yield from read_acronyms(kept)

    def _rows(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, tuple(values)).fetchall()


def match_names(names: Sequence[str], known: Iterable[tuple[str, str, str]]) -> list[str]:
    """The ids of the documents that names fit, in any case; `known` has id, source and title.

    Raises:
        DocumentNotFoundError: a name fits none.
    """
    fitting: dict[str, list[str]] = {name.strip().casefold(): [] for name in names}
    for doc_id, source, title in known:
        for part in {part.casefold() for part in (doc_id, source, Path(source).name, title)}:
            if part in fitting:
                fitting[part].append(doc_id)
    for name in names:
        if not fitting[name.strip().casefold()]:
            raise DocumentNotFoundError(
                f"the index holds no document {name}; qa-bot documents lists them"
            )
    return list(dict.fromkeys(doc_id for found in fitting.values() for doc_id in found))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _document(row: tuple[str, ...]) -> Document:
    doc_id, title, source, text, sha256, pages, sections, author, date = row
    return Document(
        *(doc_id, title, source, text, sha256),
        pages=tuple(Page(**page) for page in json.loads(pages)),
        sections=tuple(Section(**section) for section in json.loads(sections)),
        author=author,
        date=date,
    )
