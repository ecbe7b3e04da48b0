"""Feedback: thumbs on answers come in, a shift of this index's confidence goes out.

Thumbs are kept as lines of a file in the index folder, and stay there when it is rebuilt. The shift
is the one constant on the confidence's log-odds that makes them likeliest, with a normal prior of
standard deviation 1 that a few thumbs can't outweigh.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from qa_bot.errors import QABotError
from qa_bot.index.folder import make_own_folder
from qa_bot.types import Answer

FEEDBACK, CALIBRATION = "feedback.jsonl", "calibration.json"
_CLOSEST = 1e-6
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Feedback:
    """One thumb."""

    time: str
    question: str
    asked_as: str
    answered: bool
    confidence: float
    """What the answer showed."""
    shift: float
    """The shift that was in that confidence."""
    helpful: bool
    reason: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the person holds the documents to answer: a helpful answer, a wrong refusal."""
        return self.answered == self.helpful


@dataclass(frozen=True, slots=True)
class Calibration:
    """A shift that was fitted, and how many thumbs the decisions agree with before and after."""

    shift: float
    thumbs: int
    right_before: int
    right_after: int

    def __str__(self) -> str:
        """A line for a terminal."""
        return (
            f"{self.thumbs} thumbs: the bot's decisions agreed with {self.right_before} before and "
            f"agree with {self.right_after} now (confidence shifted by {self.shift:+.2f} log-odds)."
        )


def keep_feedback(
    index_dir: Path, answer: Answer, helpful: bool, shift: float, reason: str = ""
) -> None:
    """Add a thumb to the index's file; the folder is made where answers come from Milvus alone.

    Raises:
        NotAnIndexError: the folder holds something else.
        QABotError: the folder can't be written to.
    """
    kept = Feedback(
        datetime.now(UTC).isoformat(timespec="seconds"),
        answer.question,
        answer.asked_as,
        answer.answered,
        answer.confidence,
        shift,
        helpful,
        reason,
    )
    line = json.dumps(asdict(kept)) + "\n"  # in ASCII: no other line break, nothing unwritable
    try:
        make_own_folder(index_dir)
        with (index_dir / FEEDBACK).open("a", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise QABotError(f"{index_dir / FEEDBACK} can't be written ({error.strerror})") from error


def read_feedback(index_dir: Path) -> list[Feedback]:
    """The thumbs kept so far; a line that was cut off by a crash is left out."""
    path = index_dir / FEEDBACK
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            found.append(Feedback(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found


def calibrate(index_dir: Path, least: float) -> Calibration:
    """Fit the shift to the thumbs and keep it; a bot that opens the index from now on uses it.

    Args:
        index_dir: the index folder.
        least: the confidence from which on the bot answers.

    Raises:
        QABotError: there are no thumbs yet.
    """
    feedback = read_feedback(index_dir)
    if not feedback:
        raise QABotError(f"{index_dir} has no feedback yet; use the thumbs in qa-bot serve first")
    before, after = read_shift(index_dir), fit_shift(feedback)
    content = json.dumps({"shift": after, "thumbs": len(feedback)})
    temporary = index_dir / f"{CALIBRATION}.tmp"
    temporary.write_text(content, encoding="utf-8")
    temporary.replace(index_dir / CALIBRATION)
    return Calibration(
        after, len(feedback), _right(feedback, before, least), _right(feedback, after, least)
    )


def read_shift(index_dir: Path) -> float:
    """The shift that was fitted for an index; 0 where none was."""
    try:
        return float(json.loads((index_dir / CALIBRATION).read_text(encoding="utf-8"))["shift"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0


def fit_shift(feedback: Sequence[Feedback]) -> float:
    """The likeliest shift under the prior, by Newton's method."""
    raw = [log_odds(one.confidence) - one.shift for one in feedback]
    shift = 0.0
    for _ in range(_STEPS):
        chances = [1 / (1 + math.exp(-(value + shift))) for value in raw]
        slope = sum(one.answerable - p for one, p in zip(feedback, chances, strict=True)) - shift
        shift += slope / (1 + sum(p * (1 - p) for p in chances))
    return shift


def shift_confidence(confidence: float, shift: float) -> float:
    """A confidence with a shift of its log-odds; 0 stays 0, which is "no evidence at all"."""
    if confidence == 0.0 or shift == 0.0:
        return confidence
    return 1 / (1 + math.exp(-(log_odds(confidence) + shift)))


def log_odds(confidence: float) -> float:
    """`ln(p / (1 - p))`, kept finite."""
    p = min(max(confidence, _CLOSEST), 1 - _CLOSEST)
    return math.log(p / (1 - p))


def _right(feedback: Sequence[Feedback], shift: float, least: float) -> int:
    return sum(
        (shift_confidence(one.confidence, shift - one.shift) >= least) == one.answerable
        for one in feedback
    )
