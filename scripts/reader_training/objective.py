"""The loss: where the answer lies, which of two questions has one, and what a teacher says."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import smooth_l1_loss, softplus

from reader_training.model import NOTHING
from reader_training.rows import MOST_SENTENCES, Batch

SPAN_WEIGHT, PAIR_WEIGHT, SAME_WEIGHT = 0.5, 0.5, 0.1
LABEL_WEIGHT = 0.3
"""Weight of what is known beside what a teacher says."""
MARGIN = 1.0
"""Log-odds by which the question with an answer is to lead the one without."""


def mean_loss(logits: Tensor, batch: Batch) -> Tensor:
    """The loss of a batch, by row: of its labels, or mostly of how far it is from the teacher."""
    logits = logits.masked_fill(~batch.allowed[..., None], NOTHING)
    known = labelled_loss(logits, batch)
    if batch.taught is None:
        return known / len(logits)
    taught = batch.taught.masked_fill(~batch.allowed[..., None], NOTHING).log_softmax(1)
    apart = (taught.exp() * (taught - logits.log_softmax(1))).sum(1).mean(1)
    return (apart.sum() + LABEL_WEIGHT * known) / len(logits)


def labelled_loss(logits: Tensor, batch: Batch) -> Tensor:
    """The loss of the rows whose answers are known, summed over rows and pairs.

    The likelihood of the gold sentences and, where known, of the gold spans: marginals of one
    softmax over the window's tokens and the null, for the start and for the end. To it are added
    a logistic loss on the lead that a question with an answer has over one without, and the
    distance between questions with one meaning.
    """
    every = logits.logsumexp(dim=1)
    sentence = every - logits.masked_fill(~batch.gold[..., None], NOTHING).logsumexp(dim=1)
    known = batch.spans.any(dim=1)
    span = every - logits.masked_fill(~batch.spans, NOTHING).logsumexp(dim=1)
    span = torch.where(known, span, torch.zeros_like(span))
    total = ((sentence + SPAN_WEIGHT * span).mean(1) * batch.labelled).sum()
    best = sentence_logits(logits, batch).amax(1)
    apart = best[:, None] - best[None]
    beside = batch.group[:, None] == batch.group[None]
    answers = ~batch.gold[:, 0] & batch.labelled
    higher = beside & answers[:, None] & (batch.gold[:, 0] & batch.labelled)[None]
    total = total + PAIR_WEIGHT * (softplus(MARGIN - apart) * higher).sum()
    same = (beside & (batch.meaning[:, None] == batch.meaning[None])).triu(1)
    far = smooth_l1_loss(apart, torch.zeros_like(apart), reduction="none")
    return total + SAME_WEIGHT * (far * same).sum()


def sentence_logits(logits: Tensor, batch: Batch) -> Tensor:
    """Log-odds of every sentence against the null, mean of the two heads; (rows, sentences)."""
    count = min(int(batch.sentence.max()), MOST_SENTENCES)
    number = torch.arange(1, count + 1, device=logits.device)
    inside = batch.sentence[:, None] == number[None, :, None]
    spread = logits[:, None].masked_fill(~inside[..., None], NOTHING)
    return (spread.logsumexp(2) - logits[:, :1]).mean(-1)
