"""What the other stages need of an embedding model, and what an index notes of the one it used.

Questions and passages have separate methods, because some models treat them differently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from qa_bot.config import Encoding, Sentences

Vectors = NDArray[np.float32]
"""Unit rows, shape (n, dim)."""
Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are."""
CountTokens = Callable[[Sequence[str]], list[int]]
"""Gives the word pieces in each text, special tokens left out."""
Parts = Sequence[Sequence[tuple[int, int]]]
"""Spans of characters of each of some texts, half-open."""


class ModelIdentity(BaseModel):
    """What an index remembers of the model that made it."""

    model_config = ConfigDict(frozen=True)

    name: str
    sha256: str
    dim: int
    max_tokens: int
    """Word pieces that the model reads, special ones and those of a prompt included."""
    encoding: Encoding = "fp32"
    sentences: Sentences = "own"
    """How it gives vectors of a passage's sentences; `passage` where it has `encode_parts`."""
    reserved_tokens: int = 2
    """Special word pieces of a passage, and those of its prompt."""
    question_prompt: str = ""
    passage_prompt: str = ""
    """What the model wants before a question and before a passage."""


class Encoder(Protocol):
    """What the other stages need of an embedding model."""

    @property
    def identity(self) -> ModelIdentity:
        """Name, checksum, dimension and token limit."""

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Float32 unit rows, shape (len(questions), dim)."""

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Float32 unit rows, shape (len(passages), dim)."""

    def encode_parts(
        self, passages: Sequence[str], parts: Parts, progress: Progress | None = None
    ) -> tuple[Vectors, Vectors]:
        """Rows of passages and, from the same pass, of parts of them; for `sentences="passage"`.

        A part's row is the mean of its tokens' vectors, of length one; where the passage's pass
        does not hold all of its tokens, the part has a pass of its own.

        Returns:
            Float32 unit rows, (len(passages), dim) and (parts, dim).
        """

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces in each text, special tokens left out."""
