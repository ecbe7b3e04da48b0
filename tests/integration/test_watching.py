"""The index follows its folder while it is watched."""

from __future__ import annotations

import queue
import threading

import pytest

from qa_bot import build_index
from qa_bot.building.watching import watch_corpus
from qa_bot.errors import CorpusError
from qa_bot.index.locking import lock_index
from tests.fakes import FakeEncoder


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "sky.txt").write_text("The sky is blue.")
    return folder


@pytest.fixture
def told(corpus, monkeypatch):
    """What a watching thread tells, in order."""
    monkeypatch.setattr("qa_bot.building.watching._QUIET_MS", 100)
    monkeypatch.setattr("qa_bot.building.watching._RETRY_MS", 200)
    outcomes = queue.Queue()
    stop = threading.Event()

    def build():
        return build_index(corpus, corpus.parent / "index", encoder=FakeEncoder())

    thread = threading.Thread(target=watch_corpus, args=(corpus, build, outcomes.put, stop))
    with lock_index(corpus.parent / "index"):
        thread.start()
        first = outcomes.get(timeout=30)
    yield lambda: outcomes.get(timeout=30), first
    stop.set()
    thread.join(timeout=30)
    assert not thread.is_alive()


def test_the_index_follows_and_errors_do_not_end_it(corpus, told):
    next_outcome, first = told
    assert "another build" in str(first)
    outcome = next_outcome()
    while "another build" in str(outcome):
        outcome = next_outcome()
    assert outcome.documents == 1
    (corpus / "sea.txt").write_text("The sea is green.")
    assert next_outcome().documents == 2
    (corpus / ".hidden.txt").write_text("Nothing.")
    (corpus / "golden.jsonl").write_text("not JSON\n")
    (corpus / "sea.txt").unlink()
    outcome = next_outcome()
    while not isinstance(outcome, CorpusError):
        outcome = next_outcome()
    assert "golden.jsonl, line 1" in str(outcome)
    (corpus / "golden.jsonl").unlink()
    while isinstance(outcome, CorpusError):
        outcome = next_outcome()
    assert outcome.documents == 1


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="there is no folder"):
        watch_corpus(tmp_path / "none", lambda: None, print)
