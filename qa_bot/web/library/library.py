"""The library: the index that the page asks, always on its live generation."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qa_bot.answering.bot import QABot
from qa_bot.answering.calibration import keep_feedback
from qa_bot.building.add_remove import open_corpus
from qa_bot.config import Settings, default_index_dir
from qa_bot.errors import (
    IndexDamagedError,
    IndexMismatchError,
    IndexNotFoundError,
    QABotError,
)
from qa_bot.index.backend import live_generation, look_again, publish_live
from qa_bot.index.folder import READINGS
from qa_bot.index.generations import find_generations, roll_back
from qa_bot.index.locking import lock_index
from qa_bot.index.manifest import Manifest
from qa_bot.index.sources import expected_corpus
from qa_bot.models.opening import open_encoder, open_reader
from qa_bot.reading.files import find_files, read_reports, source_of
from qa_bot.reading.report import ReadingReport
from qa_bot.types import Answer
from qa_bot.web import texts
from qa_bot.web.library.rebuilding import Job, Rebuilds

EXAMPLES = 3
"""Questions that the page offers at first."""
_READ_FOR_EXAMPLES = 10
"""Documents whose sections are looked through for such questions."""
_PATIENCE = 0.2
_UNUSABLE = (IndexNotFoundError, IndexDamagedError, IndexMismatchError)
"""What building again mends."""


@dataclass(frozen=True)
class Offers:
    """What a generation offers to choose from: labels and ids of documents, and questions."""

    generation: str
    choices: list[tuple[str, str]]
    examples: list[str]

    @classmethod
    def of(cls, bot: QABot) -> Offers:
        """Read the names of all documents of the bot's generation, and the first few documents."""
        listed = bot.index.documents.summaries()
        times = Counter(summary.title for summary in listed)
        choices = [
            (s.title if times[s.title] == 1 else f"{s.title} ({s.source})", s.doc_id)
            for s in listed
        ]
        documents = [bot.source(summary.doc_id) for summary in listed[:_READ_FOR_EXAMPLES]]
        titles = list(dict.fromkeys(s.title for d in documents for s in d.sections))
        posed = [title for title in titles if title.endswith("?")]
        about = [texts.SECTION_QUESTION.format(section=t) for t in titles if not t.endswith("?")]
        return cls(bot.index.manifest.generation, choices, (posed + about)[:EXAMPLES])


