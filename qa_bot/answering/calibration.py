"""Thumbs on answers, and the offset of an index's confidence that is fitted to them.

Thumbs are kept as lines of a file in the index folder, and stay there when it is rebuilt. The
offset is the one constant on the confidence's log-odds that makes the thumbs likeliest, with a
normal prior around 0 that a few thumbs can't outweigh and many can.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import fmean

from qa_bot.errors import QABotError
from qa_bot.index.own_folder import make_own_folder, write_beside_generations
from qa_bot.types import Answer

FEEDBACK, CALIBRATION = "feedback.jsonl", "calibration.json"
PRIOR_DEVIATION = 1 / 3
"""Standard deviation of the prior, in log-odds: five thumbs that all contradict the confidence
move it by half a unit, a hundred by nearly five."""
CONFIDENCE_BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Where the table of thumbs is cut."""
_CLOSEST = 1e-6
_OFFSET_PRECISION = 1e-9


@dataclass(frozen=True, slots=True)
class Feedback:
    """One thumb."""

    time: str
    question: str
    asked_as: str
    answered: bool
    confidence: float
    """What the answer showed."""
    offset: float
    """The offset that was in that confidence."""
    helpful: bool
    reason: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the person holds the documents to answer: a helpful answer, a wrong refusal."""
        return self.answered == self.helpful


@dataclass(frozen=True, slots=True)
class Band:
    """The thumbs whose confidence, before, lay between two bounds."""

    low: float
    high: float
    thumbs: int
    answerable: float
    """The share of them that the documents answer, as people judged."""
    before: float
    after: float
    """Their mean confidence with the old and the new offset."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """An offset that was fitted, and how it agrees with the thumbs beside the one before."""

    offset: float
    thumbs: int
    right_before: int
    right_after: int
    bands: tuple[Band, ...]

    def __str__(self) -> str:
        """A line for a terminal."""
        return (
            f"{self.thumbs} thumbs: the bot's decisions agreed with {self.right_before} before and "
            f"agree with {self.right_after} now (confidence moved by {self.offset:+.2f} log-odds)."
        )


def keep_feedback(
    index_dir: Path, answer: Answer, helpful: bool, offset: float, reason: str = ""
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
        offset,
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
            found.append(_parse_feedback(line))
        except (ValueError, TypeError, AttributeError):
            continue
    return found


def _parse_feedback(line: str) -> Feedback:
    record = json.loads(line)
    record.setdefault("offset", record.pop("shift", 0.0))  # its name in files of version 0.1
    numbers = {name: float(record[name]) for name in ("confidence", "offset") if name in record}
    return Feedback(**(record | numbers))


def calibrate(index_dir: Path, least: float) -> Calibration:
    """Fit the offset to the thumbs and keep it; a bot that opens the index from now on uses it.

    Args:
        index_dir: the index folder.
        least: the confidence from which on the bot answers.

    Raises:
        QABotError: there are no thumbs yet, or the offset can't be written.
    """
    feedback = read_feedback(index_dir)
    if not feedback:
        raise QABotError(f"{index_dir} has no feedback yet; use the thumbs in qa-bot serve first")
    before, after = read_offset(index_dir), fit_offset(feedback)
    content = json.dumps({"offset": after, "thumbs": len(feedback)})
    write_beside_generations(index_dir, CALIBRATION, content)
    return Calibration(
        after,
        len(feedback),
        _count_right(feedback, before, least),
        _count_right(feedback, after, least),
        tuple(_bands(feedback, before, after)),
    )


def read_offset(index_dir: Path) -> float:
    """The offset that was fitted for an index; 0 where none was."""
    try:
        kept = json.loads((index_dir / CALIBRATION).read_text(encoding="utf-8"))
        return float(kept["offset"] if "offset" in kept else kept["shift"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0


def fit_offset(feedback: Sequence[Feedback]) -> float:
    """The likeliest offset under the prior.

    The posterior's slope falls as the offset grows, so its root is found by halving an interval
    that is sure to hold it: `n` thumbs pull by at most `n` times the prior's variance.
    """
    raw = [log_odds(one.confidence) - one.offset for one in feedback]
    wanted = [one.answerable for one in feedback]
    variance = PRIOR_DEVIATION**2

    def slope(offset: float) -> float:
        chances = (1 / (1 + math.exp(-(value + offset))) for value in raw)
        return sum(y - p for y, p in zip(wanted, chances, strict=True)) - offset / variance

    high = min(len(feedback) * variance, 2 * log_odds(1.0))
    low = -high
    while high - low > _OFFSET_PRECISION:
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return (low + high) / 2


def offset_confidence(confidence: float, offset: float) -> float:
    """A confidence with its log-odds moved; 0 stays 0, which is "no evidence at all"."""
    if confidence == 0.0 or offset == 0.0:
        return confidence
    return 1 / (1 + math.exp(-(log_odds(confidence) + offset)))


def log_odds(confidence: float) -> float:
    """`ln(p / (1 - p))`, kept finite."""
    p = min(max(confidence, _CLOSEST), 1 - _CLOSEST)
    return math.log(p / (1 - p))


def _count_right(feedback: Sequence[Feedback], offset: float, least: float) -> int:
    """How many thumbs the decision agrees with, were all answers given with this offset."""
    return sum((_moved(one, offset) >= least) == one.answerable for one in feedback)


def _bands(feedback: Sequence[Feedback], before: float, after: float) -> Iterator[Band]:
    """The bands of confidence that hold thumbs, lowest first."""
    for low, high in pairwise(CONFIDENCE_BANDS):
        inside = [
            one
            for one in feedback
            if low <= _moved(one, before) < high or _moved(one, before) == high == 1.0
        ]
        if inside:
            yield Band(
                low,
                high,
                len(inside),
                fmean(one.answerable for one in inside),
                fmean(_moved(one, before) for one in inside),
                fmean(_moved(one, after) for one in inside),
            )


def _moved(one: Feedback, offset: float) -> float:
    """The confidence that a thumb's answer would have shown with another offset."""
    return offset_confidence(one.confidence, offset - one.offset)
