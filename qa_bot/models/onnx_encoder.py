"""A model's vectors without PyTorch: onnxruntime runs the graph that `onnx_export.py` made.

It loads in a fraction of a second. Pooling and normalisation are part of the graph.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.models.cores import usable_cores
from qa_bot.models.encoder import ModelIdentity, Progress, Vectors

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

GRAPH, WEIGHTS, TOKENIZER = "model.onnx", "weights.bin", "tokenizer.json"
IDENTITY = "identity.json"
_BATCH_TOKENS = 192
"""Tokens in one call; more of them make it no faster."""


class OnnxEncoder:
    """An exported model; sessions are made when first used.

    Args:
        folder: what `export_model` made.
        threads: how many encode passages side by side; one a usable core by default.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or usable_cores()
        text = (folder / IDENTITY).read_text(encoding="utf-8")
        self.identity = ModelIdentity.model_validate_json(text)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER))
        tokenizer.no_padding()
        tokenizer.enable_truncation(self.identity.max_tokens)
        return tokenizer

    @cached_property
    def _counter(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _question_session(self) -> onnxruntime.InferenceSession:
        return self._session(threads=min(4, usable_cores()))

    @cached_property
    def _passage_session(self) -> onnxruntime.InferenceSession:
        """One session, with one copy of the weights, that all threads run at once."""
        return self._session(threads=1)

    def _session(self, threads: int) -> onnxruntime.InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Threads that spin while they wait take the processor from whatever else runs.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # done when exported
        options.graph_optimization_level = level
        return onnxruntime.InferenceSession(
            str(self._folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces in each text, special tokens left out."""
        encodings = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Float32 unit rows, shape (len(questions), dim).

        A single one is spread over the cores; several are encoded as passages are.
        """
        asked = [self.identity.question_prompt + question for question in questions]
        if len(asked) != 1:
            return self._encode(asked)
        ids = self._tokenizer.encode(asked[0]).ids
        return _run(self._question_session, [ids])

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Float32 unit rows, shape (len(passages), dim)."""
        return self._encode([self.identity.passage_prompt + text for text in passages], progress)

    def _encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """The rows of texts with their prompts, shape (len(texts), dim).

        Small batches of equally long texts, which need no padding, each on one core; in eight
        bits, which are scaled by the batch, each text alone (figures in
        docs/decisions/encoding.md).
        """
        rows = np.zeros((len(texts), self.identity.dim), np.float32)
        encodings = self._tokenizer.encode_batch_fast(list(texts))
        ids = [encoding.ids for encoding in encodings]
        most = 1 if self.identity.encoding == "int8" else None
        batches = iter(make_batches([len(one) for one in ids], most))
        taking = threading.Lock()
        done = 0

        def work(_: int) -> None:
            nonlocal done
            while True:
                with taking:
                    if (batch := next(batches, None)) is None:
                        return
                rows[batch] = _run(self._passage_session, [ids[place] for place in batch])
                with taking:
                    done += len(batch)
                    if progress:
                        progress(done, len(texts))

        _ = self._passage_session  # made once, before the threads want it
        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(work, range(self._threads)))
        return rows


def make_batches(lengths: Sequence[int], most: int | None = None) -> list[list[int]]:
    """Places of texts with the same number of tokens, a few to a batch, the longest first.

    Args:
        lengths: each text's tokens.
        most: texts of a batch at the most; by default, as their tokens allow.
    """
    batches: list[list[int]] = []
    ordered = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    for length, places in groupby(ordered, key=lambda place: lengths[place]):
        same = list(places)
        size = most or max(1, _BATCH_TOKENS // length)
        batches += [same[first : first + size] for first in range(0, len(same), size)]
    return batches


def _run(session: onnxruntime.InferenceSession, ids: list[list[int]]) -> Vectors:
    (rows,) = session.run(None, {"input_ids": np.array(ids, np.int64)})
    return np.asarray(rows, np.float32)
