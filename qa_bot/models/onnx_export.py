"""Turning a sentence-transformers model into an ONNX graph, once, and checking what comes out.

The folder that is made, in the user's cache, holds the graph with pooling and normalisation in it,
its tokenizer and its identity; `onnx_encoder.py` needs nothing else.
"""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import numpy as np

from qa_bot.config import Encoding
from qa_bot.models.onnx_encoder import GRAPH, IDENTITY, TOKENIZER, WEIGHTS, OnnxEncoder
from qa_bot.models.sentence_transformers_encoder import SentenceTransformersEncoder

TOLERANCE = 1e-4
"""Largest difference from the model's own vectors that an exported graph may show."""
LEAST_COSINE = 0.98
"""Least cosine to the model's own vectors that an eight-bit graph may show."""
_LEAST_MAPPED = 4_096
"""Bytes from which on an array lies outside of the graph."""
_PROBES = (
    "Who runs the Global Response Center?",
    "A short one.",
    "A terse one.",
    "Tokens past the limit are left out by both. " * 60,
)


def export_model(
    encoder: SentenceTransformersEncoder, folder: Path, encoding: Encoding = "fp32"
) -> None:
    """Export a model into a new folder, and check it.

    Raises:
        ValueError: the graph's vectors differ from the model's by more than `TOLERANCE`, in eight
            bits by more than `LEAST_COSINE` allows.
        OSError: the cache can't be written.
    """
    write_graph(encoder, folder / GRAPH, folder / TOKENIZER)
    if encoding == "int8":
        quantise_graph(folder / GRAPH)
    optimise_graph(folder / GRAPH, WEIGHTS)
    identity = encoder.identity.model_copy(update={"encoding": encoding})
    (folder / IDENTITY).write_text(identity.model_dump_json(), encoding="utf-8")
    _check(OnnxEncoder(folder), encoder)


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


def write_graph(encoder: SentenceTransformersEncoder, graph: Path, tokenizer: Path) -> None:
    """Write a model as an ONNX graph, from token ids (texts, length) to unit rows."""
    import torch

    class Graph(torch.nn.Module):
        """The whole pipeline for texts of one length; a mask of padding would be all ones."""

        def __init__(self, pipeline: torch.nn.Module) -> None:
            super().__init__()
            self.pipeline = pipeline

        def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
            rows = self.pipeline({"input_ids": input_ids})["sentence_embedding"]
            return torch.nn.functional.normalize(rows, dim=1)

    encoder.tokenizer.save(str(tokenizer))
    sample = encoder.tokenizer.encode(_PROBES[0]).ids
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Graph(encoder.model).eval(),
            (torch.tensor([sample] * 2),),
            str(graph),
            input_names=["input_ids"],
            output_names=["row"],
            dynamic_axes={"input_ids": {0: "texts", 1: "length"}},
            dynamo=False,
        )


def quantise_graph(graph: Path) -> None:
    """Eight-bit weights, per output channel, in seven bits' range; activations by the text.

    The reduced range keeps processors without VNNI from saturating.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    exact = graph.with_suffix(".exact.onnx")
    graph.rename(exact)
    logger, level = logging.getLogger(), logging.getLogger().level
    logger.setLevel(logging.ERROR)  # it advises on the root logger
    try:
        quantize_dynamic(
            exact,
            graph,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
    finally:
        logger.setLevel(level)
    exact.unlink()


def optimise_graph(graph: Path, weights: str | None = None, left_out: str = "") -> None:
    """Fuse a graph's steps once, so that opening it need not; the same on every processor.

    Args:
        graph: the file, which is written anew.
        weights: the name of a file beside it that large arrays go to. They are mapped from there
            when the graph is opened, so that those that are looked up in part are never read whole.
        left_out: onnxruntime's name of an optimiser to leave out.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    made = graph.with_suffix(".optimised.onnx")
    options.optimized_model_filepath = str(made)
    if weights is not None:
        entry = "session.optimized_model_external_initializers"
        options.add_session_config_entry(f"{entry}_file_name", weights)
        options.add_session_config_entry(f"{entry}_min_size_in_bytes", str(_LEAST_MAPPED))
    if left_out:
        options.add_session_config_entry("optimization.disable_specified_optimizers", left_out)
    onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    made.replace(graph)
