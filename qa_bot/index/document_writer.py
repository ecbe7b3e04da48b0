"""Write the SQLite file that holds a generation's documents, passages and sentence spans."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

from qa_bot.types import Document, Page, Passage, Section, Sentence

_SCHEMA = """
CREATE TABLE documents (doc_id TEXT PRIMARY KEY, title TEXT, source TEXT, sha256 TEXT, author TEXT,
    date TEXT, characters INTEGER, page_count INTEGER, passage_count INTEGER,
    sentence_count INTEGER, pages TEXT, sections TEXT, text TEXT);
CREATE TABLE passages (passage_id INTEGER PRIMARY KEY, doc_id TEXT REFERENCES documents,
    start INTEGER, end INTEGER, section TEXT);
CREATE TABLE sentences (sentence_id INTEGER PRIMARY KEY, passage_id INTEGER REFERENCES passages,
    start INTEGER, end INTEGER, citable INTEGER);
"""
_INDEXES = """
CREATE INDEX sentences_of_passage ON sentences (passage_id);
CREATE INDEX passages_of_document ON passages (doc_id);
"""


class DocumentWriter:
    """Takes one document after the other, with its passages and their sentences."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sentences = 0

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
        self._sentences += counts[-1]


@contextmanager
def writing_documents(path: Path) -> Iterator[DocumentWriter]:
    """Make the file, and complete it once all documents are added.

    Raises:
        OSError: the disk refuses it.
    """
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(_SCHEMA)
            yield DocumentWriter(connection)
            connection.executescript(_INDEXES)
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


def _marks(count: int) -> str:
    return ",".join("?" * count)


def _json(spans: Sequence[Page] | Sequence[Section]) -> str:
    return json.dumps([asdict(span) for span in spans])
