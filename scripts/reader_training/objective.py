"""The loss: where the answer lies, which of two questions has one, and the same for one meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn.functional import smooth_l1_loss, softplus

from reader_training.model import NOTHING, Encoded

SPAN_WEIGHT, PAIR_WEIGHT, SAME_WEIGHT = 0.5, 0.5, 0.1
MARGIN = 1.0
"""Log-odds by which the question with an answer is to lead the one without."""
Group = tuple[Encoded, ...]


@dataclass(frozen=True)
class Batch:
    """Padded rows with masks; `higher` and `same` hold pairs of row numbers, shape (pairs, 2)."""

    inputs: dict[str, torch.Tensor]
    allowed: torch.Tensor
    """What may answer, the null included; (rows, tokens)."""
    gold: torch.Tensor
    spans: torch.Tensor
    """Gold starts and ends; (rows, tokens, 2)."""
    sentences: torch.Tensor
    """The tokens of every sentence; (rows, sentences, tokens)."""
    higher: torch.Tensor
    """The first row has an answer in the window, the second has none."""
    same: torch.Tensor


def collate(groups: Sequence[Group]) -> Batch:
    """Lay the rows of some groups out as one padded batch."""
    rows = [row for group in groups for row in group]
    width = max(len(row.ids) for row in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    kinds, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    allowed = torch.zeros(len(rows), width, dtype=torch.bool)
    gold = torch.zeros_like(allowed)
    spans = torch.zeros(len(rows), width, 2, dtype=torch.bool)
    most = max(len(row.sentences) for row in rows)
    sentences = torch.zeros(len(rows), most, width, dtype=torch.bool)
    for i, row in enumerate(rows):
        length = len(row.ids)
        ids[i, :length] = torch.tensor(row.ids)
        kinds[i, row.second : length] = 1
        mask[i, :length] = 1
        allowed[i, 0] = True
        for position, (start, end) in enumerate(row.sentences):
            allowed[i, start:end] = True
            gold[i, start:end] |= position in row.gold
            sentences[i, position, start:end] = True
        gold[i, 0] |= not row.gold
        for side, tokens in enumerate((row.starts, row.ends)):
            spans[i, list(tokens), side] = True
    inputs = {"input_ids": ids, "token_type_ids": kinds, "attention_mask": mask}
    higher, same = relations(groups)
    return Batch(inputs, allowed, gold, spans, sentences, higher, same)


def relations(groups: Sequence[Group]) -> tuple[torch.Tensor, torch.Tensor]:
    """Row numbers of questions with and without an answer, and of those with one meaning."""
    higher: list[tuple[int, int]] = []
    same: list[tuple[int, int]] = []
    first = 0
    for group in groups:
        numbered = list(enumerate(group, first))
        first += len(group)
        for i, one in numbered:
            higher += [(i, j) for j, other in numbered if one.gold and not other.gold]
            same += [(i, j) for j, other in numbered if i < j and one.meaning == other.meaning]
    return as_pairs(higher), as_pairs(same)


def as_pairs(pairs: list[tuple[int, int]]) -> torch.Tensor:
    """An integer tensor (pairs, 2), also of none."""
    return torch.tensor(pairs, dtype=torch.long).reshape(-1, 2)


def sum_loss(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The loss, summed over rows and pairs.

    The likelihood of the gold sentences and, where known, of the gold spans: marginals of one
    softmax over the window's tokens and the null, for the start and for the end. To it are added
    a logistic loss on the lead that a question with an answer has over one without, and the
    distance between questions with one meaning.
    """
    logits = logits.masked_fill(~batch.allowed[..., None], NOTHING)
    every = logits.logsumexp(dim=1)
    sentence = every - logits.masked_fill(~batch.gold[..., None], NOTHING).logsumexp(dim=1)
    known = batch.spans.any(dim=1)
    span = every - logits.masked_fill(~batch.spans, NOTHING).logsumexp(dim=1)
    span = torch.where(known, span, torch.zeros_like(span))
    total = (sentence.sum() + SPAN_WEIGHT * span.sum()) / 2
    best = best_sentence(logits, batch)
    with_answer, without = best[batch.higher].unbind(1)
    total = total + PAIR_WEIGHT * softplus(MARGIN - (with_answer - without)).sum()
    one, other = best[batch.same].unbind(1)
    return total + SAME_WEIGHT * smooth_l1_loss(one, other, reduction="sum")


def best_sentence(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Log-odds of every row's best sentence against the null; shape (rows,)."""
    return sentence_logits(logits, batch).amax(1)


def sentence_logits(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Log-odds of every sentence against the null, mean of the two heads; (rows, sentences)."""
    spread = logits[:, None].masked_fill(~batch.sentences[..., None], NOTHING)
    return (spread.logsumexp(2) - logits[:, :1]).mean(-1)
