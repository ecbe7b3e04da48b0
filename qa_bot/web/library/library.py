"""The library: the index that the server asks, always on its live generation, and its documents."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from qa_bot.answering.bot import QABot
from qa_bot.answering.calibration import keep_feedback
from qa_bot.building.add_remove import open_corpus
from qa_bot.config import Settings, default_index_dir
from qa_bot.errors import (
    IndexDamagedError,
    IndexMismatchError,
    IndexNotFoundError,
)
from qa_bot.index.backend import live_generation, open_live, publish_live
from qa_bot.index.encoders import open_encoder_for
from qa_bot.index.folder import READINGS
from qa_bot.index.generations import find_generations, roll_back
from qa_bot.index.locking import lock_index
from qa_bot.index.manifest import Manifest
from qa_bot.index.sources import expected_corpus
from qa_bot.models.opening import open_encoder, open_reader
from qa_bot.reading.files import find_files, read_reports
from qa_bot.reading.report import ReadingReport
from qa_bot.types import Answer
from qa_bot.web.library.examples import Examples
from qa_bot.web.library.rebuilding import Rebuilds

_UNUSABLE = (IndexNotFoundError, IndexDamagedError, IndexMismatchError)
"""What building again mends."""


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
        self._encoder = open_encoder_for(settings, self._index_dir)
        self._reader = open_reader(settings)
        self._bot: QABot | None = None
        self._last_corpus = Path("corpus")
        with suppress(*_UNUSABLE):
            self._bot = self._open()
        self._corpus = corpus
        self._opening = threading.Lock()
        self.rebuilds = Rebuilds(lambda: (self.corpus, self._index_dir))
        self.examples = Examples(self._index_dir)
        self._changes = 0

    def _open(self) -> QABot:
        try:
            bot = QABot.open(self._index_dir, encoder=self._encoder, reader=self._reader)
        except IndexMismatchError:
            if self._settings.encoding != "auto":
                raise
            with open_live(self._index_dir, self._settings) as live:
                self._encoder = open_encoder(self._settings, live.manifest.model.encoding)
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

    @property
    def revision(self) -> str:
        """Another text whenever the documents, their files or a rebuild have changed."""
        job = self.rebuilds.latest
        return f"{self.live} {self._changes} {f'{job.job_id} {job.state}' if job else ''}"

    def note_change(self) -> None:
        """Files were added, removed or restored: a rebuild follows a moment after the last."""
        self._changes += 1
        self.rebuilds.request()

    @property
    def document_count(self) -> int:
        """Documents of the live generation; 0 where there is no index."""
        return self.bot.index.manifest.documents if self.is_built else 0

    @property
    def live(self) -> str:
        """The live generation's name; empty where there is no index."""
        return self.bot.index.manifest.generation if self.is_built else ""

    def readings(self) -> list[ReadingReport]:
        """What became of each file in the live generation."""
        return read_reports(self.bot.index.folder / READINGS) if self.is_built else []

    @property
    def has_files(self) -> bool:
        """Whether the documents' folder is on this machine."""
        return self.corpus.is_dir()

    def paths(self) -> list[Path]:
        """The files that the corpus has now."""
        return list(find_files(self.corpus))

    def generations(self) -> list[Manifest]:
        """The whole generations that are kept, the live one first."""
        manifests = []
        for folder in find_generations(self._index_dir):
            with suppress(IndexDamagedError, IndexMismatchError):
                manifests.append(Manifest.load(folder))
        return manifests

    def roll_back(self, generation: str) -> Manifest:
        """Make an earlier generation the live one.

        Raises:
            QABotError: there is no such generation, or it is damaged.
        """
        with lock_index(self._index_dir):
            manifest = roll_back(self._index_dir, generation)
            publish_live(self._index_dir, self._settings)
        return manifest

    def close(self) -> None:
        """End a running rebuild and close the index."""
        self.rebuilds.close()
        self.examples.close()
        if self._bot is not None:
            self._bot.close()


def _corpus_of(bot: QABot) -> Path:
    return bot.index.sources or expected_corpus(bot.index.manifest, bot.index.folder)
