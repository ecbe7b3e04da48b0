"""The teacher: a larger network of the same shape that reads the same tokens.

all-mpnet-base-v2 has BERT's vocabulary moved by four, so every token of the reader's input has its
counterpart, and the teacher's logits can be compared with the reader's token by token.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from transformers import MPNetConfig, MPNetModel
from transformers.models.mpnet.modeling_mpnet import MPNetSelfAttention

from qa_bot.models.onnx_reader import CLS, SEP

MOVED, BEGIN, FINISH, PADDING = 4, 0, 2, 1


class _Attention(MPNetSelfAttention):
    """The same attention through PyTorch's fused kernels."""

    def forward(
        self,
        hidden_states: Tensor,
        attention_mask: Tensor,
        position_bias: Tensor,
        **_: object,
    ) -> tuple[Tensor]:
        """The mixed values, (rows, tokens, hidden)."""
        shape = (*hidden_states.shape[:-1], -1, self.attention_head_size)
        q, k, v = (
            part(hidden_states).view(shape).transpose(1, 2) for part in (self.q, self.k, self.v)
        )
        bias = (position_bias + attention_mask).to(q.dtype)
        mixed = torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        return (self.o(mixed.transpose(1, 2).reshape(hidden_states.shape)),)


class TeacherNet(torch.nn.Module):
    """MPNet with the reader's two heads.

    Args:
        folder: with `config.json` and `model.safetensors` of all-mpnet-base-v2.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        settings |= {"attention_probs_dropout_prob": 0.0}
        self.body = MPNetModel(MPNetConfig(**settings), add_pooling_layer=False)
        weights = load_file(folder / "model.safetensors")
        self.body.load_state_dict({k: weights[k].float() for k in self.body.state_dict()})
        for layer in self.body.encoder.layer:
            layer.attention.attn.__class__ = _Attention
        self.dropout = torch.nn.Dropout(0.1)
        self.heads = torch.nn.Linear(self.body.config.hidden_size, 2)
        torch.nn.init.normal_(self.heads.weight, std=0.02)
        self.body.embeddings.requires_grad_(False)
        self.body.encoder.relative_attention_bias.requires_grad_(False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, **_: Tensor) -> Tensor:
        """Logits (rows, tokens, 2) from the reader's integer tensors (rows, tokens)."""
        moved = input_ids + MOVED
        for own, there in ((CLS, BEGIN), (SEP, FINISH)):
            moved = torch.where(input_ids == own, there, moved)
        moved = torch.where(attention_mask == 0, PADDING, moved)
        hidden = self.body(input_ids=moved, attention_mask=attention_mask).last_hidden_state
        return self.heads(self.dropout(hidden))

    def parts(self) -> Iterator[list[torch.nn.Parameter]]:
        """The parameters that train, heads first, then layer by layer from the top."""
        yield list(self.heads.parameters())
        for layer in reversed(self.body.encoder.layer):
            yield list(layer.parameters())
