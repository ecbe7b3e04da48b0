"""Reading: a question and passages come in, how likely each sentence answers it goes out.

A reader looks at question and passage together, which vectors and word counts can't: it tells the
sentence that answers from one that speaks of the same things. What it was trained on, and how well
it does, stands in docs/reader.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

Logits = NDArray[np.float32]
"""One log-odds a sentence, shape (n,)."""
PACKAGED, OFF = "packaged", "off"


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """A passage to read; `sentences` are spans of characters in `text`."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    title: str = ""
    """What the passage is about where it does not say so itself, such as its document's title."""


@dataclass(frozen=True, slots=True)
class ReaderScores:
    """What a reader says of one passage; all values compare across passages of one question."""

    sentences: Logits
    """Log-odds that a sentence answers, against nothing in the passage answering; shape (n,)."""
    passage: float
    """Log-odds that the passage answers at all."""


class Reader(Protocol):
    """What the other stages need of a reader."""

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[ReaderScores]:
        """The scores of every passage, in order."""


class CrossEncoderReader:
    """Any sentence-transformers cross-encoder that lies on this machine; one sentence at a time.

    Args:
        name: its folder, or its name in the local cache.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _model(self) -> CrossEncoder:
        from sentence_transformers import CrossEncoder

        try:
            model: CrossEncoder = CrossEncoder(self._name, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the reader {self._name} can't be loaded; set QA_BOT_READER to a folder that "
                f"holds a cross-encoder, or to {PACKAGED} or {OFF}"
            ) from error
        if model.num_labels != 1:
            raise ModelError(
                f"the reader {self._name} gives {model.num_labels} scores and one is needed; set "
                f"QA_BOT_READER to another cross-encoder, or to {PACKAGED} or {OFF}"
            )
        return model

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[ReaderScores]:
        """The scores of every passage, in order; a passage's logit is its best sentence's."""
        import torch

        pairs = [(question, p.text[start:end]) for p in passages for start, end in p.sentences]
        scores = np.zeros(0, np.float32)
        if pairs:
            raw = self._model.predict(
                pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False
            )
            scores = np.asarray(raw, np.float32)
        ends = np.cumsum([len(p.sentences) for p in passages])[:-1]
        parts = np.split(scores, ends) if passages else []
        return [ReaderScores(part, float(part.max(initial=-np.inf))) for part in parts]


def open_reader(name: str = PACKAGED) -> Reader | None:
    """The packaged reader, another cross-encoder by name or folder, or None where it is off.

    Nothing is loaded before the first question.

    Raises:
        ModelError: a folder is named that does not exist.
    """
    if name == OFF:
        return None
    if name == PACKAGED:
        from qa_bot.models.onnx_reader import OnnxReader

        return OnnxReader()
    if name.startswith((".", "/")) and not Path(name).is_dir():
        raise ModelError(
            f"there is no reader in {name}; set QA_BOT_READER to a folder that holds a "
            f"cross-encoder, or to {PACKAGED} or {OFF}"
        )
    return CrossEncoderReader(name)
