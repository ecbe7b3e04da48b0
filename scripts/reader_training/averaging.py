"""Bring the weights of an exported graph into a network: to train on from them, or to average.

Wortsman et al., "Model soups", 2022: the mean of two networks that were trained from the same start
often does better than either, at the cost of one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

Weights = dict[str, NDArray[np.float32]]
_PRODUCTS = {"MatMul", "MatMulInteger", "MatMulIntegerToFloat", "DynamicQuantizeMatMul"}
"""The last two are what the second becomes in a graph that was optimised."""


def mix_weights(net: torch.nn.Module, graph: Path, share: float) -> int:
    """Move the weights of a network that train towards those of a graph of it.

    Args:
        net: the network, in place; frozen weights stay.
        graph: a graph that was exported from its like, in float32 or with eight-bit weights.
        share: how far, 0 to 1; 0.5 is the mean, 1 takes the graph's.

    Returns:
        How many weights there were.

    Raises:
        ValueError: the graph has no weight of a name and shape.
    """
    others = read_weights(graph)
    trained = [(name, own) for name, own in net.named_parameters() if own.requires_grad]
    for name, own in trained:
        other = others.get(name)
        if other is None or other.shape != tuple(own.shape):
            raise ValueError(f"{graph} has no weight {name} of shape {tuple(own.shape)}")
        with torch.no_grad():
            own.lerp_(torch.from_numpy(other), share)
    return len(trained)


def read_weights(graph: Path) -> Weights:
    """A graph's weights in float32, by the names that they have in the network.

    The export keeps the names of all but the matrices, which it turns around and calls by numbers;
    whose they are is told by the products that use them.
    """
    model = onnx.load(str(graph)).graph
    held = {one.name: numpy_helper.to_array(one) for one in model.initializer}
    found = {
        name.removeprefix("net."): value.astype(np.float32)
        for name, value in held.items()
        if name.startswith("net.") and value.dtype == np.float32
    }
    for node in model.node:
        if node.op_type in _PRODUCTS and node.input[1] in held:
            path = node.name.removesuffix("_quant").removesuffix("/MatMul").removeprefix("/net/")
            matrix = _in_float(held, node.input[1].removesuffix("_quantized"))
            found[path.replace("/", ".") + ".weight"] = np.ascontiguousarray(matrix.T)
    return found


def _in_float(held: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    """A matrix, from eight bits where it is in them."""
    if name in held:
        return held[name].astype(np.float32)
    steps = held[f"{name}_quantized"].astype(np.float32)
    zero = held[f"{name}_zero_point"].astype(np.float32)
    return (steps - zero) * held[f"{name}_scale"].astype(np.float32)
