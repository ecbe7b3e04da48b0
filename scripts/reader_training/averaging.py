"""Read the weights of a packaged graph: to average them with another's, or to train on from them.

Wortsman et al., "Model soups", 2022: the mean of two such networks often does better than either,
at the cost of one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

Weights = dict[str, NDArray[np.generic]]


def average_with(exact: Path, other: Path) -> None:
    """Replace every weight of a float32 graph by its mean with that of another.

    Args:
        exact: the graph, changed in place.
        other: a graph with the same names, in float32 or with eight-bit weights.

    Raises:
        ValueError: a weight has no partner of its name and shape.
    """
    graph = onnx.load(str(exact))
    others = _weights(onnx.load(str(other)))
    for tensor in graph.graph.initializer:
        own = numpy_helper.to_array(tensor)
        if own.dtype == np.float32:
            mean = (own + find_weight(others, tensor.name, own.shape)) / 2
            tensor.CopyFrom(numpy_helper.from_array(mean.astype(np.float32), tensor.name))
    onnx.save(graph, str(exact))


def start_from(net: torch.nn.Module, exact: Path, other: Path) -> int:
    """Give the weights of a network that train the values of another graph of it.

    Args:
        net: the network, in place; frozen weights stay.
        exact: the network's own float32 graph, whose nodes tell which weight is whose.
        other: a graph with the same names, in float32 or with eight-bit weights.

    Returns:
        How many weights were read.

    Raises:
        ValueError: a weight has no partner of its name and shape.
    """
    others = _weights(onnx.load(str(other)))
    products = {
        node.name.strip("/").removesuffix("/MatMul").replace("/", ".") + ".weight": node.input[1]
        for node in onnx.load(str(exact)).graph.node
        if node.op_type == "MatMul"
    }
    count = 0
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        product = products.get(f"net.{name}")
        shape = tuple(parameter.shape)
        if product is None:
            value = find_weight(others, f"net.{name}", shape)
        else:
            value = find_weight(others, product, shape[::-1]).T
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(value)))
        count += 1
    return count


def find_weight(weights: Weights, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """A weight by its name; one in eight bits is turned back into float32.

    Raises:
        ValueError: there is none of this shape.
    """
    found = weights.get(name)
    if found is None and f"{name}_quantized" in weights:
        steps = weights[f"{name}_quantized"].astype(np.float32)
        zero = weights[f"{name}_zero_point"].astype(np.float32)
        found = (steps - zero) * weights[f"{name}_scale"].astype(np.float32)
    if found is None or found.shape != shape:
        raise ValueError(f"the other graph has no weight {name} of shape {shape}")
    return found.astype(np.float32)


def _weights(graph: onnx.ModelProto) -> Weights:
    return {one.name: numpy_helper.to_array(one) for one in graph.graph.initializer}
