"""Checks find what is wrong with an index, and say what mends it."""

from __future__ import annotations

import shutil
import sqlite3

import numpy as np
import pytest

from qa_bot import QABot, build_index
from qa_bot.building.builder import BuildOptions
from qa_bot.cli import offline as offline_module
from qa_bot.cli.offline import find_connections
from qa_bot.errors import QABotError
from qa_bot.index.checking import check_index
from qa_bot.index.manifest import Manifest, folder_checksums
from qa_bot.index.own_folder import GENERATIONS, current_generation
from tests.fakes import FakeEncoder


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "sky.txt").write_text("The sky over Lisbon is blue. The river (RIV) is wide.\n")
    (folder / "sea.md").write_text("# The Sea\n\nThe sea near Porto is green.\n")
    (folder / "bad.txt").write_bytes(b"\x00\x01")
    build_index(folder, tmp_path / "index", encoder=FakeEncoder())
    return folder


@pytest.fixture
def index(corpus):
    return corpus.parent / "index"


def live(index):
    return index / GENERATIONS / current_generation(index)


def check(index):
    return [str(finding) for finding in check_index(index, FakeEncoder())]


def reseal(folder):
    """Give a changed generation right checksums, so that only its contents are wrong."""
    manifest = Manifest.load(folder)
    manifest.model_copy(update={"files": folder_checksums(folder)}).save(folder)


def test_a_whole_index_has_no_findings(index):
    assert check(index) == []


def test_no_index_is_a_finding(tmp_path):
    assert check(tmp_path / "none") == [
        f"there is no index in {tmp_path / 'none'}; run: qa-bot build"
    ]


def test_a_pointer_to_nowhere_is_a_finding(index):
    (index / "CURRENT").write_text("nowhere\n")
    assert check(index) == [f"{index / 'CURRENT'} points nowhere; run: qa-bot build"]


def generation_files(index):
    return sorted(p.relative_to(live(index)) for p in live(index).rglob("*") if p.is_file())


def test_a_flipped_bit_in_any_file_is_found_and_never_answers(index):
    names = generation_files(index)
    assert len(names) >= 14
    for name in names:
        path = live(index) / name
        whole = path.read_bytes()
        for place in {0, len(whole) // 2, len(whole) - 1} if whole else ():
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            (finding,) = check(index)
            assert "manifest.json" in finding if "manifest" in path.name else str(path) in finding
            assert finding.endswith("; run: qa-bot build")
            with pytest.raises(QABotError):
                QABot.open(index, encoder=FakeEncoder())
        path.write_bytes(whole)
    assert check(index) == []


def test_a_damaged_index_is_mended_by_the_command_that_the_finding_names(corpus, index):
    (live(index) / "vectors.faiss").write_bytes(b"")
    assert check(index)
    build_index(corpus, index, encoder=FakeEncoder())
    assert check(index) == []


def test_damage_in_a_generation_that_does_not_answer_is_found(corpus, index):
    old = live(index)
    build_index(corpus, index, encoder=FakeEncoder(), options=BuildOptions(fresh=True))
    (old / "sentences.npy").unlink()
    assert check(index) == [f"{old / 'sentences.npy'} is missing; delete the folder {old}"]
    shutil.rmtree(old)
    assert check(index) == []


def test_a_file_that_does_not_belong_is_found(index):
    (live(index) / "notes.txt").write_text("mine")
    assert check(index) == [
        f"{live(index) / 'notes.txt'} does not belong there; delete {live(index) / 'notes.txt'}"
    ]


def test_sources_that_changed_are_found(corpus, index):
    (corpus / "sky.txt").write_text("Other.")
    (corpus / "sea.md").unlink()
    (corpus / "new\n.txt").write_text("New.")
    (corpus / "golden.jsonl").write_text("")
    assert check(index) == [
        "new\\n.txt is new and not indexed; run: qa-bot build",
        "sea.md is gone since it was indexed; run: qa-bot build",
        "sky.txt has changed since it was indexed; run: qa-bot build",
    ]


def test_a_corpus_folder_that_is_gone_is_found(corpus, index):
    corpus.rename(corpus.parent / "elsewhere")
    (finding,) = check(index)
    assert finding.startswith(f"the documents' folder {corpus} is not here; bring it back, or run:")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("UPDATE passages SET end = 9999 WHERE passage_id = 0", "not made of its sentences"),
        ("UPDATE sentences SET start = start + 3 WHERE sentence_id = 0", "not made of its"),
        ("UPDATE sentences SET end = end - 2 WHERE sentence_id = 2", "is in no passage"),
        ("DELETE FROM sentences WHERE sentence_id = 2", "holds 3 sentences"),
        ("DELETE FROM documents WHERE doc_id = 'sea.md'", "belongs to none of documents"),
        ("UPDATE documents SET text = text || ' more'", "end of the text is in no passage"),
    ],
)
def test_stores_that_disagree_are_found(index, command, said):
    with sqlite3.connect(live(index) / "documents.sqlite") as connection:
        connection.execute(command)
    connection.close()
    reseal(live(index))
    findings = check(index)
    assert any(said in finding for finding in findings), findings
    assert all(finding.endswith("run: qa-bot build --fresh") for finding in findings)


def test_vectors_that_are_not_the_models_are_found(index):
    path = live(index) / "sentences.npy"
    np.save(path, np.load(path)[::-1])
    reseal(live(index))
    findings = check(index)
    assert findings
    assert all("its vectors are not the model's" in finding for finding in findings)


def test_another_model_is_found(index):
    findings = check_index(index)
    assert [f.problem for f in findings] == [
        "the index was made with other weights of the model all-MiniLM-L6-v2"
    ]


def test_a_build_and_an_answer_reach_nothing_beyond_this_machine(essay_index):
    assert find_connections(essay_index) == []


def test_a_connection_would_be_noticed(tmp_path, monkeypatch):
    with pytest.raises(QABotError, match="offline check itself failed"):
        find_connections(tmp_path / "none")
    target = offline_module._target
    assert target("socket.connect", (None, ("192.0.2.1", 80))) == "192.0.2.1"
    assert target("socket.getaddrinfo", ("example.org", 80, 0, 0, 0)) == "example.org"
    assert target("socket.sendto", (None, ("2001:db8::1", 53, 0, 0))) == "2001:db8::1"
    assert target("socket.connect", (None, ("127.0.0.1", 80))) is None
    assert target("socket.connect", (None, ("::1", 80, 0, 0))) is None
    assert target("socket.connect", (None, "/run/some.socket")) is None
    assert target("socket.getaddrinfo", ("localhost", 80, 0, 0, 0)) is None
