"""The library of the page: what it offers is read once a generation."""

from __future__ import annotations

import shutil

import pytest

from qa_bot import build_index
from qa_bot.web.chat.empty_state import render_welcome
from qa_bot.web.library.library import Library, Offers
from tests.fakes import FakeEncoder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("qa_bot.web.library.library.open_encoder", lambda *_: FakeEncoder())
    (tmp_path / "corpus").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "corpus" / name).write_text("Lakes\n\nBoats are counted.", encoding="utf-8")
    return tmp_path


def build(folder):
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())


def test_documents_are_read_once_a_generation_and_same_titles_name_the_file(folder, monkeypatch):
    build(folder)
    read = []
    look_up = Offers.of
    monkeypatch.setattr(Offers, "of", lambda bot: read.append(bot) or look_up(bot))
    library = Library(folder / "index", folder / "corpus")
    for _ in range(3):
        choices, examples = library.document_choices(), library.example_questions()
    assert len(read) == 1
    assert len(choices) == len({label for label, _ in choices}) == 2
    assert len(examples) <= 3
    (folder / "corpus" / "c.txt").write_text("Roads are mended.", encoding="utf-8")
    build(folder)
    assert len(library.document_choices()) == 3
    assert len(read) == 2


@pytest.mark.parametrize("lost", [".", "CURRENT", "generations"])
def test_an_index_that_disappears_is_built_again_from_the_same_documents(folder, lost):
    build(folder)
    library = Library(folder / "index", None)
    assert library.is_built
    gone = folder / "index" / lost
    gone.unlink() if gone.is_file() else shutil.rmtree(gone)
    assert not library.is_built
    assert library.files() == {"a.txt", "b.txt"}
    assert (library.live, library.readings(), library.document_choices()) == ("", [], [])
    build_index(library.corpus, folder / "index", encoder=FakeEncoder())
    assert library.is_built
    assert library.bot.answer("Boats?").question == "Boats?"


def test_the_page_of_a_lost_index_offers_to_build_again_in_plain_words(folder):
    build(folder)
    library = Library(folder / "index", None)
    shutil.rmtree(folder / "index")
    page = render_welcome(library, may_edit=True)
    assert "a.txt" in page
    assert "qa-build" in page
    assert "no longer there" in page
    assert str(folder) not in page
    assert "--" not in page
