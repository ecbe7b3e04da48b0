"""Ask labelled questions of an index as it is, whatever the confidence, and judge the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from qa_bot.answering.bot import QABot
from qa_bot.answering.risk_bound import RiskBound, keep_bound, name_scale
from qa_bot.config import Settings
from qa_bot.evaluation.bounding import Bounding, find_bar
from qa_bot.evaluation.dataset import Question, load_questions
from qa_bot.evaluation.metrics import is_right
from qa_bot.index.backend import open_live
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder, open_reader
from qa_bot.types import Advance

EXCERPTS = 3
"""Of which one must be right for an answer to be right."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one labelled question."""

    confidence: float
    """Before the offset for thumbs."""
    answerable: bool
    right: bool
    """Whether answering was right: one of three excerpts is evidence."""


@dataclass(frozen=True, slots=True)
class LabelledRun:
    """The labelled questions of one index."""

    asked: tuple[Asked, ...]
    generation: str
    scale: str


def ask_labelled(
    folder: Path,
    index_dir: Path,
    *,
    encoder: Encoder | None = None,
    progress: Advance | None = None,
) -> LabelledRun:
    """Ask an index the questions of a folder.

    Args:
        folder: has the questions, and the judgements where documents are named.
        index_dir: the index folder.
        encoder: the model that made the index; by default the one that the settings name.
        progress: called after each question.

    Raises:
        DatasetError: a file is not of the expected form, or names a document that is not there.
        QABotError: the index can't be opened.
    """
    settings = Settings()
    with open_live(index_dir, settings) as index:
        if encoder is None:
            index.require_model(settings.model)
            encoder = open_encoder(settings, index.manifest.model.encoding)
        index.require_weights(encoder.identity)
        questions = load_questions(folder, index.documents.summaries())
        bot = QABot(index, encoder, settings, open_reader(settings), least=0.0)
        asked = []
        for question in questions:
            asked.append(_ask(bot, question))
            if progress is not None:
                progress("Asking", len(asked), len(questions))
        scale = name_scale(settings, encoder.identity)
        return LabelledRun(tuple(asked), index.manifest.generation, scale)


def _ask(bot: QABot, question: Question) -> Asked:
    answer = bot.answer(question.text, history=question.history, documents=question.documents)
    shown = [citation for citation in answer.citations if citation.same_as is None]
    answerable = question.answerable is not False
    right = answerable and any(is_right(citation, question) for citation in shown[:EXCERPTS])
    return Asked(answer.confidence, answerable, right)


def bound_risk(
    run: LabelledRun, index_dir: Path, strictness: float, sure: float
) -> tuple[Bounding, RiskBound | None]:
    """Find the least confidence that keeps a promise, and keep it with the index if there is one.

    Args:
        run: what the index made of the questions.
        index_dir: the index folder.
        strictness: at most one of so many answers may be wrong.
        sure: the chance, below 1, that this shall hold.

    Raises:
        QABotError: the index folder can't be written to.
    """
    confidence = np.array([one.confidence for one in run.asked])
    wrong = np.array([not one.right for one in run.asked])
    found = find_bar(confidence, wrong, 1 / strictness, 1 - sure)
    if found.chosen is None:
        return found, None
    bound = RiskBound(
        least=found.chosen.least,
        strictness=strictness,
        sure=sure,
        questions=len(run.asked),
        without_answer=count_unanswerable(run.asked),
        answers=found.chosen.answers,
        wrong=found.chosen.wrong,
        generation=run.generation,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        scale=run.scale,
    )
    keep_bound(index_dir, bound)
    return found, bound


def count_unanswerable(asked: Sequence[Asked]) -> int:
    """How many of the questions the documents don't answer."""
    return sum(not one.answerable for one in asked)
