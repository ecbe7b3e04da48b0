"""Opening the model for an index, in the numbers that its vectors have."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from qa_bot.config import Encoding, Settings
from qa_bot.errors import IndexDamagedError, IndexMismatchError
from qa_bot.index.generations import find_generations
from qa_bot.index.manifest import Manifest
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder


def open_encoder_for(settings: Settings, index_dir: Path) -> Encoder:
    """The model that the settings name; `auto` keeps the numbers of the index that is there.

    Raises:
        ModelError: the model is missing, or its weights are not the expected bytes.
    """
    return open_encoder(settings, find_encoding(index_dir, settings.model))


def find_encoding(index_dir: Path, model: str) -> Encoding | None:
    """The numbers that a model's vectors have in an index; None where it made none there."""
    for folder in find_generations(index_dir):
        with suppress(IndexDamagedError, IndexMismatchError):
            made_with = Manifest.load(folder).model
            return made_with.encoding if made_with.name == model else None
    return None
