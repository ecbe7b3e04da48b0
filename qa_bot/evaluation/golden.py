"""Ask golden questions of a new generation, and refuse one that passes fewer than the live one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qa_bot.answering.bot import QABot
from qa_bot.building.golden import Candidate, GoldenQuestion
from qa_bot.config import Settings
from qa_bot.errors import (
    GoldenError,
    IndexDamagedError,
    IndexMismatchError,
    IndexNotFoundError,
    ModelError,
)
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder_of, open_reader
from qa_bot.reading.files import GOLDEN


def accept_golden(candidate: Candidate) -> tuple[int, int]:
    """How many golden questions a candidate passes, and how many there are.

    Raises:
        GoldenError: the live generation passes more; the message lists what would be lost.
    """
    questions = candidate.questions
    passing = _find_passing(questions, candidate.index, candidate.encoder, candidate.settings)
    if not candidate.force:
        before = _find_live_passing(
            questions, candidate.index_dir, candidate.encoder, candidate.settings
        )
        _require_no_loss(questions, passing, before)
    return len(passing), len(questions)


def _require_no_loss(
    questions: Sequence[GoldenQuestion], now: set[GoldenQuestion], before: set[GoldenQuestion]
) -> None:
    if len(now) >= len(before):
        return
    lost = [question.question for question in questions if question in before - now]
    raise GoldenError(
        f"the new index passes {len(now)} golden questions and the live one {len(before)}, so "
        f"the live one stays; no longer passed: {'; '.join(lost)}. Look at the documents and at "
        f"{GOLDEN}, or switch all the same with --force"
    )


def _find_passing(
    questions: Sequence[GoldenQuestion], index: Index, encoder: Encoder, settings: Settings
) -> set[GoldenQuestion]:
    """The questions that an index answers as it should."""
    bot = QABot(index, encoder, settings, open_reader(settings))
    return {one for one in questions if one.is_passed_by(bot.answer(one.question))}


def _find_live_passing(
    questions: Sequence[GoldenQuestion], index_dir: Path, encoder: Encoder, settings: Settings
) -> set[GoldenQuestion]:
    """The same for the live generation, with the model that made it; none where it can't answer."""
    try:
        with Index.open(index_dir) as live:
            if live.manifest.model != encoder.identity:
                encoder = open_encoder_of(live.manifest.model)
                live.require_weights(encoder.identity)
            return _find_passing(questions, live, encoder, settings)
    except (IndexNotFoundError, IndexMismatchError, IndexDamagedError, ModelError):
        return set()
