"""Any sentence-transformers model on this machine, run by PyTorch.

Importing sentence-transformers takes 8 seconds, so this is used only to export a model once (see
`onnx_export.py`), for a model that can't be exported, and to encode very many passages on a GPU.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_bot.config import DEFAULT_MODEL, Sentences
from qa_bot.errors import ModelError
from qa_bot.models.encoder import ModelIdentity, Parts, Progress, Vectors
from qa_bot.models.locating import find_model
from qa_bot.models.token_parts import PartRows, mean_row
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
        sentences: `own` to leave out that the model can give them from their passage's pass.

    Raises:
        ModelError: the model is not on this machine, or its weights are not the expected bytes.
    """

    def __init__(
        self, name: str = DEFAULT_MODEL, device: str = "cpu", sentences: Sentences = "passage"
    ) -> None:
        self._name = name
        self._sentences = sentences
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
            sentences="passage" if self.pools_by_mean and self._sentences == "passage" else "own",
            reserved_tokens=self.tokenizer.num_special_tokens_to_add(is_pair=False) + prompt,
            question_prompt=self._question_prompt,
            passage_prompt=self._passage_prompt,
        )

    @cached_property
    def pools_by_mean(self) -> bool:
        """Whether the model's vector is the mean of its tokens' vectors and nothing else.

        Only then is the mean of some of the tokens a vector of the same kind.
        """
        names = [type(module).__name__ for module in self.model]
        if names[:2] != ["Transformer", "Pooling"] or names[2:] not in ([], ["Normalize"]):
            return False
        pooling: Any = self.model[1]
        return pooling.pooling_mode == "mean" and bool(pooling.include_prompt)

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
            return SentenceTransformer(str(self.folder), device=self.device, local_files_only=True)
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

    @cached_property
    def _cutting_tokenizer(self) -> Tokenizer:
        """The same, leaving out what is over the model's limit."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self.tokenizer.to_str())
        tokenizer.enable_truncation(self.identity.max_tokens)
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
        """Float32 unit rows, shape (len(passages), dim)."""
        rows = np.zeros((len(passages), self.identity.dim), np.float32)
        for batch in self._batches(passages, progress):
            rows[batch] = self.model.encode_document(
                [passages[i] for i in batch],
                prompt=self._passage_prompt,
                batch_size=len(batch),
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return rows

    def encode_parts(
        self, passages: Sequence[str], parts: Parts, progress: Progress | None = None
    ) -> tuple[Vectors, Vectors]:
        """See `Encoder`; the model pools by the mean, so a passage is the mean of its tokens."""
        prompt, dim = self._passage_prompt, self.identity.dim
        rows = np.zeros((len(passages), dim), np.float32)
        part_rows = PartRows(passages, parts, prompt, dim)
        for batch in self._batches(passages, progress):
            texts = [passages[i] for i in batch]
            tokens = self.model.encode_document(
                texts,
                prompt=prompt,
                batch_size=len(batch),
                output_value="token_embeddings",
                show_progress_bar=False,
            )
            encodings = self._cutting_tokenizer.encode_batch([prompt + text for text in texts])
            for place, encoding, own in zip(batch, encodings, tokens, strict=True):
                vectors = own.float().cpu().numpy()
                rows[place] = mean_row(vectors)
                part_rows.fill(place, encoding, vectors)
        return rows, part_rows.complete(self)

    def _batches(self, passages: Sequence[str], progress: Progress | None) -> Iterator[list[int]]:
        """The places of passages, those of similar length together."""
        order = sorted(range(len(passages)), key=lambda i: len(passages[i]))
        size = _BATCH if self.device == "cpu" else _GPU_BATCH
        for first in range(0, len(order), size):
            batch = order[first : first + size]
            yield batch
            if progress:
                progress(first + len(batch), len(order))


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
