"""The same vectors without PyTorch: an ONNX graph of the model, exported once and checked.

A sentence-transformers model comes in once; a folder in the user's cache, with the graph, its
tokenizer and its identity, goes out. From then on texts are encoded by onnxruntime alone, which
loads in a fraction of a second. Pooling and normalisation are part of the graph.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock

from qa_bot.config import Encoding
from qa_bot.models.cores import usable_cores
from qa_bot.models.encoder import ModelIdentity, Progress, SentenceTransformersEncoder, Vectors
from qa_bot.models.onnx_graphs import optimise_graph, quantise_graph
from qa_bot.models.weights import model_cache

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

GRAPH, TOKENIZER, IDENTITY = "model.onnx", "tokenizer.json", "identity.json"
TOLERANCE = 1e-4
"""Largest difference from the model's own vectors that an exported graph may show."""
LEAST_COSINE = 0.98
"""Least cosine to the model's own vectors that an eight-bit graph may show."""
_BATCH_TOKENS = 192
"""Tokens in one call; more of them make it no faster."""
_PROBES = (
    "Who runs the Global Response Center?",
    "A short one.",
    "A terse one.",
    "Tokens past the limit are left out by both. " * 60,
)
logger = logging.getLogger(__name__)


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
        # Threads that go on spinning after a run take the processor from the reader.
        options.add_session_config_entry("session.force_spinning_stop", "1")
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
        if len(questions) != 1:
            return self.encode_passages(questions)
        ids = self._tokenizer.encode(questions[0]).ids
        return _run(self._question_session, [ids])

    def encode_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Float32 unit rows, shape (len(passages), dim).

        Small batches of equally long texts, which need no padding, each on one
        core (figures in docs/decisions/encoding.md).
        """
        rows = np.zeros((len(passages), self.identity.dim), np.float32)
        encodings = self._tokenizer.encode_batch_fast(list(passages))
        ids = [encoding.ids for encoding in encodings]
        batches = iter(make_batches([len(one) for one in ids]))
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
                        progress(done, len(passages))

        _ = self._passage_session  # made once, before the threads want it
        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(work, range(self._threads)))
        return rows


def make_batches(lengths: Sequence[int]) -> list[list[int]]:
    """Places of texts with the same number of tokens, a few to a batch, the longest first.

    Args:
        lengths: each text's tokens.
    """
    batches: list[list[int]] = []
    ordered = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    for length, places in groupby(ordered, key=lambda place: lengths[place]):
        same = list(places)
        size = max(1, _BATCH_TOKENS // length)
        batches += [same[first : first + size] for first in range(0, len(same), size)]
    return batches


def _run(session: onnxruntime.InferenceSession, ids: list[list[int]]) -> Vectors:
    (rows,) = session.run(None, {"input_ids": np.array(ids, np.int64)})
    return np.asarray(rows, np.float32)


def open_exported(
    encoder: SentenceTransformersEncoder, encoding: Encoding = "fp32", threads: int | None = None
) -> OnnxEncoder | None:
    """The model's graph from the cache, exported now where it is not there yet.

    Of processes that want it at the same time one exports it, and the others wait.

    Returns None where the graph can't be made or does not give the model's vectors; the reason is
    logged as a warning.
    """
    folder = model_cache() / f"{encoder.weights_sha256[:16]}-v3-{encoding}"
    if not encoder.weights_sha256:
        return None
    if (folder / IDENTITY).is_file():
        return OnnxEncoder(folder, threads)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f"{folder.name}.lock")):
            if not (folder / IDENTITY).is_file():
                export_model(encoder, folder, encoding)
        return OnnxEncoder(folder, threads)
    except (OSError, RuntimeError, TypeError, ValueError, AttributeError) as error:
        reason = str(error).partition("\n")[0]
        logger.warning("no ONNX graph of the model (%s); the slower PyTorch is used", reason)
        return None


def export_model(
    encoder: SentenceTransformersEncoder, folder: Path, encoding: Encoding = "fp32"
) -> OnnxEncoder:
    """Export a model into `folder`, which appears only once it is complete and checked.

    Raises:
        ValueError: the graph's vectors differ from the model's by more than `TOLERANCE`, in eight
            bits by more than `LEAST_COSINE` allows.
        OSError: the cache can't be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="exporting-", dir=folder.parent))
    try:
        encoder.export(made / GRAPH, made / TOKENIZER)
        if encoding == "int8":
            quantise_graph(made / GRAPH)
        optimise_graph(made / GRAPH)
        identity = encoder.identity.model_copy(update={"encoding": encoding})
        (made / IDENTITY).write_text(identity.model_dump_json(), encoding="utf-8")
        _check(OnnxEncoder(made), encoder)
        if not folder.exists():
            made.replace(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return OnnxEncoder(folder)


def _check(exported: OnnxEncoder, encoder: SentenceTransformersEncoder) -> None:
    for own, reference in (
        (exported.encode_questions(_PROBES), encoder.encode_questions(_PROBES)),
        (exported.encode_passages(_PROBES), encoder.encode_passages(_PROBES)),
    ):
        difference = float(np.abs(own - reference).max())
        cosine = float((own * reference).sum(axis=1).min())
        if (
            cosine < LEAST_COSINE
            if exported.identity.encoding == "int8"
            else difference > TOLERANCE
        ):
            raise ValueError(f"its vectors differ from the model's by {difference:.2g}")
