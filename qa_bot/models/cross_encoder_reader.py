"""Any sentence-transformers cross-encoder with one score; it reads one sentence at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.errors import ModelError
from qa_bot.models.reader import OFF, PACKAGED, ReaderInput, ReaderScores

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


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
