"""Documents: the SQLite file of a generation, with canonical texts, passages and sentence spans.

Documents and passages come in once, at build time; single ones go out by id.
"""

from __future__ import annotations

import errno
import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol

from qa_bot.errors import DocumentNotFoundError
from qa_bot.types import Document, Page, Passage, Section, Sentence

_REMEMBERED = 64
_SCHEMA = """
CREATE TABLE documents (doc_id TEXT PRIMARY KEY, title TEXT, source TEXT, text TEXT, sha256 TEXT,
    pages TEXT, sections TEXT, author TEXT, date TEXT);
CREATE TABLE passages (passage_id INTEGER PRIMARY KEY, doc_id TEXT REFERENCES documents,
    start INTEGER, end INTEGER, section TEXT);
CREATE TABLE sentences (sentence_id INTEGER PRIMARY KEY, passage_id INTEGER REFERENCES passages,
    start INTEGER, end INTEGER, citable INTEGER);
CREATE INDEX sentences_of_passage ON sentences (passage_id);
CREATE INDEX passages_of_document ON passages (doc_id);
"""

Summary = tuple[str, str, str, int, int, int]
"""A document's source, title, sha256, characters, passages and sentences."""


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

    def summaries(self) -> list[Summary]:
        """Every document's source, title, sha256, characters, passages and sentences."""

    def close(self) -> None:
        """Let go of what is held."""


class DocumentTable:
    """A generation's documents, read only."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        self._remembered = lru_cache(_REMEMBERED)(self._load)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def document(self, doc_id: str) -> Document | None:
        """One document, or None; the last few are kept in memory."""
        return self._remembered(doc_id)

    def _load(self, doc_id: str) -> Document | None:
        rows = self._rows("SELECT * FROM documents WHERE doc_id = ?", (doc_id,))
        return _document(rows[0]) if rows else None

    def documents(self) -> list[Document]:
        """All documents, in the order of the build."""
        return [_document(row) for row in self._rows("SELECT * FROM documents ORDER BY rowid")]

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

    def summaries(self) -> list[Summary]:
        """Every document's source, title, sha256, characters, passages and sentences."""
        return self._rows(
            "SELECT source, title, sha256, length(text), "
            "(SELECT count(*) FROM passages WHERE doc_id = d.doc_id), "
            "(SELECT count(*) FROM passages JOIN sentences USING (passage_id) "
            "WHERE doc_id = d.doc_id) FROM documents AS d ORDER BY rowid"
        )

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


def write_documents(
    path: Path,
    documents: Iterable[Document],
    passages: Iterable[Passage],
    sentences: Sequence[Sequence[Sentence]],
) -> None:
    """Write a generation's SQLite file; `sentences` holds each passage's, in order.

    Raises:
        OSError: the disk refuses it.
    """
    try:
        _write(path, documents, passages, sentences)
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


def _write(
    path: Path,
    documents: Iterable[Document],
    passages: Iterable[Passage],
    sentences: Sequence[Sequence[Sentence]],
) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(d.doc_id, d.title, d.source, d.text, d.sha256),
                    *(_json(d.pages), _json(d.sections), d.author, d.date),
                )
                for d in documents
            ),
        )
        connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
            ((p.passage_id, p.doc_id, p.start, p.end, p.section) for p in passages),
        )
        numbered = ((p, s) for p, group in enumerate(sentences) for s in group)
        connection.executemany(
            "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
            ((i, p, s.start, s.end, s.citable) for i, (p, s) in enumerate(numbered)),
        )


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _json(spans: Sequence[Page] | Sequence[Section]) -> str:
    return json.dumps([asdict(span) for span in spans])


def _document(row: tuple[str, ...]) -> Document:
    doc_id, title, source, text, sha256, pages, sections, author, date = row
    return Document(
        *(doc_id, title, source, text, sha256),
        pages=tuple(Page(**page) for page in json.loads(pages)),
        sections=tuple(Section(**section) for section in json.loads(sections)),
        author=author,
        date=date,
    )
