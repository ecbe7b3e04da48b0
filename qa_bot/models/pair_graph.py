"""A network that reads a question and what may answer it at once, as an exported graph."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from qa_bot.errors import ModelError

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

GRAPH, TOKENIZER, LAYOUT = "model.onnx", "tokenizer.json", "layout.json"
QUESTION_TOKENS = 96
"""Word pieces of a question that are read; it says its point early."""
_TYPES = "token_type_ids"
NOT_FUSED = "SkipLayerNormFusion"
"""Left out when the graph is optimised: with this kernel a pass takes a tenth longer."""


class PairLayout(BaseModel):
    """What stands around the two texts: `lead`, first, `between`, second, `tail`."""

    model_config = ConfigDict(frozen=True)

    lead: tuple[int, ...]
    """Its first token stands for "no answer"."""
    between: tuple[int, ...]
    tail: tuple[int, ...]
    second_type: int
    """The token type of the second text and the tail; that of all before is 0."""
    max_tokens: int


class PairGraph:
    """A graph and its tokenizer; loaded, and checked, when first used.

    Args:
        folder: where `model.onnx` and `tokenizer.json` lie.
        layout: how a pair is put together.
        checksums: the sha256 that the two files must have, by name; empty for an exported model.
        remedy: what to do where a file is missing or another one.
    """

    def __init__(
        self, folder: Path, layout: PairLayout, checksums: Mapping[str, str], remedy: str
    ) -> None:
        self.layout = layout
        self._folder = folder
        self._checksums = checksums
        self._remedy = remedy
        self._loading = threading.Lock()

    def load(self) -> None:
        """Load what is not loaded yet.

        Raises:
            ModelError: a file is missing or is not the expected bytes.
        """
        with self._loading:
            _ = self._tokenizer, self._session

    def encode(self, text: str) -> Encoding:
        """The word pieces of a text, special ones left out, with their characters."""
        return self._tokenizer.encode(text, add_special_tokens=False)

    def run(self, ids: Sequence[int], second: int) -> NDArray[np.float32]:
        """The logits of one pair, its second text's word pieces starting at `second`."""
        given: dict[str, Any] = {"input_ids": np.array([ids], np.int64)}
        if self._has_types:
            types = np.zeros((1, len(ids)), np.int64)
            types[:, second:] = self.layout.second_type
            given[_TYPES] = types
        (logits,) = self._session.run(None, given)
        return np.asarray(logits[0], np.float32)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._check(TOKENIZER)))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        """One session, which several threads may run at once, each on a core of its own."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        none = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # its export did that
        options.graph_optimization_level = none
        path = str(self._check(GRAPH))  # a session keeps the bytes that it is given
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _has_types(self) -> bool:
        return any(given.name == _TYPES for given in self._session.get_inputs())

    def _check(self, name: str) -> Path:
        """The path of a file that is there and has the bytes that it must have."""
        path = self._folder / name
        if not path.is_file():
            raise ModelError(f"the reader's {path} is missing; {self._remedy}")
        expected = self._checksums.get(name)
        if expected is not None:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != expected:
                raise ModelError(f"the reader's {path} is not the expected bytes; {self._remedy}")
        return path
