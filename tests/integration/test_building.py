"""Builds on real files with the fake encoder; the model plays no part in what is checked."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from qa_bot import QABot, build_index
from qa_bot.building.builder import BuildOptions
from qa_bot.config import Settings
from qa_bot.errors import (
    BusyError,
    CorpusError,
    IndexDamagedError,
    IndexMismatchError,
    IndexNotFoundError,
    NotAnIndexError,
    QABotError,
)
from qa_bot.index.own_folder import GENERATIONS, current_generation
from tests.conftest import ROOT
from tests.fakes import FakeEncoder

QUESTION = "What colour is the sky over Lisbon?"


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "sky.txt").write_text("The sky over Lisbon is blue. The river is wide.\n")
    (folder / "sea.md").write_text("# The Sea\n\nThe sea near Porto is green.\n")
    return folder


@pytest.fixture
def index(corpus, tmp_path):
    build_index(corpus, tmp_path / "index", encoder=FakeEncoder())
    return tmp_path / "index"


def ask(index):
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        return [c.quote for c in bot.answer(QUESTION).citations]


def generation_of(index):
    return index / GENERATIONS / current_generation(index)


def test_a_build_answers(index):
    assert ask(index)[0].startswith("The sky over Lisbon is blue.")


def test_a_bad_file_is_reported_and_the_rest_is_indexed(corpus, tmp_path):
    (corpus / "picture.txt").write_bytes(bytes(range(256)) * 10)
    (corpus / "void.txt").write_bytes(b"")
    (corpus / "table.xyz").write_text("x")
    report = build_index(corpus, tmp_path / "index", encoder=FakeEncoder())
    assert report.documents == 2
    assert {s.source for s in report.skipped} == {"picture.txt", "void.txt", "table.xyz"}
    assert "Skipped picture.txt: is not text" in str(report)


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir()])
def test_a_missing_or_empty_corpus_is_refused_and_makes_no_index(make, tmp_path):
    make(tmp_path / "none")
    with pytest.raises(CorpusError, match="none"):
        build_index(tmp_path / "none", tmp_path / "index", encoder=FakeEncoder())
    assert not (tmp_path / "index").exists()


def test_a_foreign_folder_is_left_alone(corpus, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "draft.txt").write_text("mine")
    with pytest.raises(NotAnIndexError, match="left alone"):
        build_index(corpus, tmp_path / "thesis", encoder=FakeEncoder())
    with pytest.raises(NotAnIndexError):
        QABot.open(tmp_path / "thesis")
    assert [p.name for p in (tmp_path / "thesis").iterdir()] == ["draft.txt"]


def test_a_folder_with_only_the_readme_of_an_index_folder_is_built_into(corpus, tmp_path):
    (tmp_path / "index").mkdir()
    shutil.copy(ROOT / "index" / "README.md", tmp_path / "index")
    with pytest.raises(IndexNotFoundError, match="qa-bot build"):
        QABot.open(tmp_path / "index")
    build_index(corpus, tmp_path / "index", encoder=FakeEncoder())
    assert ask(tmp_path / "index")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_status_is_clean_after_a_build_in_a_clone(corpus, tmp_path):
    def git(*words):
        who = ["-c", "user.name=Test", "-c", "user.email=test@localhost"]
        done = subprocess.run(
            ["git", *who, *words], cwd=clone, capture_output=True, text=True, check=True
        )
        return done.stdout

    clone = tmp_path / "clone"
    (clone / "index").mkdir(parents=True)
    shutil.copy(ROOT / ".gitignore", clone)
    shutil.copy(ROOT / "index" / "README.md", clone / "index")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "All there is")
    build_index(corpus, clone / "index", encoder=FakeEncoder())
    assert ask(clone / "index")
    assert git("ls-files").split() == [".gitignore", "index/README.md"]
    assert git("status", "--porcelain") == ""


def test_a_folder_with_another_readme_is_left_alone(corpus, tmp_path):
    (tmp_path / "README.md").write_text("# My thesis\n")
    with pytest.raises(NotAnIndexError, match="left alone"):
        build_index(corpus, tmp_path, encoder=FakeEncoder())


def test_no_index_names_the_command(tmp_path):
    with pytest.raises(IndexNotFoundError, match="qa-bot build"):
        QABot.open(tmp_path / "index")


def test_another_format_version_is_refused(index):
    path = generation_of(index) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format_version": 0}))
    with pytest.raises(IndexMismatchError, match="qa-bot build"):
        QABot.open(index)


def test_another_model_is_refused(index):
    with pytest.raises(IndexMismatchError, match="qa-bot build"):
        QABot.open(index, settings=Settings(model="other"))


def test_other_weights_under_the_same_name_are_refused(index):
    with pytest.raises(IndexMismatchError, match="qa-bot build"):
        QABot.open(index)


@pytest.mark.parametrize("name", ["documents.sqlite", "vectors.faiss", "sentences.npy"])
def test_a_flipped_bit_is_noticed(index, name):
    path = generation_of(index) / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamagedError, match=name):
        QABot.open(index, encoder=FakeEncoder())


def test_a_missing_file_is_noticed(index):
    (generation_of(index) / "vectors.faiss").unlink()
    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss is missing"):
        QABot.open(index, encoder=FakeEncoder())


def test_a_damaged_index_is_mended_by_a_build(corpus, index):
    shutil.rmtree(generation_of(index))
    with pytest.raises(IndexDamagedError):
        QABot.open(index, encoder=FakeEncoder())
    build_index(corpus, index, encoder=FakeEncoder())
    assert ask(index)


def test_a_failing_build_leaves_the_live_generation(corpus, index):
    class Failing(FakeEncoder):
        def encode_passages(self, passages, progress=None):
            raise QABotError("no")

    before = current_generation(index)
    (corpus / "new.txt").write_text("New.")
    with pytest.raises(QABotError):
        build_index(corpus, index, encoder=Failing())
    assert current_generation(index) == before
    assert len(list((index / GENERATIONS).iterdir())) == 1


def test_two_builders_one_waits(corpus, index):
    with FileLock(index / "building.lock"), pytest.raises(BusyError, match="another build"):
        build_index(corpus, index, encoder=FakeEncoder())


def test_old_generations_are_removed(corpus, index):
    for _ in range(4):
        build_index(corpus, index, encoder=FakeEncoder(), options=BuildOptions(fresh=True))
    assert len(list((index / GENERATIONS).iterdir())) == Settings().keep_generations
    assert ask(index)


def test_a_changed_source_is_said_in_the_citation(corpus, index):
    (corpus / "sky.txt").write_text("Gone.")
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        cited = bot.answer(QUESTION).citations[0]
    assert cited.changed
    assert cited.quote.startswith("The sky over Lisbon is blue.")


def refuse_times(monkeypatch, name, times, wanted):
    """Refuse a method of `Path` as Windows does while another process has the file open."""
    real = getattr(Path, name)
    refused = []

    def method(path, *arguments, **options):
        if wanted(path) and len(refused) < times:
            refused.append(path)
            raise PermissionError(13, "The process cannot access the file", str(path))
        return real(path, *arguments, **options)

    monkeypatch.setattr("qa_bot.index.retrying.PAUSE_SECONDS", 0)
    monkeypatch.setattr(Path, name, method)
    return refused


def test_a_pointer_that_is_being_read_is_replaced_a_moment_later(corpus, index, monkeypatch):
    (corpus / "new.txt").write_text("New.")
    refused = refuse_times(monkeypatch, "replace", 3, lambda path: path.name == "CURRENT.new")
    report = build_index(corpus, index, encoder=FakeEncoder())
    assert len(refused) == 3
    assert current_generation(index) == report.generation


def test_a_pointer_that_is_being_replaced_is_read_a_moment_later(index, monkeypatch):
    refused = refuse_times(monkeypatch, "read_text", 3, lambda path: path.name == "CURRENT")
    assert ask(index)
    assert len(refused) == 3


def test_a_pointer_that_stays_refused_leaves_the_live_generation(corpus, index, monkeypatch):
    before = current_generation(index)
    (corpus / "new.txt").write_text("New.")
    with monkeypatch.context() as patch:
        refuse_times(patch, "replace", 1_000, lambda path: path.name == "CURRENT.new")
        with pytest.raises(QABotError, match=r"CURRENT.* can't be written"):
            build_index(corpus, index, encoder=FakeEncoder())
    assert current_generation(index) == before
    assert ask(index)


def test_a_generation_that_is_being_read_is_left_to_the_next_build(corpus, index, monkeypatch):
    one = Settings(keep_generations=1)
    first = generation_of(index)
    fresh = BuildOptions(fresh=True)
    with monkeypatch.context() as patch:
        refuse_times(patch, "unlink", 1_000, lambda path: path.parent == first)
        build_index(corpus, index, encoder=FakeEncoder(), settings=one, options=fresh)
        assert first.is_dir()
    build_index(corpus, index, encoder=FakeEncoder(), settings=one, options=fresh)
    assert len(list((index / GENERATIONS).iterdir())) == 1
    assert ask(index)


BUILD = (
    "import sys; from qa_bot import build_index; from tests.fakes import FakeEncoder;"
    "build_index(sys.argv[1], sys.argv[2], encoder=FakeEncoder())"
)


def kill_a_build(corpus, index, after):
    process = subprocess.Popen([sys.executable, "-c", BUILD, corpus, index], cwd=ROOT)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()


def timed_build(corpus, index):
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", BUILD, corpus, index], cwd=ROOT, check=True)
    return time.perf_counter() - started


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_build_killed_anywhere_leaves_the_index_as_it_was(corpus, index, tmp_path):
    for number in range(200):
        (corpus / f"{number}.txt").write_text(f"Fact {number} is here. " * 20)
    seconds = timed_build(corpus, tmp_path / "timing")
    build_index(corpus, index, encoder=FakeEncoder())
    answers_before = ask(index)
    chance = random.Random(7)
    for _ in range(14):
        kill_a_build(corpus, index, chance.uniform(0.3, 1.0) * seconds)
        assert ask(index) == answers_before
    for number in range(6):
        fresh = tmp_path / f"fresh{number}"
        kill_a_build(corpus, fresh, chance.uniform(0.3, 1.0) * seconds)
        try:
            assert ask(fresh) == answers_before
        except IndexNotFoundError:
            build_index(corpus, fresh, encoder=FakeEncoder())
            assert ask(fresh) == answers_before
    build_index(corpus, index, encoder=FakeEncoder())
    assert ask(index) == answers_before
