"""Train a network on rows: the reader or its teacher, on a GPU in minutes, on a CPU in hours."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from reader_training.batches import micro_batches
from reader_training.model import ReaderNet
from reader_training.objective import mean_loss, sentence_logits
from reader_training.rows import Rows
from reader_training.teacher import TeacherNet

WARM_UP, FLOOR, DECAY = 0.05, 0.02, 0.9
"""Shares of a run and of the highest rate, and how the rate falls from a layer to the next."""
HEAD_RATE = 1e-3
EMA = 0.999
"""How much of the running mean of the weights a step keeps; the mean is what a run gives."""
READ_TOKENS = 2**17
LOG_STEPS = 200


@dataclass(frozen=True)
class Plan:
    """How long a run goes on, and how fast it learns.

    A run ends after so many rows or seconds, whichever comes first, and its rate falls to the
    floor by then.
    """

    rows: int
    rate: float
    """The highest rate of the top layer."""
    tokens: int = 2**14
    """Padded tokens of a batch."""
    seconds: float = math.inf


class Trainer:
    """A run.

    Args:
        net: the network, on its device, in place.
        rows: what trains, on the same device.
        plan: the schedule.
        log: a file that every line of progress is added to.
        teacher: logits of a teacher, flat as in `Rows`; without it the labels alone teach.
    """

    def __init__(
        self,
        net: ReaderNet | TeacherNet,
        rows: Rows,
        plan: Plan,
        log: Path,
        teacher: Tensor | None = None,
    ) -> None:
        self.net, self.rows, self.plan, self.log, self.teacher = net, rows, plan, log, teacher
        self.device = rows.flat_ids.device.type
        parts = list(net.parts())
        rates = [HEAD_RATE, *(plan.rate * DECAY**depth for depth in range(len(parts) - 1))]
        self.optimizer = torch.optim.AdamW(
            [{"params": part, "lr": rate} for part, rate in zip(parts, rates, strict=True)],
            weight_decay=0.01,
            betas=(0.9, 0.98),
            fused=self.device == "cuda",
        )
        self.peaks = rates
        self.mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(EMA))
        self.mean.requires_grad_(False)

    def run(self) -> ReaderNet | TeacherNet:
        """Train; returns the network with the running mean of its weights."""
        began, seen, losses = time.monotonic(), 0, []
        for step, numbers in enumerate(self._batches(), 1):
            spent = time.monotonic() - began
            share = max(seen / self.plan.rows, spent / self.plan.seconds)
            if share >= 1:
                break
            losses.append(self._step(numbers, rate_at(share)))
            seen += len(numbers)
            if step % LOG_STEPS == 0:
                mean = float(torch.stack(losses).mean())
                losses = []
                self.note(f"step {step} rows {seen} minutes {spent / 60:.2f} loss {mean:.4f}")
        return self.mean.module.eval()

    def _batches(self) -> Iterator[Tensor]:
        """Row numbers of batch after batch, without end."""
        group = self.rows.group.cpu().numpy()
        begins = np.flatnonzero(np.diff(group, prepend=-1))
        sizes = np.diff(begins, append=len(group))
        widths = np.maximum.reduceat(self.rows.lengths().cpu().numpy(), begins)
        epoch = 0
        while True:
            made = micro_batches(sizes.tolist(), widths.tolist(), self.plan.tokens, epoch)
            for groups in made:
                yield torch.from_numpy(
                    np.concatenate([np.arange(begins[g], begins[g] + sizes[g]) for g in groups])
                )
            epoch += 1

    def _step(self, numbers: Tensor, scale: float) -> Tensor:
        for group, peak in zip(self.optimizer.param_groups, self.peaks, strict=True):
            group["lr"] = peak * scale
        batch = self.rows.batch(numbers, self.teacher)
        with in_bfloat16(self.device):
            logits = self.net(**batch.inputs)
        loss = mean_loss(logits.float(), batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.mean.update_parameters(self.net)
        return loss.detach()

    def note(self, text: str) -> None:
        """Print a line and keep it."""
        print(text, flush=True)
        with self.log.open("a", encoding="utf-8") as log:
            log.write(text + "\n")


def in_bfloat16(device: str) -> torch.autocast:
    """Compute in bfloat16, but for processors that emulate it: these take several times as long."""
    has_it = device != "cpu" or torch.cpu.get_capabilities().get("avx512_bf16", False)
    return torch.autocast(device, torch.bfloat16, enabled=has_it)


def rate_at(share: float) -> float:
    """The rate's factor after a share of the run: a linear warm-up, a cosine down to a floor."""
    if share < WARM_UP:
        return max(share, 0.002) / WARM_UP
    rest = min(1.0, (share - WARM_UP) / (1 - WARM_UP))
    return FLOOR + (1 - FLOOR) * (1 + math.cos(math.pi * rest)) / 2


@torch.inference_mode()
def read_rows(net: torch.nn.Module, rows: Rows) -> Tensor:
    """A network's logits of all rows, flat as in `Rows`, in half precision; (tokens, 2)."""
    device = rows.flat_ids.device
    made = torch.zeros(len(rows.flat_ids), 2, dtype=torch.half, device=device)
    lengths = rows.lengths().cpu()
    order = lengths.argsort()
    widths = lengths[order].tolist()
    net.eval()
    for groups in micro_batches([1] * len(widths), widths, READ_TOKENS, 0):
        numbers = order[groups]
        batch = rows.batch(numbers)
        with in_bfloat16(device.type):
            logits = net(**batch.inputs)
        mask = batch.inputs["attention_mask"].bool()
        place = torch.arange(mask.shape[1], device=device)[None]
        at = rows.first[numbers.to(device)][:, None] + place
        made[at[mask]] = logits[mask].half()
    return made


def judge_rows(net: torch.nn.Module, rows: Rows) -> str:
    """AUROC of the best sentence, refused at .90 answered, and a gold sentence first."""
    logits = read_rows(net, rows)
    best, first = [], []
    for start in range(0, len(rows), 512):
        batch = rows.batch(list(range(start, min(start + 512, len(rows)))), logits)
        assert batch.taught is not None
        scores = sentence_logits(batch.taught, batch)
        top, place = scores.max(1)
        gold = rows.gold[start : start + 512]
        best += top.tolist()
        first += (((gold >> place) & 1) > 0).tolist()
    answers = (rows.gold != 0).cpu().numpy()
    return told_apart(np.array(best), answers, np.array(first))


def told_apart(
    best: NDArray[np.float64], answers: NDArray[np.bool_], first: NDArray[np.bool_]
) -> str:
    """The figures of `judge_rows` in words; arrays of shape (rows,)."""
    bar = np.quantile(best[answers], 0.1)
    refused = float(np.mean(best[~answers] < bar)) if not answers.all() else math.nan
    auroc = float(roc_auc_score(answers, best)) if not answers.all() else math.nan
    return (
        f"auroc {auroc:.3f} refused-at-.90 {refused:.3f} "
        f"sentence-first {float(first[answers].mean()):.3f}"
    )
