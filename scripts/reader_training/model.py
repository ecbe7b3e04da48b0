"""The network that gives every token of a question and a window a start and an end logit.

MiniLM with two linear heads. Position 0 ([CLS]) is the null: "the window does not answer".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from transformers import BertModel

from qa_bot.models.onnx_reader import CLS, DOT, MAX_TOKENS, SEP, TITLE_TOKENS
from reader_training.examples import Example

QUESTION_TOKENS = 48
NOTHING = -1e4
"""Logit of a token that can't be an answer."""


class ReaderNet(torch.nn.Module):
    """MiniLM as a cross-encoder with extractive heads.

    Args:
        folder: the packaged model's folder. The word embeddings keep its weights.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="sdpa",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.dropout = torch.nn.Dropout(0.1)
        self.heads = torch.nn.Linear(self.bert.config.hidden_size, 2)
        torch.nn.init.normal_(self.heads.weight, std=0.02)
        self.bert.embeddings.requires_grad_(False)

    def forward(
        self,
        input_ids: torch.Tensor,
        token_type_ids: torch.Tensor,
        attention_mask: torch.Tensor | None,
    ) -> torch.Tensor:
        """Logits (rows, tokens, 2) from integer tensors (rows, tokens); no mask: no padding."""
        hidden = self.bert(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state
        return self.heads(self.dropout(hidden))

    def parts(self) -> Iterator[list[torch.nn.Parameter]]:
        """The parameters that train, heads first, then layer by layer from the top."""
        yield list(self.heads.parameters())
        for layer in reversed(self.bert.encoder.layer):
            yield list(layer.parameters())

    def half_state(self) -> dict[str, torch.Tensor]:
        """The weights that a run changes, in half precision."""
        state = self.state_dict()
        return {k: v.half() for k, v in state.items() if not k.startswith("bert.embeddings.")}


@dataclass(frozen=True)
class Encoded:
    """An example as numbers; sentences are token ranges."""

    source: str
    ids: tuple[int, ...]
    second: int
    """Where the second segment starts."""
    sentences: tuple[tuple[int, int], ...]
    gold: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    meaning: int = 0
    """Rows of one group with the same number ask the same in other words."""
    labelled: bool = True
    """Whether it is known what answers."""


def encode_example(example: Example, tokenizer: Tokenizer, titled: bool) -> Encoded:
    """Lay out `[CLS] question [SEP] title . window [SEP]`."""
    window = example.window
    question = tokenizer.encode(example.question, add_special_tokens=False).ids[:QUESTION_TOKENS]
    title = tokenizer.encode(window.title, add_special_tokens=False).ids[:TITLE_TOKENS]
    head = [CLS, *question, SEP]
    lead = [*title, DOT] if titled and title else []
    first = len(head) + len(lead)
    body = tokenizer.encode(window.text, add_special_tokens=False)
    kept = MAX_TOKENS - first - 1
    offsets = body.offsets[:kept]
    return Encoded(
        example.source,
        (*head, *lead, *body.ids[:kept], SEP),
        len(head),
        tuple(_tokens_of(offsets, span, first) for span in window.sentences),
        example.gold,
        tuple(_tokens_of(offsets, span, first)[0] for span in example.spans),
        tuple(_tokens_of(offsets, span, first)[1] - 1 for span in example.spans),
        example.meaning,
        example.labelled,
    )


def _tokens_of(
    offsets: Sequence[tuple[int, int]], span: tuple[int, int], first: int
) -> tuple[int, int]:
    """The tokens that lie in a span of characters, as a half-open range."""
    inside = [i for i, (a, b) in enumerate(offsets) if a < span[1] and b > span[0]]
    return (first + inside[0], first + inside[-1] + 1) if inside else (first, first)
