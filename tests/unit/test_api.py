"""`answer()` and what it keeps open."""

from __future__ import annotations

import gc

import pytest

import qa_bot.api
from qa_bot import QABot, build_index
from qa_bot.index.folder import Index
from tests.fakes import FakeEncoder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_BOT_READER", "off")
    monkeypatch.setenv("QA_BOT_STRICTNESS", "1")
    monkeypatch.setattr("qa_bot.answering.bot.open_encoder", lambda *_: FakeEncoder())
    monkeypatch.setattr(qa_bot.api, "_bots", qa_bot.api._OpenBots())
    (tmp_path / "corpus").mkdir()
    return tmp_path


def rebuild(folder, text):
    (folder / "corpus" / "sky.txt").write_text(text)
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())


def test_only_the_live_generation_of_an_index_stays_open(folder, monkeypatch):
    opened, closed = [], []  # the indexes themselves: a number of one may come back
    real_open, real_close = QABot.open, Index.close

    def open_and_note(index_dir):
        bot = real_open(index_dir)
        opened.append(bot.index)
        return bot

    def close_and_note(index):
        closed.append(index)
        real_close(index)

    monkeypatch.setattr(QABot, "open", open_and_note)
    monkeypatch.setattr(Index, "close", close_and_note)
    for colour in ("blue", "grey", "red"):
        rebuild(folder, f"The sky over Lisbon is {colour}.")
        (citation,) = qa_bot.answer("What colour is the sky?", index=folder / "index").citations
        assert citation.quote.endswith(f"{colour}.")
        gc.collect()
        assert [any(one is index for index in closed) for one in opened] == [
            *[True] * (len(opened) - 1),
            False,
        ]


def test_the_last_few_indexes_stay_open(folder, monkeypatch):
    monkeypatch.setattr(qa_bot.api, "MAX_OPEN_INDEXES", 1)
    rebuild(folder, "The sky over Lisbon is blue.")
    build_index(folder / "corpus", folder / "other", encoder=FakeEncoder())
    first = qa_bot.api._bots.open(folder / "index", "a")
    assert qa_bot.api._bots.open(folder / "index", "a") is first
    qa_bot.api._bots.open(folder / "other", "a")
    assert qa_bot.api._bots.open(folder / "index", "a") is not first
