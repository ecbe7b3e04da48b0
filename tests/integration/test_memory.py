"""A ceiling for memory: refused where it can't be kept, kept by letting go of what comes back."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from qa_bot import QABot
from qa_bot.answering import memory
from qa_bot.answering.memory import measure_resident
from qa_bot.config import Settings
from qa_bot.errors import QABotError
from tests.fakes import FakeReader

pytestmark = pytest.mark.skipif(measure_resident() is None, reason="only Linux tells")
QUESTION = "What does INTERPOL do?"


def held_kb(folder: Path) -> int:
    """What this process holds of the files of a folder."""
    sizes = 0
    name = ""
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if line.endswith((".npy", ".faiss")):
            name = line.rpartition(" ")[2]
        elif line.startswith("Rss:") and name.startswith(str(folder)):
            sizes += int(line.split()[1])
            name = ""
    return sizes


def test_a_ceiling_that_cannot_be_kept_is_refused_with_what_it_would_take(essay_index, encoder):
    settings = Settings(memory_mb=30, reader="off")
    with pytest.raises(QABotError, match=r"takes \d+ MB here, and QA_BOT_MEMORY_MB allows 30"):
        QABot.open(essay_index, settings=settings, encoder=encoder)
    with pytest.raises(QABotError, match="or set QA_BOT_READER=off"):
        QABot.open(essay_index, settings=settings, encoder=encoder, reader=FakeReader("a"))


def test_a_system_that_does_not_tell_is_named(essay_index, encoder, monkeypatch):
    monkeypatch.setattr(memory, "_STATUS", Path("/nowhere/statm"))
    with pytest.raises(QABotError, match=r"does not tell .* unset QA_BOT_MEMORY_MB"):
        QABot.open(essay_index, settings=Settings(memory_mb=9_000, reader="off"), encoder=encoder)


def test_near_the_ceiling_pages_and_caches_are_let_go_and_the_answer_is_the_same(
    essay_index, encoder, monkeypatch
):
    settings = Settings(memory_mb=100_000, reader="off")
    with QABot.open(essay_index, settings=settings, encoder=encoder) as bot:
        first = bot.answer(QUESTION)
        folder, documents = bot.index.folder, bot.index.documents
        held = held_kb(folder)
        assert documents._cached.cache_info().currsize
        monkeypatch.setattr(memory, "measure_resident", lambda: 100_000 * 1_000_000 + 1)
        again = bot.answer(QUESTION)
        gc.collect()
        assert held_kb(folder) < held / 2
        assert documents._cached.cache_info().currsize == 0
        assert str(again) == str(first)
        assert [hit.passage for hit in bot.search(QUESTION, 3)]


def test_far_from_the_ceiling_nothing_is_let_go(essay_index, encoder, monkeypatch):
    settings = Settings(memory_mb=100_000, reader="off")
    with QABot.open(essay_index, settings=settings, encoder=encoder) as bot:
        monkeypatch.setattr(type(bot.index), "let_go", lambda self: pytest.fail("let go"))
        bot.answer(QUESTION)


def test_without_a_ceiling_nothing_is_loaded_at_the_start(essay_index, encoder, monkeypatch):
    encode = type(encoder).encode_questions
    monkeypatch.setattr(type(encoder), "encode_questions", lambda *_: pytest.fail("encoded"))
    with QABot.open(essay_index, settings=Settings(reader="off"), encoder=encoder) as bot:
        monkeypatch.setattr(type(encoder), "encode_questions", encode)
        assert bot.answer(QUESTION).citations
