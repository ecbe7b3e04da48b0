"""A generation's documents in SQLite: a list of them reads no text."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace

import pytest

from qa_bot.index.document_writer import writing_documents
from qa_bot.index.documents import DocumentTable
from qa_bot.types import Document, Page, Passage, Section, Sentence

LONG = "A sentence. " * 200_000


@pytest.fixture
def documents():
    first = Document(
        "a.txt", "A", "a.txt", "One. Two.", "0a", (Page(1, 0, 9),), (Section("A", 0, 0, 9),)
    )
    long = replace(first, doc_id="b.txt", source="b.txt", text=LONG, author="Ada", date="2024")
    return [first, long, replace(first, doc_id="c.txt", source="c.txt", pages=())]


@pytest.fixture
def table(tmp_path, documents):
    path = tmp_path / "documents.sqlite"
    with writing_documents(path) as writer:
        for number, document in enumerate(documents):
            passage = Passage(number, document.doc_id, 0, 9, "A")
            writer.add(document, [passage], [[Sentence(0, 4), Sentence(5, 9, False)]])
    opened = DocumentTable(path)
    yield opened
    opened.close()


def test_documents_come_back_as_they_were(table, documents):
    assert table.documents() == documents
    assert [table.document(d.doc_id) for d in documents] == documents
    assert table.document("none") is None
    assert table.passages([2, 0]) == [Passage(n, f"{'abc'[n]}.txt", 0, 9, "A") for n in (2, 0)]
    assert table.sentences([1]) == {1: [(2, Sentence(0, 4)), (3, Sentence(5, 9, False))]}


def test_summaries_come_in_pages(table):
    everything = table.summaries()
    assert [s.doc_id for s in everything] == ["a.txt", "b.txt", "c.txt"]
    assert table.summaries(1, 1) == everything[1:2]
    assert table.summaries(2, 5) == everything[2:]
    assert table.summaries(3, 1) == []
    one = everything[1]
    assert (one.title, one.author, one.date, one.sha256) == ("A", "Ada", "2024", "0a")
    assert (one.characters, one.pages, one.passages, one.sentences) == (len(LONG), 1, 1, 2)


def test_a_list_and_names_read_no_text(table, tmp_path):
    """Every byte of the texts is damaged; what is listed does not notice."""
    path = tmp_path / "documents.sqlite"
    data = path.read_bytes()
    start = data.index(b"A sentence. " * 300, len(data) // 3)
    path.write_bytes(data[:start] + bytes(1_000_000) + data[start + 1_000_000 :])
    damaged = DocumentTable(path)
    assert damaged.summaries() == table.summaries()
    assert damaged.find(["A"]) == ["a.txt", "b.txt", "c.txt"]
    with pytest.raises(sqlite3.DatabaseError):
        damaged.document("b.txt")
    damaged.close()


def test_closing_waits_for_who_reads_in_another_thread(table):
    with table._lock:
        closing = threading.Thread(target=table.close)
        closing.start()
        closing.join(0.2)
        assert closing.is_alive()
    closing.join()
    with pytest.raises(sqlite3.ProgrammingError):
        table.documents()
