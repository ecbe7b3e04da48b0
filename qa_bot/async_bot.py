"""The bot for servers: `QABot` in a thread, so that an event loop is never blocked."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from qa_bot.answering.bot import QABot
from qa_bot.config import Settings
from qa_bot.types import Answer, Hit, Turn


class AsyncQABot:
    """`QABot` with awaitable `answer` and `search`; `bot` is the one underneath."""

    def __init__(self, bot: QABot) -> None:
        self.bot = bot

    @classmethod
    async def open(
        cls, index_dir: str | os.PathLike[str] | None = None, *, settings: Settings | None = None
    ) -> AsyncQABot:
        """Open the live generation of an index; see `QABot.open`."""
        return cls(await asyncio.to_thread(QABot.open, index_dir, settings=settings))

    async def answer(
        self,
        question: str,
        *,
        history: Sequence[str | Turn | Answer] = (),
        documents: Sequence[str] | None = None,
        max_citations: int | None = None,
    ) -> Answer:
        """Answer with cited excerpts, or decline; see `QABot.answer`."""
        return await asyncio.to_thread(
            self.bot.answer,
            question,
            history=history,
            documents=documents,
            max_citations=max_citations,
        )

    async def search(
        self, question: str, k: int = 10, *, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        """The `k` best passages for a question, best first; see `QABot.search`."""
        return await asyncio.to_thread(self.bot.search, question, k, documents=documents)

    async def __aenter__(self) -> Self:
        """The bot itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.bot.close()
