"""The library: the index that the page asks, always on its live generation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qa_bot.bot import QABot
from qa_bot.building import build_index
from qa_bot.config import default_index_dir
from qa_bot.index import current_generation
from qa_bot.web import texts

_EXAMPLES = 3


class Library:
    """An index; it moves to a new generation between two questions.

    Args:
        index: the index folder; by default the one `default_index_dir` finds.
        corpus: the folder that a rebuild reads; by default the one the index was built from.
    """

    def __init__(self, index: Path | None, corpus: Path | None) -> None:
        self._index_dir = default_index_dir(index)
        self._bot = QABot.open(self._index_dir)
        self._corpus = corpus

    @property
    def bot(self) -> QABot:
        """The bot on the live generation."""
        if current_generation(self._index_dir) != self._bot.index.manifest.generation:
            self._bot = QABot.open(self._index_dir)
        return self._bot

    def document_choices(self) -> list[tuple[str, str]]:
        """Every document as a label and its id; labels that several share name the file too."""
        documents = self.bot.documents()
        titles = [document.title for document in documents]
        return [
            (d.title if titles.count(d.title) == 1 else f"{d.title} ({d.source})", d.doc_id)
            for d in documents
        ]

    def example_questions(self) -> list[str]:
        """Questions that the documents pose themselves, else questions about their sections."""
        titles = list(dict.fromkeys(s.title for d in self.bot.documents() for s in d.sections))
        posed = [title for title in titles if title.endswith("?")]
        about = [texts.SECTION_QUESTION.format(section=t) for t in titles if not t.endswith("?")]
        return (posed + about)[:_EXAMPLES]

    def rebuild(self, progress: Callable[[int, int], None]) -> str:
        """Build the next generation; says what came of it."""
        corpus = self._corpus or Path(self._bot.index.manifest.corpus)
        report = build_index(corpus, self._index_dir, progress=progress)
        lines = [
            texts.REBUILT.format(
                documents=report.documents,
                passages=report.passages,
                sentences=report.sentences,
                seconds=report.seconds,
            )
        ]
        lines += [str(reading) for reading in report.readings if reading.deserves_mention]
        return " ".join(lines)
