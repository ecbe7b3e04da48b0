"""Encoding very many passages on a GPU, and everything else on the CPU."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

from qa_bot.config import Device
from qa_bot.errors import ModelError
from qa_bot.models.device import find_device
from qa_bot.models.encoder import Encoder, ModelIdentity, Parts, Progress, Vectors
from qa_bot.models.sentence_transformers_encoder import SentenceTransformersEncoder

Rows = TypeVar("Rows")
MIN_PASSAGES = 2_000
"""Passages from which on importing PyTorch, some ten seconds, is worth it."""
logger = logging.getLogger(__name__)


class GpuEncoder:
    """An encoder whose large calls are run by PyTorch on a GPU; the vectors are the same.

    Args:
        local: the same model on the CPU.
        name: the model's name.
        device: the device, or `auto` for the one that there is; without any, `local` does it all.
    """

    def __init__(self, local: Encoder, name: str, device: Device) -> None:
        self._local = local
        self._name = name
        self._wanted = device

    @property
    def identity(self) -> ModelIdentity:
        """See `Encoder`."""
        return self._local.identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces in each text, special tokens left out."""
        return self._local.count_tokens(texts)

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Float32 unit rows, shape (len(questions), dim)."""
        return self._local.encode_questions(questions)

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Float32 unit rows, shape (len(passages), dim).

        Raises:
            ModelError: the device is missing, or has too little memory.
        """
        return self._run(len(passages), lambda one: one.encode_passages(passages, progress))

    def encode_parts(
        self, passages: Sequence[str], parts: Parts, progress: Progress | None = None
    ) -> tuple[Vectors, Vectors]:
        """See `Encoder`.

        Raises:
            ModelError: as for `encode_passages`.
        """
        texts = len(passages) + sum(map(len, parts))
        return self._run(texts, lambda one: one.encode_parts(passages, parts, progress))

    def _run(self, texts: int, encode: Callable[[Encoder], Rows]) -> Rows:
        """Have so many texts encoded on the device, where there is one and they are worth it."""
        if self._wanted == "auto" and texts < MIN_PASSAGES:
            return encode(self._local)
        encoder = self._on_device
        if encoder is None:
            return encode(self._local)
        try:
            return encode(encoder)
        except RuntimeError as error:
            raise ModelError(
                f"the device {encoder.device} can't encode ({str(error).partition(chr(10))[0]}); "
                "set QA_BOT_DEVICE=cpu"
            ) from error

    @cached_property
    def _on_device(self) -> SentenceTransformersEncoder | None:
        device = find_device(self._wanted)
        if device == "cpu":
            return None
        logger.info("passages are encoded on %s", device)
        return SentenceTransformersEncoder(self._name, device)
