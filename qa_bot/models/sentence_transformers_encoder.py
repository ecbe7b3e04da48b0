"""Any sentence-transformers model on this machine, run by PyTorch.

Importing sentence-transformers takes 8 seconds, so this is used only to export a model once (see
`onnx_export.py`), and for a model that can't be exported.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.config import DEFAULT_MODEL
from qa_bot.errors import ModelError
from qa_bot.models.encoder import ModelIdentity, Progress, Vectors
from qa_bot.models.weights import model_folder, weights_checksum

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

_BATCH = 16
"""Passages in one call of the model."""


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
        model = self.model
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
    def model(self) -> SentenceTransformer:
        """The model, loaded when first needed.

        Raises:
            ModelError: it can't be loaded.
        """
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the model {self._name} can't be loaded; set QA_BOT_MODEL to a folder that "
                f"holds a sentence-transformers model, or unset it for {DEFAULT_MODEL}"
            ) from error

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer, without cutting or padding."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self.model.tokenizer.backend_tokenizer.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces in each text, special tokens left out."""
        encodings = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Float32 unit rows, shape (len(questions), dim)."""
        if not questions:
            return np.zeros((0, self.identity.dim), np.float32)
        rows = self.model.encode_query(
            list(questions), normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Float32 unit rows, shape (len(passages), dim); similar lengths share a batch."""
        rows = np.zeros((len(passages), self.identity.dim), np.float32)
        order = sorted(range(len(passages)), key=lambda i: len(passages[i]))
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            rows[batch] = self.model.encode_document(
                [passages[i] for i in batch], normalize_embeddings=True, show_progress_bar=False
            )
            if progress:
                progress(first + len(batch), len(order))
        return rows
