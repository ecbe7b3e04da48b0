"""Documents go in and out of a library, and generations back and forth."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from qa_bot import QABot, build_index
from qa_bot.building.add_remove import add_files, corpus_of, remove_documents
from qa_bot.building.builder import BuildOptions, make_builder
from qa_bot.config import Settings
from qa_bot.errors import (
    BusyError,
    CorpusError,
    DocumentNotFoundError,
    IndexDamagedError,
    IndexNotFoundError,
)
from qa_bot.index.generations import find_generations, roll_back
from qa_bot.index.locking import lock_index
from qa_bot.index.own_folder import GENERATIONS, current_generation
from tests.fakes import FakeEncoder

SKY = "The sky over Lisbon is blue."
SEA = "The sea near Porto is green."


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    (folder / "water").mkdir(parents=True)
    (folder / "sky.txt").write_text(f"{SKY} The river is wide.\n")
    (folder / "water" / "sea.md").write_text(f"# The Sea\n\n{SEA}\n")
    build_index(folder, tmp_path / "index", encoder=FakeEncoder())
    return folder


@pytest.fixture
def index(corpus):
    return corpus.parent / "index"


def builder(index, **values):
    return make_builder(index, Settings(**values), FakeEncoder())


def add(index, *files, overwrite=False):
    return add_files(
        [Path(file) for file in files], corpus_of(index), builder(index), BuildOptions(), overwrite
    )


def remove(index, *names):
    return remove_documents(names, corpus_of(index), builder(index), BuildOptions())


def sources(index):
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        return [document.source for document in bot.documents()]


def quotes(index, question):
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        answer = bot.answer(question)
        return [c.quote for c in (*answer.citations, *answer.nearest)]


def test_an_added_file_answers(index, corpus, tmp_path):
    (tmp_path / "moon.txt").write_text("The moon over Faro is white.")
    report = add(index, tmp_path / "moon.txt")
    assert (report.documents, report.encoded) == (3, 1)
    assert quotes(index, "What colour is the moon over Faro?")[0] == "The moon over Faro is white."
    assert (tmp_path / "moon.txt").exists()


def test_a_first_file_makes_the_corpus_and_the_index(tmp_path):
    (tmp_path / "moon.txt").write_text("The moon is white.")
    add_files([tmp_path / "moon.txt"], tmp_path / "new", builder(tmp_path / "i"), BuildOptions())
    assert sources(tmp_path / "i") == ["moon.txt"]


def test_a_different_file_of_the_same_name_is_not_overwritten(index, corpus, tmp_path):
    (tmp_path / "sky.txt").write_text("The sky is grey.")
    with pytest.raises(CorpusError, match="--replace"):
        add(index, tmp_path / "sky.txt")
    assert SKY in (corpus / "sky.txt").read_text()
    add(index, tmp_path / "sky.txt", overwrite=True)
    assert "grey" in (corpus / "sky.txt").read_text()
    assert SKY in (corpus / ".removed" / "sky.txt").read_text()
    assert quotes(index, "What is the sky?")[0] == "The sky is grey."


def test_adding_what_is_there_changes_nothing(index, corpus, tmp_path):
    (tmp_path / "sky.txt").write_bytes((corpus / "sky.txt").read_bytes())
    assert not add(index, tmp_path / "sky.txt", corpus / "water" / "sea.md").changed
    assert sorted(p.name for p in corpus.iterdir()) == ["sky.txt", "water"]


@pytest.mark.parametrize("name", ["missing.txt", ".hidden.txt", "golden.jsonl", "folder"])
def test_what_can_not_be_added_is_said_before_anything_is_copied(index, corpus, tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.txt").write_text("Good.")
    if name not in ("missing.txt", "folder"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(CorpusError, match=name):
        add(index, tmp_path / "good.txt", tmp_path / name)
    assert not (corpus / "good.txt").exists()


def test_two_files_of_one_name_are_refused(index, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(folder)
    with pytest.raises(CorpusError, match="same name"):
        add(index, tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt")


@pytest.mark.parametrize("name", ["water/sea.md", "sea.md", "The Sea", "the sea"])
def test_a_removed_document_stops_answering_and_its_file_is_kept(index, corpus, name):
    report, moved = remove(index, name)
    assert report.documents == 1
    assert sources(index) == ["sky.txt"]
    assert SEA not in quotes(index, "What colour is the sea near Porto?")
    assert moved == [corpus / ".removed" / "water" / "sea.md"]
    assert SEA in moved[0].read_text()
    assert not build_index(corpus, index, encoder=FakeEncoder()).changed


def test_a_document_removed_twice_is_kept_twice(index, corpus):
    for _ in range(2):
        remove(index, "sea.md")
        (corpus / "water" / "sea.md").write_text(SEA)
        build_index(corpus, index, encoder=FakeEncoder())
    remove(index, "sea.md")
    kept = sorted(p.name for p in (corpus / ".removed" / "water").iterdir())
    assert kept == ["sea (2).md", "sea (3).md", "sea.md"]


def test_a_name_that_fits_none_or_several_removes_nothing(index, corpus):
    (corpus / "sea.md").write_text("# The Sea\n\nAnother sea.")
    build_index(corpus, index, encoder=FakeEncoder())
    for name, words in [("moon.txt", "no document"), ("The Sea", "several documents")]:
        with pytest.raises(DocumentNotFoundError, match=words):
            remove(index, "sky.txt", name)
    assert len(sources(index)) == 3
    remove(index, "sea.md")
    assert sources(index) == ["sky.txt", "water/sea.md"]


def test_the_last_document_stays(index, corpus):
    with pytest.raises(CorpusError, match="no document would be left"):
        remove(index, "sea.md", "sky.txt")
    assert (corpus / "sky.txt").exists()


def test_a_file_that_could_not_be_read_can_be_removed(index, corpus):
    (corpus / "bad.txt").write_bytes(b"\x00\x01")
    build_index(corpus, index, encoder=FakeEncoder())
    remove(index, "bad.txt")
    assert not (corpus / "bad.txt").exists()


def test_the_other_process_is_named(index, corpus):
    with lock_index(index), pytest.raises(BusyError, match=r"process \d+"):
        build_index(corpus, index, encoder=FakeEncoder())
    with FileLock(index / "building.lock"), pytest.raises(BusyError, match="is running; wait"):
        build_index(corpus, index, encoder=FakeEncoder())


def test_rollback_goes_back_and_forth(index, corpus):
    first = current_generation(index)
    (corpus / "sky.txt").write_text("The sky over Lisbon is grey.")
    second = build_index(corpus, index, encoder=FakeEncoder()).generation
    assert [folder.name for folder in find_generations(index)] == [second, first]
    assert roll_back(index).generation == first == current_generation(index)
    assert quotes(index, "What colour is the sky over Lisbon?")[0].startswith(SKY)
    with pytest.raises(IndexNotFoundError, match="no whole generation before"):
        roll_back(index)
    assert roll_back(index, second).generation == second
    with pytest.raises(IndexNotFoundError, match="qa-bot generations"):
        roll_back(index, "000009-abcdef")


def test_a_build_after_a_rollback_indexes_the_corpus_again(index, corpus):
    (corpus / "sky.txt").write_text("The sky over Lisbon is grey.")
    build_index(corpus, index, encoder=FakeEncoder())
    roll_back(index)
    report = build_index(corpus, index, encoder=FakeEncoder())
    assert report.changed
    assert "grey" in quotes(index, "What colour is the sky over Lisbon?")[0]


def test_a_damaged_generation_offers_the_one_before(index, corpus):
    first = current_generation(index)
    build_index(corpus, index, encoder=FakeEncoder(), options=BuildOptions(fresh=True))
    live = index / GENERATIONS / current_generation(index)
    (live / "vectors.faiss").unlink()
    with pytest.raises(IndexDamagedError, match="qa-bot rollback"):
        quotes(index, "x")
    assert roll_back(index).generation == first
    assert sources(index) == ["sky.txt", "water/sea.md"]
    with pytest.raises(IndexDamagedError, match="missing"):
        roll_back(index, live.name)


def test_rollback_mends_a_pointer_to_nowhere(index):
    name = current_generation(index)
    (index / "CURRENT").write_text("000000-nothing\n")
    assert roll_back(index).generation == name == current_generation(index)