class Library:
    """An index; it moves to a new generation between two questions, and may be missing at first.

    Args:
        index: the index folder; by default the one `default_index_dir` finds.
        corpus: the folder that a rebuild reads; by default the one the index was built from, or
            `corpus/` where there is no index yet.
    """

    def __init__(self, index: Path | None, corpus: Path | None) -> None:
        self._index_dir = default_index_dir(index)
        self._settings = settings = Settings()
        self._encoder = open_encoder(settings)
        self._reader = open_reader(settings)
        self._bot: QABot | None = None
        self._last_corpus = Path("corpus")
        with suppress(IndexNotFoundError):
            self._bot = self._open()
        self._corpus = corpus
        self._opening = threading.Lock()
        self.rebuilds = Rebuilds()
        self._remembered = Offers("", [], [])

    def _open(self) -> QABot:
        bot = QABot.open(self._index_dir, encoder=self._encoder, reader=self._reader)
        self._last_corpus = _corpus_of(bot)
        return bot

    @property
    def bot(self) -> QABot:
        """The bot on the live generation; the one before is left to those who still ask it.

        Raises:
            IndexNotFoundError: there is no index yet, or no longer.
        """
        bot = self._bot
        if bot is None or self._is_behind(bot):
            with self._opening:
                bot = self._bot
                if bot is None or self._is_behind(bot):
                    bot = self._bot = self._open()
        return bot

    def _is_behind(self, bot: QABot) -> bool:
        live = live_generation(self._index_dir, self._settings)
        return live != bot.index.manifest.generation or not bot.index.folder.is_dir()

    @property
    def is_built(self) -> bool:
        """Whether there is an index that answers; if not, building makes one."""
        try:
            _ = self.bot
        except _UNUSABLE:
            return False
        return True

    @property
    def was_built(self) -> bool:
        """Whether there was an index at any time since the start."""
        return self._bot is not None

    @property
    def corpus(self) -> Path:
        """Where the documents are or should be; where there is no index, those of the last."""
        if self._corpus is not None:
            return self._corpus
        return _corpus_of(self.bot) if self.is_built else self._last_corpus

    def open_corpus(self) -> Path:
        """The folder for new documents, which is made where there has been no index yet.

        Raises:
            CorpusError: there is an index, and the folder that it was built from is not here.
        """
        open_corpus(self.corpus, is_first=not (self.is_built or self.was_built))
        return self.corpus

    def keep_feedback(self, answer: Answer, helpful: bool, reason: str = "") -> None:
        """Keep a thumb beside the index; `qa-bot calibrate` learns from it."""
        keep_feedback(self._index_dir, answer, helpful, self.bot.confidence_offset, reason)

    def document_choices(self) -> list[tuple[str, str]]:
        """Every document as a label and its id; labels that several share name the file too."""
        return self._offers.choices

    def example_questions(self) -> list[str]:
        """Questions that the documents pose themselves, else questions about their sections."""
        return self._offers.examples

    @property
    def _offers(self) -> Offers:
        """What the live generation offers; its documents are read once, not at every page load."""
        if not self.is_built:
            return Offers("", [], [])
        bot = self.bot
        if self._remembered.generation != bot.index.manifest.generation:
            self._remembered = Offers.of(bot)
        return self._remembered

    def start_rebuild(self) -> Job:
        """Start to build the next generation in a process of its own.

        Raises:
            BusyError: a rebuild is running.
        """
        return self.rebuilds.start(self.corpus, self._index_dir)

    @property
    def live(self) -> str:
        """The live generation's name; empty where there is no index."""
        return self.bot.index.manifest.generation if self.is_built else ""

    def readings(self) -> list[ReadingReport]:
        """What became of each file in the live generation."""
        return read_reports(self.bot.index.folder / READINGS) if self.is_built else []

    def files(self) -> set[str]:
        """The files that the corpus has now; where this machine has no corpus, those indexed."""
        if self._corpus is None and self.is_built and self.bot.index.sources is None:
            return {reading.source for reading in self.readings()}
        return {source_of(path, self.corpus) for path in find_files(self.corpus)}

    def generations(self) -> list[Manifest]:
        """The whole generations that are kept, the live one first."""
        manifests = []
        for folder in find_generations(self._index_dir):
            with suppress(IndexDamagedError, IndexMismatchError):
                manifests.append(Manifest.load(folder))
        return manifests

    def roll_back(self, generation: str) -> str:
        """Make an earlier generation the live one; says what is live now.

        Raises:
            QABotError: there is no such generation, or it is damaged.
        """
        with lock_index(self._index_dir):
            manifest = roll_back(self._index_dir, generation)
            publish_live(self._index_dir, self._settings)
        return texts.ROLLED_BACK.format(
            generation=manifest.generation, documents=manifest.documents
        )

    def rebuild(self, progress: Callable[[int, int], None]) -> str:
        """Build the next generation; says what came of it.

        Raises:
            QABotError: a rebuild is running, or it failed.
        """
        job = self.start_rebuild()
        while job.state == "running":
            time.sleep(_PATIENCE)
            job = self.rebuilds.job(job.job_id) or job
            progress(job.done, job.total or 1)
        if job.result is None:
            raise QABotError(job.error)
        look_again(self._settings)
        made = (texts.REBUILT if job.result.changed else texts.UNCHANGED).format(
            documents=job.result.documents,
            passages=job.result.passages,
            sentences=job.result.sentences,
            seconds=job.result.seconds,
        )
        return " ".join([made, *job.result.notes])

    def close(self) -> None:
        """End a running rebuild and let go of the index."""
        self.rebuilds.close()
        if self._bot is not None:
            self._bot.close()


def _corpus_of(bot: QABot) -> Path:
    return bot.index.sources or expected_corpus(bot.index.manifest, bot.index.folder)
