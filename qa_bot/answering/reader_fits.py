"""Fits of the confidence for other models and readers, which `qa-bot calibrate --reader` made.

They are kept in the user's data folder, each under the checksum of the model and the reader that
it was made with, so that a fit never counts for other weights.
"""

from __future__ import annotations

import logging

from pydantic import BaseModel, ConfigDict, RootModel

from qa_bot.answering.confidence import PACKAGED_FIT, Fit
from qa_bot.config import DEFAULT_MODEL, Settings
from qa_bot.models.opening import pair_checksum
from qa_bot.models.reader import OFF, PACKAGED
from qa_bot.models.user_table import UserTable

logger = logging.getLogger(__name__)


class KeptFit(BaseModel):
    """A fit, and what it was made from."""

    model_config = ConfigDict(frozen=True)

    model: str
    reader: str
    fit: Fit
    answerable: int
    """Askings that the documents answered."""
    unanswerable: int
    made: str


class _Fits(RootModel[dict[str, KeptFit]]):
    pass


_TABLE = UserTable("confidence.json", _Fits, "fit again with: qa-bot calibrate --reader")


def is_packaged(settings: Settings) -> bool:
    """Whether the packaged fit is for the model and the reader that the settings name."""
    return settings.model == DEFAULT_MODEL and settings.reader in (PACKAGED, OFF)


def is_calibrated(settings: Settings) -> bool:
    """Whether the confidence was fitted with the model and the reader that the settings name."""
    return is_packaged(settings) or _find_kept(settings) is not None


def find_fit(settings: Settings) -> Fit:
    """The fit for the model and the reader that the settings name.

    Where there is none it is the packaged one, and a warning says so.

    Raises:
        ModelError: the model or the reader is missing, or not as it was when it was added.
        QABotError: the kept fits can't be read.
    """
    if is_packaged(settings):
        return PACKAGED_FIT
    if (kept := _find_kept(settings)) is not None:
        return kept.fit
    logger.warning(
        "the confidence is fitted to the packaged model and reader, and not calibrated for the "
        "model %s with the reader %s; qa-bot calibrate --reader fits it, qa-bot eval shows how it "
        "does",
        settings.model,
        settings.reader,
    )
    return PACKAGED_FIT


def keep_fit(settings: Settings, kept: KeptFit) -> None:
    """Keep a fit for the model and the reader that the settings name, in place of an earlier one.

    Raises:
        ModelError: the model or the reader is missing.
        QABotError: the kept fits can't be read or written.
    """
    _TABLE.keep(pair_checksum(settings), kept)


def _find_kept(settings: Settings) -> KeptFit | None:
    kept = _TABLE.load()
    return kept.get(pair_checksum(settings)) if kept else None
