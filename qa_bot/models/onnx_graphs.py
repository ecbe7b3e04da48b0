"""Graphs: an exported ONNX file comes in; the same file goes out in eight bits, or optimised."""

from __future__ import annotations

import logging
from pathlib import Path


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


def optimise_graph(graph: Path) -> None:
    """Fuse a graph's steps once, so that opening it need not; the same on every processor."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    made = graph.with_suffix(".optimised.onnx")
    options.optimized_model_filepath = str(made)
    onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    made.replace(graph)
