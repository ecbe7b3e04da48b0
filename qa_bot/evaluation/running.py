"""Build a data set's index, ask its questions, and keep a record of each.

The build and the bot are those that everyone uses. A record is one line of a run file:

    {"id", "documents": [{"doc_id", "score"}], "citations": [{"doc_id", "start", "end", "quote"}],
     "confidence": 0..1, "answered": bool, "asked_as": str, "ms": float}

`documents` are the best ten, each at its best passage. `citations` are what the bot showed: where
it declined, the nearest passages, so that evidence is judged apart from refusal. `ms` is the time
of `QABot.answer` alone.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qa_bot.answering.bot import QABot
from qa_bot.building.given_documents import build_documents
from qa_bot.config import Settings
from qa_bot.evaluation.dataset import Dataset, Question
from qa_bot.index.encoders import open_encoder_for
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder
from qa_bot.reading.report import BuildReport
from qa_bot.types import Advance, Citation, Hit

RANKED = 10
"""Documents in a record's ranking."""
_PASSAGES = 200
"""Passages that the ranking is drawn from, so that ten documents are among them."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the bot did with one question."""

    question_id: str
    documents: tuple[tuple[str, float], ...]
    citations: tuple[Citation, ...]
    confidence: float
    answered: bool
    asked_as: str
    ms: float

    def to_json(self) -> str:
        """The record as a line of a run file, in ASCII so that every reader sees the same lines."""
        return json.dumps(
            {
                "id": self.question_id,
                "documents": [{"doc_id": i, "score": score} for i, score in self.documents],
                "citations": [
                    {"doc_id": c.doc_id, "start": c.start, "end": c.end, "quote": c.quote}
                    for c in self.citations
                ],
                "confidence": self.confidence,
                "answered": self.answered,
                "asked_as": self.asked_as,
                "ms": self.ms,
            }
        )


@dataclass(frozen=True, slots=True)
class Run:
    """A data set with what came of building it and asking its questions."""

    dataset: Dataset
    build: BuildReport
    records: tuple[Record, ...]
    model: str
    peak_mib: float | None
    """Most memory that the process held, MiB; None on Windows, which doesn't tell."""

    @property
    def is_partial(self) -> bool:
        """Whether the run was stopped before the last question."""
        return len(self.records) < len(self.dataset.questions)


def run_dataset(
    dataset: Dataset,
    index_dir: Path | None = None,
    *,
    encoder: Encoder | None = None,
    progress: Advance | None = None,
) -> Run:
    """Build a data set's index and ask its questions; Ctrl-C while asking ends the run early.

    Args:
        dataset: the documents and questions.
        index_dir: where the index goes and stays; by default a temporary folder.
        encoder: the embedding model; by default the one that the settings name.
        progress: called as the run goes on.

    Raises:
        NotAnIndexError: `index_dir` is a folder with something else in it.
        QABotError: the disk refused to take the index.
    """
    settings = Settings().model_copy(update={"store": "auto"})  # its own index, not a live one
    if encoder is None:
        encoder = open_encoder_for(settings, index_dir) if index_dir else open_encoder(settings)
    advance = progress or (lambda stage, done, total: None)
    records: list[Record] = []
    with ExitStack() as stack:
        if index_dir is None:
            folder = TemporaryDirectory(prefix="qa_bot-eval-", ignore_cleanup_errors=True)
            index_dir = Path(stack.enter_context(folder)) / "index"
        build = build_documents(
            dataset.corpus,
            index_dir,
            settings=settings,
            encoder=encoder,
            progress=partial(advance, "Encoding"),
        )
        bot = stack.enter_context(QABot.open(index_dir, settings=settings, encoder=encoder))
        try:
            for question in dataset.questions:
                records.append(ask_question(bot, question))
                advance("Asking", len(records), len(dataset.questions))
        except KeyboardInterrupt:
            pass  # what is done is kept: the run says itself that it is partial
    return Run(dataset, build, tuple(records), encoder.identity.name, measure_peak_memory())


def ask_question(bot: QABot, question: Question) -> Record:
    """Ask one question and rank the documents for it."""
    scope: dict[str, Any] = {}
    if question.documents is not None:
        scope["documents"] = question.documents
    started = time.perf_counter()
    answer = bot.answer(question.text, history=question.history, **scope)
    ms = (time.perf_counter() - started) * 1000
    shown = answer.citations if answer.answered else answer.nearest
    hits = bot.search(answer.asked_as, k=_PASSAGES, **scope)
    return Record(
        question_id=question.question_id,
        documents=rank_documents(hits)[:RANKED],
        citations=tuple(citation for citation in shown if citation.same_as is None),
        confidence=answer.confidence,
        answered=answer.answered,
        asked_as=answer.asked_as,
        ms=ms,
    )


def rank_documents(hits: Sequence[Hit]) -> tuple[tuple[str, float], ...]:
    """Ids of the documents with the score of their best passage; hits come best first."""
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(hit.passage.doc_id, hit.score)
    return tuple(best.items())


def measure_peak_memory() -> float | None:
    """The most memory that this process has held so far, in MiB; None on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    units = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / units
