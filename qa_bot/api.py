"""Asking: a question comes in, the default index's answer goes out; the bot stays open for more."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from qa_bot.answering.bot import QABot
from qa_bot.config import Settings, default_index_dir
from qa_bot.index.backend import live_generation
from qa_bot.types import Answer, Turn


def answer(
    question: str,
    *,
    history: Sequence[str | Turn | Answer] = (),
    index: str | os.PathLike[str] | None = None,
    documents: Sequence[str] | None = None,
    max_citations: int | None = None,
) -> Answer:
    """Answer from the default index, opened once and reopened after a rebuild.

    Args:
        question: what the person asks.
        history: what came before, oldest first: earlier answers, turns or bare questions.
        index: the index folder; by default the one `default_index_dir` finds.
        documents: the only documents to search, by id, file name or title; by default all.
        max_citations: excerpts at the most; by default as the settings say.

    Raises:
        QABotError: the index can't be opened; the message names the command that mends it.
    """
    index_dir = default_index_dir(index).resolve()
    bot = _open_once(index_dir, live_generation(index_dir, Settings()))
    return bot.answer(question, history=history, documents=documents, max_citations=max_citations)


@lru_cache(maxsize=4)
def _open_once(index_dir: Path, generation: str | None) -> QABot:
    return QABot.open(index_dir)
