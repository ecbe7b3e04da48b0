"""Any sentence-transformers model on this machine, run by PyTorch.

Importing sentence-transformers takes 8 seconds, so this is used only to export a model once (see
`onnx_export.py`), for a model that can't be exported, and to encode very many passages on a GPU.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.config import DEFAULT_MODEL
from qa_bot.errors import ModelError
from qa_bot.models.encoder import ModelIdentity, Progress, Vectors
from qa_bot.models.locating import find_model
from qa_bot.models.weights import model_checksum

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

CONFIG = "config_sentence_transformers.json"
_BATCH, _GPU_BATCH = 16, 256
"""Passages in one call of the model."""


class SentenceTransformersEncoder:
    """Any sentence-transformers model that lies on this machine.

    Args:
        name: `all-MiniLM-L6-v2` for the packaged weights, else a model's folder or a name in the
            local cache.
        device: the one that PyTorch uses.

    Raises:
        ModelError: the model is not on this machine, or its weights are not the expected bytes.
    """

    def __init__(self, name: str = DEFAULT_MODEL, device: str = "cpu") -> None:
        self._name = name
        self.device = device
        self.folder = find_model(name)
        self._question_prompt, self._passage_prompt = read_prompts(self.folder)

    @cached_property
    def identity(self) -> ModelIdentity:
        """Name, checksum, dimension, token limit and prompts."""
        model = self.model
        dim = model.get_embedding_dimension()
        if not dim or not model.max_seq_length:
            raise ModelError(f"the model {self._name} does not say its dimension and token limit")
        (prompt,) = self.count_tokens([self._passage_prompt])
        return ModelIdentity(
            name=self._name,
            sha256=self.checksum,
            dim=dim,
            max_tokens=model.max_seq_length,
            reserved_tokens=self.tokenizer.num_special_tokens_to_add(is_pair=False) + prompt,
            question_prompt=self._question_prompt,
            passage_prompt=self._passage_prompt,
        )

    @cached_property
    def checksum(self) -> str:
        """The checksum of what the model computes; needs no loading of it."""
        return model_checksum(self.folder, self._name)

    @cached_property
    def model(self) -> SentenceTransformer:
        """The model, loaded when first needed.

        Raises:
            ModelError: it can't be loaded.
        """
        from sentence_transformers import SentenceTransformer

        try:
            with _without_progress():
                return SentenceTransformer(
                    str(self.folder), device=self.device, local_files_only=True
                )
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the model {self._name} can't be loaded; set QA_BOT_MODEL to a folder that "
                f"holds a sentence-transformers model, or unset it for {DEFAULT_MODEL}"
            ) from error

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer, without cutting or padding."""
        from tokenizers import Tokenizer

        backend = getattr(self.model.tokenizer, "backend_tokenizer", None)
        if backend is None:
            raise ModelError(
                f"the model {self._name} has no tokenizer.json; set QA_BOT_MODEL to one that has, "
                f"or unset it for {DEFAULT_MODEL}"
            )
        tokenizer = Tokenizer.from_str(backend.to_str())
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
            list(questions),
            prompt=self._question_prompt,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Float32 unit rows, shape (len(passages), dim); similar lengths share a batch."""
        rows = np.zeros((len(passages), self.identity.dim), np.float32)
        order = sorted(range(len(passages)), key=lambda i: len(passages[i]))
        size = _BATCH if self.device == "cpu" else _GPU_BATCH
        for first in range(0, len(order), size):
            batch = order[first : first + size]
            rows[batch] = self.model.encode_document(
                [passages[i] for i in batch],
                prompt=self._passage_prompt,
                batch_size=size,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
            if progress:
                progress(first + len(batch), len(order))
        return rows


@contextmanager
def _without_progress() -> Iterator[None]:
    """Let transformers load without a bar of its own on standard error."""
    logging = import_module("transformers.utils.logging")
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def read_prompts(folder: Path) -> tuple[str, str]:
    """What a model's own files say stands before a question and before a passage.

    Raises:
        ModelError: the file that says it can't be read.
    """
    path = folder / CONFIG
    if not path.is_file():
        return "", ""
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        prompts = config.get("prompts") or {}
        default = prompts.get(config.get("default_prompt_name")) or ""
        question = next((prompts[n] for n in ("query", "question") if prompts.get(n)), default)
        passage = next(
            (prompts[n] for n in ("document", "passage", "corpus") if prompts.get(n)), default
        )
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ModelError(f"{path} can't be read ({error}); get the model anew") from error
    return str(question), str(passage)
