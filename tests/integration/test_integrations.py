"""The async bot and the retrievers, against the real libraries."""

from __future__ import annotations

import asyncio
import time

import pytest

from qa_bot import AsyncQABot
from tests.conftest import ESSAY_ID

QUESTION = "What does INTERPOL do?"


def test_the_async_bot_answers_as_the_bot_and_leaves_the_loop_free(essay_index, essay_bot):
    async def ask():
        async with await AsyncQABot.open(essay_index) as bot:
            first, hits = await asyncio.gather(bot.answer(QUESTION), bot.search(QUESTION, 2))
            followed = await bot.answer("And ENISA?", history=[first])
            return first, hits, followed

    first, hits, followed = asyncio.run(ask())
    assert first.citations == essay_bot.answer(QUESTION).citations
    assert hits == essay_bot.search(QUESTION, 2)
    assert followed.asked_as == "What does ENISA do?"


def test_the_async_bot_never_blocks(essay_bot, monkeypatch):
    monkeypatch.setattr(essay_bot, "search", lambda *_, **__: time.sleep(0.2))

    async def ask():
        asked = asyncio.ensure_future(AsyncQABot(essay_bot).search(QUESTION))
        await asyncio.sleep(0.05)
        assert not asked.done()
        await asked

    asyncio.run(ask())


def check(bot, text, metadata, start, end):
    assert metadata["doc_id"] == ESSAY_ID
    assert metadata["title"] == "International institutions and cybersecurity"
    assert bot.source(ESSAY_ID).text[start:end] == text
    assert "INTERPOL" in text


def test_langchain(essay_bot):
    pytest.importorskip("langchain_core", reason="the extra langchain is not installed")
    from qa_bot.langchain import QABotRetriever

    retriever = QABotRetriever(bot=essay_bot, k=3, documents=[ESSAY_ID])
    found = retriever.invoke(QUESTION)
    assert len(found) == 3
    metadata = found[0].metadata
    check(essay_bot, found[0].page_content, metadata, metadata["start"], metadata["end"])
    assert found == asyncio.run(retriever.ainvoke(QUESTION))


def test_llama_index(essay_bot):
    pytest.importorskip("llama_index.core", reason="the extra llama-index is not installed")
    from qa_bot.llama_index import QABotRetriever

    found = QABotRetriever(essay_bot, k=3).retrieve(QUESTION)
    assert len(found) == 3
    node = found[0].node
    check(essay_bot, node.text, node.metadata, node.start_char_idx, node.end_char_idx)
    assert found[0].score >= found[1].score >= found[2].score
