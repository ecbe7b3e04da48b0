"""The project's folder is moved, renamed, copied or loses its documents; nothing is lost by it."""

from __future__ import annotations

import shutil

import pytest

from qa_bot import QABot, build_index
from qa_bot.building.add_remove import add_files, corpus_of, remove_documents
from qa_bot.building.builder import BuildOptions, make_builder
from qa_bot.config import Settings
from qa_bot.errors import CorpusError
from qa_bot.index.archiving import export_index, import_index
from qa_bot.index.checking import check_index
from qa_bot.index.folder import Index
from tests.fakes import FakeEncoder
from tests.servers import options_for, running

SKY = "The sky over Lisbon is blue."
QUESTION = "What colour is the sky over Lisbon?"


def make_project(folder, sky=SKY):
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "sky.txt").write_text(sky)
    (folder / "corpus" / "sea.md").write_text("# The Sea\n\nThe sea near Porto is green.\n")
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    return folder


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path / "project")


def cited(index):
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        return bot.answer(QUESTION).citations[0]


def add(index, corpus, *files):
    builder = make_builder(index, Settings(), FakeEncoder())
    return add_files(files, corpus, builder, BuildOptions())


def sources(index):
    with Index.open(index) as opened:
        return {document.source for document in opened.documents.documents()}


def test_a_moved_project_answers_unchanged_and_takes_documents(project, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("A note.")
    moved = project.rename(tmp_path / "renamed")
    index, corpus = moved / "index", moved / "corpus"
    assert cited(index).source_status == "unchanged"
    assert not cited(index).changed
    assert check_index(index, FakeEncoder()) == []
    assert not build_index(corpus, index, encoder=FakeEncoder()).changed
    add(index, corpus_of(index), note)
    assert sources(index) == {"sky.txt", "sea.md", "note.txt"}
    assert (corpus / "note.txt").exists()
    assert not project.exists()


def test_a_copied_project_uses_its_own_documents(project, tmp_path):
    copied = tmp_path / "copied"
    shutil.copytree(project, copied)
    (copied / "corpus" / "sky.txt").write_text("Other.")
    assert corpus_of(copied / "index") == (copied / "corpus").resolve()
    assert cited(copied / "index").source_status == "changed"
    assert cited(project / "index").source_status == "unchanged"


def test_an_index_moved_alone_finds_its_documents_where_they_were(project, tmp_path):
    stranger = make_project(tmp_path / "stranger" / "project", "The sky over Faro is grey.")
    (stranger / "corpus" / "sky.txt").rename(stranger / "corpus" / "other.txt")
    (stranger / "corpus" / "sea.md").unlink()
    shutil.rmtree(stranger / "index")
    shutil.move(project / "index", stranger / "index")
    assert corpus_of(stranger / "index") == (project / "corpus").resolve()
    assert cited(stranger / "index").source_status == "unchanged"


def test_an_imported_index_does_not_take_a_neighbour_for_its_documents(project, tmp_path):
    export_index(project / "index", tmp_path / "one.qabot")
    there = tmp_path / "there" / "project"
    (there / "corpus").mkdir(parents=True)
    (there / "corpus" / "unrelated.txt").write_text("Unrelated.")
    shutil.rmtree(project)
    import_index(tmp_path / "one.qabot", there / "index")
    with Index.open(there / "index") as opened:
        assert opened.sources is None
    assert cited(there / "index").source_status == "unknown"
    mine = there / "mine"
    mine.mkdir()
    (mine / "sky.txt").write_text(SKY)
    import_index(tmp_path / "one.qabot", there / "index", mine)
    assert corpus_of(there / "index") == mine.resolve()
    assert cited(there / "index").source_status == "unchanged"


def test_a_folder_that_is_gone_is_never_made_anew(project, tmp_path):
    index, corpus = project / "index", project / "corpus"
    note = tmp_path / "note.txt"
    note.write_text("A note.")
    corpus.rename(tmp_path / "elsewhere")
    assert cited(index).source_status == "unknown"
    with pytest.raises(CorpusError, match=r"corpus is not here.* qa-bot build --corpus FOLDER"):
        add(index, corpus_of(index), note)
    builder = make_builder(index, Settings(), FakeEncoder())
    with pytest.raises(CorpusError, match="there is no folder"):
        remove_documents(["sky.txt"], corpus_of(index), builder, BuildOptions())
    assert not corpus.exists()
    assert sources(index) == {"sky.txt", "sea.md"}
    (finding,) = check_index(index, FakeEncoder())
    assert str(finding) == (
        f"the documents' folder {corpus} is not here; bring it back, or run: qa-bot build "
        "--corpus FOLDER"
    )


def test_the_first_documents_make_their_folder(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("A note.")
    add(tmp_path / "index", tmp_path / "corpus", note)
    assert sources(tmp_path / "index") == {"note.txt"}


def test_an_upload_into_a_folder_that_is_gone_is_refused(tmp_path, encoder):
    folder = tmp_path / "served"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "sky.txt").write_text(SKY)
    build_index(folder / "corpus", folder / "index", encoder=encoder)
    with running(options_for(folder)) as client:
        (folder / "corpus").rename(folder / "elsewhere")
        reply = client.post("/api/v1/documents", files={"files": ("note.txt", b"A note.")})
        assert reply.status_code == 409, reply.text
        assert "“corpus” is not here" in reply.json()["detail"]
        assert str(tmp_path) not in reply.text
    assert not (folder / "corpus").exists()


def test_a_removed_document_is_called_removed(project):
    (project / "corpus" / "sky.txt").unlink()
    citation = cited(project / "index")
    assert citation.source_status == "removed"
    assert citation.changed
    with QABot.open(project / "index", encoder=FakeEncoder()) as bot:
        answer = bot.answer(QUESTION)
    assert "the file was removed since it was indexed" in str(answer)
    assert answer.to_dict()["citations"][0]["source_status"] == "removed"
