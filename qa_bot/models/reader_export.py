"""Turning another reader into an ONNX graph, once, and checking what comes out.

Two kinds can read: extractive question-answering models (`*ForQuestionAnswering`), whose first
token's logits say "no answer", and cross-encoders (`*ForSequenceClassification`) with one score.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from qa_bot.errors import ModelError
from qa_bot.models.onnx_export import optimise_graph
from qa_bot.models.pair_graph import GRAPH, LAYOUT, NOT_FUSED, TOKENIZER, PairGraph, PairLayout
from qa_bot.models.reader import OFF, PACKAGED

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

ReaderKind = Literal["span", "score"]
TOLERANCE = 1e-3
"""Largest difference from the model's own logits that an exported graph may show."""
_MAX_TOKENS = 512
_OTHER = f"set QA_BOT_READER to another, or to {PACKAGED} or {OFF}"
_PROBES = (
    ("Who mends the roads?", "The town mends the roads."),
    ("When was it?", "In May. " * 20),
)


def reader_kind(folder: Path, name: str) -> ReaderKind:
    """What kind of reader a model is, by its own `config.json`.

    Raises:
        ModelError: it is none.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        made_for = ", ".join(config.get("architectures") or ()) or "nothing that it names"
        scores = len(config.get("id2label") or "..")
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ModelError(f"{folder / 'config.json'} can't be read ({error}); {_OTHER}") from error
    if made_for.endswith("ForQuestionAnswering"):
        return "span"
    if made_for.endswith("ForSequenceClassification"):
        if scores == 1:
            return "score"
        raise ModelError(f"the reader {name} gives {scores} scores and one is needed; {_OTHER}")
    raise ModelError(
        f"the model {name} is made for {made_for}, and a reader is a model for question answering "
        f"or a cross-encoder; {_OTHER}"
    )


def export_reader(source: Path, kind: ReaderKind, folder: Path) -> None:
    """Write a reader's graph, tokenizer and layout into a new folder.

    Raises:
        OSError: the model can't be read, or the folder can't be written.
        ValueError: it has no tokenizer, no "no answer" token in front, or its graph's logits
            differ from its own.
    """
    from transformers import (
        AutoModelForQuestionAnswering,
        AutoModelForSequenceClassification,
        AutoTokenizer,
    )

    loader = AutoModelForQuestionAnswering if kind == "span" else AutoModelForSequenceClassification
    own = AutoTokenizer.from_pretrained(str(source), local_files_only=True)
    model = loader.from_pretrained(
        str(source), local_files_only=True, attn_implementation="eager", dtype="float32"
    ).eval()
    tokenizer = _plain_tokenizer(own)
    limit = min(own.model_max_length, model.config.max_position_embeddings - 2, _MAX_TOKENS)
    layout = find_layout(tokenizer, own.cls_token_id, int(limit))
    tokenizer.save(str(folder / TOKENIZER))
    has_types = "token_type_ids" in own.model_input_names and model.config.type_vocab_size > 1
    _write_graph(model, kind, has_types, folder / GRAPH)
    optimise_graph(folder / GRAPH, left_out=NOT_FUSED)
    (folder / LAYOUT).write_text(layout.model_dump_json(), encoding="utf-8")
    _check(PairGraph(folder, layout, {}, _OTHER), own, model)


def find_layout(tokenizer: Tokenizer, null: int | None, max_tokens: int) -> PairLayout:
    """What a tokenizer puts around two texts.

    Args:
        tokenizer: without cutting or padding.
        null: the token that stands for "no answer".
        max_tokens: what the model reads at the most.

    Raises:
        ValueError: the null is not the first token.
    """
    first, second = "question", "answer"
    pair = tokenizer.encode(first, second)
    parts = [tokenizer.encode(text, add_special_tokens=False).ids for text in (first, second)]
    starts = [_find(pair.ids, part) for part in parts]
    ends = [start + len(part) for start, part in zip(starts, parts, strict=True)]
    if null is None or not 1 <= starts[0] < ends[0] <= starts[1] or pair.ids[0] != null:
        raise ValueError("no token for 'no answer' stands before the question")
    return PairLayout(
        lead=tuple(pair.ids[: starts[0]]),
        between=tuple(pair.ids[ends[0] : starts[1]]),
        tail=tuple(pair.ids[ends[1] :]),
        second_type=pair.type_ids[starts[1]],
        max_tokens=max_tokens,
    )


def _find(ids: list[int], part: list[int]) -> int:
    places = (i for i in range(len(ids)) if ids[i : i + len(part)] == part)
    return next(places, -1)


def _plain_tokenizer(own: Any) -> Tokenizer:  # noqa: ANN401 - of any model
    from tokenizers import Tokenizer

    backend = getattr(own, "backend_tokenizer", None)
    if backend is None:
        raise ValueError("it has no tokenizer.json")
    tokenizer = Tokenizer.from_str(backend.to_str())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _write_graph(
    model: Any,  # noqa: ANN401 - any of transformers' models
    kind: ReaderKind,
    has_types: bool,
    graph: Path,
) -> None:
    """Write the graph of one pair: token ids (1, length) to logits (1, length, 2) or (1, 1)."""
    import torch

    class Graph(torch.nn.Module):
        def __init__(self, network: torch.nn.Module) -> None:
            super().__init__()
            self.network = network

        def forward(
            self, input_ids: torch.Tensor, token_type_ids: torch.Tensor | None = None
        ) -> torch.Tensor:
            given = {"input_ids": input_ids}
            if token_type_ids is not None:
                given["token_type_ids"] = token_type_ids
            out = self.network(**given)
            if kind == "score":
                return torch.as_tensor(out.logits)
            return torch.stack([out.start_logits, out.end_logits], dim=-1)

    ids = torch.arange(5, 17)[None] % model.config.vocab_size
    names = ["input_ids", "token_type_ids"] if has_types else ["input_ids"]
    sample = (ids, torch.zeros_like(ids)) if has_types else (ids,)
    dynamic = {name: {1: "length"} for name in names}
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Graph(model).eval(),
            sample,
            str(graph),
            input_names=names,
            output_names=["logits"],
            dynamic_axes=dynamic | ({"logits": {1: "length"}} if kind == "span" else {}),
            dynamo=False,
        )


def _check(graph: PairGraph, own: Any, model: Any) -> None:  # noqa: ANN401 - of any model
    """Compare the graph, given what the layout makes, with the model, given its own tokenizer's."""
    import torch

    layout = graph.layout
    graph.load()
    for question, text in _PROBES:
        first = (*layout.lead, *graph.encode(question).ids, *layout.between)
        got = graph.run((*first, *graph.encode(text).ids, *layout.tail), len(first))
        with torch.inference_mode():
            out = model(**own(question, text, return_tensors="pt"))
        expected = (
            out.logits[0]
            if hasattr(out, "logits")
            else torch.stack([out.start_logits[0], out.end_logits[0]], dim=-1)
        ).numpy()
        if got.shape != expected.shape or np.abs(got - expected).max() > TOLERANCE:
            raise ValueError("its graph's logits differ from the model's")
