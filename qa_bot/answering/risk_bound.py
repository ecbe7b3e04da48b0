"""The bound that was found with labelled questions: a least confidence that is kept with an index.

It stands in a file of the index folder and stays there when the index is rebuilt. It belongs to
the model, the reader and the numbers that turn what they say into a confidence (the scale); where
one of these has changed it no longer counts.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa_bot.answering.reader_fits import find_fit
from qa_bot.config import Settings
from qa_bot.index.own_folder import write_beside_generations
from qa_bot.models.encoder import ModelIdentity
from qa_bot.models.opening import reader_checksum

BOUND = "bound.json"
logger = logging.getLogger(__name__)


class RiskBound(BaseModel):
    """From which confidence on answers are wrong at most so often, and how that is known."""

    model_config = ConfigDict(frozen=True)

    least: float = Field(ge=0, le=1)
    """The confidence, before the offset for thumbs, from which on an answer is given."""
    strictness: float = Field(gt=1)
    """At most one of so many answers is wrong."""
    sure: float = Field(gt=0, lt=1)
    """The chance that this is so."""
    questions: int
    without_answer: int
    """Those of them that the documents don't answer."""
    answers: int
    wrong: int
    """Of the answers that the bound gives to these questions."""
    generation: str
    """The one that was asked."""
    made: str
    scale: str
    """What the confidence is measured with."""

    def __str__(self) -> str:
        """One sentence."""
        return (
            f"of what is answered at most 1 in {self.strictness:g} is wrong, {self.sure:.0%} sure: "
            f"from confidence {self.least:.2f} on, by {self.questions} questions "
            f"({self.without_answer} without an answer) on {self.made[:10]}"
        )


def name_scale(settings: Settings, model: ModelIdentity) -> str:
    """A name for how confidence is measured, which changes with each of its parts.

    Raises:
        ModelError: the reader that the settings name is missing or not as it was.
    """
    reader, fit = reader_checksum(settings), find_fit(settings)
    parts = repr((model.sha256, model.encoding, reader, fit.with_reader, fit.without_reader))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def keep_bound(index_dir: Path, bound: RiskBound) -> None:
    """Keep a bound with an index; a bot that opens it from now on holds to it.

    Raises:
        NotAnIndexError: the folder holds something else.
        QABotError: the folder can't be written to.
    """
    write_beside_generations(index_dir, BOUND, bound.model_dump_json() + "\n")


def read_bound(index_dir: Path) -> RiskBound | None:
    """The bound that is kept with an index; None where there is none, or none that can be read."""
    try:
        return RiskBound.model_validate_json((index_dir / BOUND).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        logger.warning("%s can't be read; find the bound again with qa-bot calibrate", BOUND)
        return None


def find_least(index_dir: Path, settings: Settings, model: ModelIdentity) -> float | None:
    """The least confidence of the bound that is kept with an index.

    None where there is none, where the settings say how strict to be, or where confidence is no
    longer measured as it was when the bound was found.
    """
    bound = read_bound(index_dir)
    if bound is None or "strictness" in settings.model_fields_set:
        return None
    if bound.scale == name_scale(settings, model):
        return bound.least
    logger.warning(
        "the bound in %s was found with another model, reader or version, and does not count; "
        "find it again with qa-bot calibrate",
        index_dir / BOUND,
    )
    return None
