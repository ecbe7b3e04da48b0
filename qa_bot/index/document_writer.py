"""Write the SQLite file that holds a generation's documents, passages and sentence spans."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

from qa_bot.index.document_facts import DocumentFacts
from qa_bot.index.row_spans import CopiedRun, RowSpan
from qa_bot.types import Document, Page, Passage, Section, Sentence

_SCHEMA = """
CREATE TABLE documents (doc_id TEXT PRIMARY KEY, title TEXT, source TEXT, sha256 TEXT, author TEXT,
    date TEXT, characters INTEGER, page_count INTEGER, passage_count INTEGER,
    sentence_count INTEGER, pages TEXT, sections TEXT, text TEXT);
CREATE TABLE facts (doc_id TEXT PRIMARY KEY REFERENCES documents, digest BLOB, signature BLOB,
    acronyms TEXT);
CREATE TABLE passages (passage_id INTEGER PRIMARY KEY, doc_id TEXT REFERENCES documents,
    start INTEGER, end INTEGER, section TEXT);
CREATE TABLE sentences (sentence_id INTEGER PRIMARY KEY, passage_id INTEGER REFERENCES passages,
    start INTEGER, end INTEGER, citable INTEGER);
"""
_INDEXES = """
CREATE INDEX sentences_of_passage ON sentences (passage_id);
CREATE INDEX passages_of_document ON passages (doc_id);
"""
_BETWEEN = "WHERE {0} BETWEEN ? AND ? ORDER BY {0}"
_COPY_DOCUMENTS = f"INSERT INTO documents SELECT * FROM before.documents {_BETWEEN.format('rowid')}"
_COPY_FACTS = f"INSERT INTO facts SELECT * FROM before.facts {_BETWEEN.format('rowid')}"
_COPY_PASSAGES = (
    "INSERT INTO passages SELECT passage_id + ?, doc_id, start, end, section "
    f"FROM before.passages {_BETWEEN.format('passage_id')}"
)
_COPY_SENTENCES = (
    "INSERT INTO sentences SELECT sentence_id + ?, passage_id + ?, start, end, citable "
    f"FROM before.sentences {_BETWEEN.format('sentence_id')}"
)


class DocumentWriter:
    """Takes one document after the other, with its passages and their sentences."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._documents = self._passages = self._sentences = 0

    def add(
        self,
        document: Document,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[Sentence]],
    ) -> None:
        """Write a document; `sentences` holds those of each passage."""
        d = document
        counts = (len(d.text), len(d.pages), len(passages), sum(map(len, sentences)))
        facts = (d.doc_id, d.title, d.source, d.sha256, d.author, d.date, *counts)
        self._connection.execute(
            f"INSERT INTO documents VALUES ({_marks(13)})",
            (*facts, _json(d.pages), _json(d.sections), d.text),
        )
        self._connection.executemany(
            f"INSERT INTO passages VALUES ({_marks(5)})",
            ((p.passage_id, p.doc_id, p.start, p.end, p.section) for p in passages),
        )
        numbered = (
            (p.passage_id, s) for p, group in zip(passages, sentences, strict=True) for s in group
        )
        self._connection.executemany(
            f"INSERT INTO sentences VALUES ({_marks(5)})",
            (
                (number, passage_id, s.start, s.end, s.citable)
                for number, (passage_id, s) in enumerate(numbered, self._sentences)
            ),
        )
        self._documents += 1
        self._passages += len(passages)
        self._sentences += counts[-1]

    @property
    def place(self) -> tuple[int, int, int]:
        """How many documents, passages and sentences are written."""
        return self._documents, self._passages, self._sentences

    def add_facts(self, doc_id: str, facts: DocumentFacts) -> None:
        """Write what later builds need not find out again about a document that is added."""
        row = (doc_id, *facts.to_row())
        self._connection.execute(f"INSERT INTO facts VALUES ({_marks(4)})", row)

    def copy(self, rows: RowSpan) -> CopiedRun:
        """Write neighbouring documents of the generation before, with all that belongs to them."""
        place = self.place
        passages, sentences = rows.passages, rows.sentences
        shift = place[1] - passages.start
        for statement, values in (
            (_COPY_DOCUMENTS, (rows.documents.start + 1, rows.documents.stop)),
            (_COPY_FACTS, (rows.documents.start + 1, rows.documents.stop)),
            (_COPY_PASSAGES, (shift, passages.start, passages.stop - 1)),
            (
                _COPY_SENTENCES,
                (place[2] - sentences.start, shift, sentences.start, sentences.stop - 1),
            ),
        ):
            self._connection.execute(statement, values)
        self._documents += len(rows.documents)
        self._passages += len(passages)
        self._sentences += len(sentences)
        return CopiedRun(RowSpan.between(place, self.place), rows)


@contextmanager
def writing_documents(path: Path, before: Path | None = None) -> Iterator[DocumentWriter]:
    """Make the file, and complete it once all documents are added.

    Args:
        path: the file, which is made.
        before: the file of the generation before, from which documents may be copied.

    Raises:
        OSError: the disk refuses it.
    """
    try:
        uri = path.absolute().as_uri()
        with closing(sqlite3.connect(uri, uri=True)) as connection, connection:
            connection.execute("PRAGMA synchronous = OFF")  # the generation is flushed as a whole
            connection.executescript(_SCHEMA)
            if before is not None:
                name = f"{before.absolute().as_uri()}?mode=ro&immutable=1"
                connection.execute("ATTACH ? AS before", (name,))
            yield DocumentWriter(connection)
            connection.executescript(_INDEXES)
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


def _marks(count: int) -> str:
    return ",".join("?" * count)


def _json(spans: Sequence[Page] | Sequence[Section]) -> str:
    return json.dumps([asdict(span) for span in spans])
