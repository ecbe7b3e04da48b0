"""The Python API beside `QABot`: to build an index, to ask the default one, and for event loops.

`AsyncQABot` runs `QABot` in threads, so that a server's event loop is never blocked.
"""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from qa_bot.config import Settings, default_index_dir
from qa_bot.index.backend import live_generation
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Encoder, Progress
from qa_bot.models.reader import Reader
from qa_bot.types import Answer, AnswerProgress, Document, Hit

if TYPE_CHECKING:
    from qa_bot.answering.bot import QABot
    from qa_bot.answering.followup.history import History
    from qa_bot.building.builder import BuildOptions
    from qa_bot.building.golden import Candidate
    from qa_bot.reading.report import BuildReport

MAX_OPEN_INDEXES = 4
"""Index folders whose live generation `answer` keeps open."""


def answer(
    question: str,
    *,
    history: History = (),
    index: str | os.PathLike[str] | None = None,
    documents: str | Sequence[str] | None = None,
    max_citations: int | None = None,
    explain: bool = False,
) -> Answer:
    """Answer from the default index, opened once and reopened after a rebuild.

    Args:
        question: what the person asks.
        history: what came before, oldest first: earlier answers, turns, bare questions or messages
            with role and content.
        index: the index folder; by default the one `default_index_dir` finds.
        documents: the only documents to search, by id, file name or title; by default all.
        max_citations: excerpts at the most; by default as the settings say.
        explain: whether the answer says how it came about (`Answer.trace`).

    Raises:
        QABotError: the index can't be opened; the message names the command that mends it.
    """
    index_dir = default_index_dir(index).resolve()
    bot = _bots.open(index_dir, live_generation(index_dir, Settings()))
    return bot.answer(
        question,
        history=history,
        documents=documents,
        max_citations=max_citations,
        explain=explain,
    )


def build_index(
    corpus: str | os.PathLike[str] = "corpus",
    index: str | os.PathLike[str] | None = None,
    *,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    options: BuildOptions | None = None,
) -> BuildReport:
    """Bring an index up to date with a corpus folder and make it the live one.

    The folder's golden questions, if there are any, decide whether the new index goes live.

    Args:
        corpus: folder with the documents.
        index: folder of the index; see `default_index_dir`.
        settings: what differs from the defaults.
        encoder: the embedding model; by default the one that the settings name.
        progress: called with the texts encoded so far, and all that have to be.
        options: passwords, and whether to reuse the live generation.

    Raises:
        CorpusError: the folder is missing or holds nothing readable.
        GoldenError: the new generation passes fewer golden questions than the live one.
        NotAnIndexError: `index` is a folder with something else in it.
        BusyError: another build of this index is running.
        QABotError: the disk refused to take the index.
    """
    from qa_bot.building import builder

    return builder.build_index(
        corpus,
        index,
        settings=settings,
        encoder=encoder,
        progress=progress,
        options=options,
        accept=_accept,
    )


def _accept(candidate: Candidate) -> tuple[int, int]:
    """`accept_golden`; what answers is imported where there are questions to be asked."""
    from qa_bot.evaluation.golden import accept_golden

    return accept_golden(candidate)


class _OpenBots:
    """The bots that `answer` keeps open: the live generation of the last few index folders.

    A bot that is dropped closes its index once no thread uses it any more.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[Path, tuple[str | None, QABot]] = {}

    def open(self, index_dir: Path, generation: str | None) -> QABot:
        """The bot of an index folder, opened anew where its live generation is another."""
        with self._lock:
            known = self._open.pop(index_dir, None)
            if known is None or known[0] != generation:
                from qa_bot.answering.bot import QABot

                known = generation, QABot.open(index_dir)
                weakref.finalize(known[1], known[1].index.close)
            self._open[index_dir] = known
            while len(self._open) > MAX_OPEN_INDEXES:
                del self._open[next(iter(self._open))]
            return known[1]


_bots = _OpenBots()


class AsyncQABot:
    """`QABot` with awaitable methods; `bot` is the one underneath."""

    def __init__(self, bot: QABot) -> None:
        self.bot = bot

    @classmethod
    async def open(
        cls,
        index_dir: str | os.PathLike[str] | None = None,
        *,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        reader: Reader | None = None,
    ) -> AsyncQABot:
        """Open the live generation of an index; see `QABot.open`."""
        from qa_bot.answering.bot import QABot

        bot = await asyncio.to_thread(
            QABot.open, index_dir, settings=settings, encoder=encoder, reader=reader
        )
        return cls(bot)

    async def answer(
        self,
        question: str,
        *,
        history: History = (),
        documents: str | Sequence[str] | None = None,
        max_citations: int | None = None,
        explain: bool = False,
    ) -> Answer:
        """Answer with cited excerpts, or decline; see `QABot.answer`."""
        return await asyncio.to_thread(
            self.bot.answer,
            question,
            history=history,
            documents=documents,
            max_citations=max_citations,
            explain=explain,
        )

    async def answer_stream(
        self,
        question: str,
        *,
        history: History = (),
        documents: str | Sequence[str] | None = None,
        max_citations: int | None = None,
    ) -> AsyncIterator[AnswerProgress | Answer]:
        """What is searched for, the excerpts found, the answer; see `QABot.answer_stream`."""
        stages = self.bot.answer_stream(
            question, history=history, documents=documents, max_citations=max_citations
        )
        loop = asyncio.get_running_loop()
        thread = ThreadPoolExecutor(1)  # a cancelled step ends before the iterator is closed
        try:
            while (stage := await loop.run_in_executor(thread, next, stages, None)) is not None:
                yield stage
        finally:
            thread.submit(stages.close)
            thread.shutdown(wait=False)

    async def answer_many(
        self,
        questions: str | Sequence[str],
        *,
        documents: str | Sequence[str] | None = None,
        max_citations: int | None = None,
    ) -> list[Answer]:
        """Answers to many questions, in their order; see `QABot.answer_many`."""
        return await asyncio.to_thread(
            self.bot.answer_many, questions, documents=documents, max_citations=max_citations
        )

    async def search(
        self, question: str, k: int = 10, *, documents: str | Sequence[str] | None = None
    ) -> list[Hit]:
        """The `k` best passages for a question, best first; see `QABot.search`."""
        return await asyncio.to_thread(self.bot.search, question, k, documents=documents)

    async def documents(self) -> list[Document]:
        """All documents of the index."""
        return await asyncio.to_thread(self.bot.documents)

    async def source(self, doc_id: str) -> Document:
        """One document, as its citations quote it; see `QABot.source`."""
        return await asyncio.to_thread(self.bot.source, doc_id)

    @property
    def confidence_offset(self) -> float:
        """What `qa-bot calibrate` adds to the confidence's log-odds."""
        return self.bot.confidence_offset

    @property
    def index(self) -> Index:
        """The generation that answers; see `QABot.index`."""
        return self.bot.index

    async def close(self) -> None:
        """Close the index."""
        await asyncio.to_thread(self.bot.close)

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
        await self.close()
