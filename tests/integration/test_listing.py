"""A list of documents is read in pages and without their texts, however it is asked for."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.building.add_remove import remove_documents
from qa_bot.building.builder import BuildOptions, make_builder
from qa_bot.config import Settings
from qa_bot.index.documents import DocumentTable
from qa_bot.web.models import DocumentList
from tests.fakes import FakeEncoder

COUNT = 40


@pytest.fixture
def index(tmp_path):
    (tmp_path / "corpus").mkdir()
    for number in range(COUNT):
        text = f"# Part {number}\n\nThe fact of part {number} is known."
        (tmp_path / "corpus" / f"{number:02}.md").write_text(text)
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    return tmp_path / "index"


@pytest.fixture
def texts_read(monkeypatch):
    """The ids of the documents whose texts were read."""
    read = []
    load = DocumentTable._load

    def spy(table, doc_id):
        read.append(doc_id)
        return load(table, doc_id)

    monkeypatch.setattr(DocumentTable, "_load", spy)
    return read


def test_programs_get_a_page_without_a_text_being_read(index, texts_read):
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        page = DocumentList.of(bot, limit=2, offset=38)
    assert [document.doc_id for document in page.documents] == ["38.md", "39.md"]
    assert page.documents[0].characters == len("# Part 38\n\nThe fact of part 38 is known.")
    assert page.total == COUNT
    assert texts_read == []


def test_names_of_documents_to_remove_are_found_without_their_texts(index, texts_read, monkeypatch):
    builder = make_builder(index, Settings(), FakeEncoder())
    monkeypatch.setattr("qa_bot.building.builder.Builder.build", lambda *_: None)
    _, moved = remove_documents(["Part 7"], index.parent / "corpus", builder, BuildOptions())
    assert [path.name for path in moved] == ["07.md"]
    assert texts_read == []
