"""Encoding: texts come in, float32 unit rows `(n, dim)` go out.

Questions and passages have separate methods, because some models treat them differently.
Sentence-transformers, which takes 8 seconds to import, is loaded only to export a model once (see
`onnx_encoding.py`), or to encode with a model that can't be exported.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from qa_bot.config import DEFAULT_MODEL, Encoding
from qa_bot.errors import ModelError
from qa_bot.models.weights import model_folder, weights_checksum

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
"""Unit rows, shape (n, dim)."""
Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are."""

_BATCH = 16


class ModelIdentity(BaseModel):
    """What an index remembers of the model that made it."""

    model_config = ConfigDict(frozen=True)

    name: str
    sha256: str
    dim: int
    max_tokens: int
    encoding: Encoding = "fp32"


class Encoder(Protocol):
    """What the other stages need of an embedding model."""

    @property
    def identity(self) -> ModelIdentity:
        """Name, checksum, dimension and token limit."""

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Float32 unit rows, shape (len(questions), dim)."""

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Float32 unit rows, shape (len(passages), dim)."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces in each text, special tokens left out."""


class SentenceTransformersEncoder:
    """Any sentence-transformers model that lies on this machine.

    Args:
        name: `all-MiniLM-L6-v2` for the packaged weights, else a model's folder or a name in the
            local cache.

    Raises:
        ModelError: the packaged weights are missing or are not the expected bytes.
    """

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        self._name = name
        self._folder = model_folder(name)

    @cached_property
    def identity(self) -> ModelIdentity:
        """Name, checksum, dimension and token limit."""
        model = self._model
        dim = model.get_embedding_dimension()
        if not dim or not model.max_seq_length:
            raise ModelError(f"the model {self._name} does not say its dimension and token limit")
        return ModelIdentity(
            name=self._name,
            sha256=self.weights_sha256,
            dim=dim,
            max_tokens=model.max_seq_length,
        )

    @cached_property
    def weights_sha256(self) -> str:
        """The checksum of the weights; needs no loading of the model."""
        return weights_checksum(self._folder, self._name)

    @cached_property
    def _model(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the model {self._name} can't be loaded; set QA_BOT_MODEL to a folder that "
                f"holds a sentence-transformers model, or unset it for {DEFAULT_MODEL}"
            ) from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def export(self, graph: Path, tokenizer: Path) -> None:
        """Write the model as an ONNX graph, from token ids (texts, length) to unit rows."""
        import torch

        class Graph(torch.nn.Module):
            """The whole pipeline for texts of one length, none of it padding."""

            def __init__(self, pipeline: torch.nn.Module) -> None:
                super().__init__()
                self.pipeline = pipeline

            def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
                features = {"input_ids": input_ids, "attention_mask": torch.ones_like(input_ids)}
                rows = self.pipeline(features)["sentence_embedding"]
                return torch.nn.functional.normalize(rows, dim=1)

        self._tokenizer.save(str(tokenizer))
        with warnings.catch_warnings(), torch.inference_mode():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Graph(self._model).eval(),
                (torch.tensor([[101, 2054, 2003, 102]] * 2),),
                str(graph),
                input_names=["input_ids"],
                output_names=["row"],
                dynamic_axes={"input_ids": {0: "texts", 1: "length"}},
                dynamo=False,
            )

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces in each text, special tokens left out."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Float32 unit rows, shape (len(questions), dim)."""
        if not questions:
            return np.zeros((0, self.identity.dim), np.float32)
        rows = self._model.encode_query(
            list(questions), normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Float32 unit rows, shape (len(passages), dim); similar lengths share a batch."""
        rows = np.zeros((len(passages), self.identity.dim), np.float32)
        order = sorted(range(len(passages)), key=lambda i: len(passages[i]))
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            rows[batch] = self._model.encode_document(
                [passages[i] for i in batch], normalize_embeddings=True, show_progress_bar=False
            )
            if progress:
                progress(first + len(batch), len(order))
        return rows


def open_encoder(
    name: str = DEFAULT_MODEL, encoding: Encoding = "fp32", threads: int | None = None
) -> Encoder:
    """The model as an ONNX graph, exported when first needed; PyTorch where that can't be had.

    Args:
        name: the model.
        encoding: the graph's numbers (PyTorch's are fp32 always; `identity` says which it is).
        threads: how many encode passages side by side; one a usable core by default.

    Raises:
        ModelError: the model is missing, or the packaged weights are not the expected bytes.
    """
    from qa_bot.models.onnx_encoder import open_exported

    encoder = SentenceTransformersEncoder(name)
    return open_exported(encoder, encoding, threads) or encoder
