"""Train the network on encoded groups, so that the run can be stopped and taken up again.

Two single-threaded workers share the weights and take micro-batches from one queue: on two busy
cores that gives more than twice the examples a second of one process with two threads, because
neither waits for the other inside a matrix product. Forward passes run in bfloat16 where the
processor has it (25 examples a second instead of 18 on two idle cores). The learning rate follows
the examples seen, not the clock.
"""

from __future__ import annotations

import copy
import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from reader_training.batches import micro_batches
from reader_training.model import ReaderNet
from reader_training.objective import Group, collate, sentence_logits, sum_loss

WORKERS = 2
MICRO = 12
"""Rows of a micro-batch, about; a step takes one from each worker."""
BODY_RATE, HEAD_RATE, DECAY = 1.4e-4, 1e-3, 0.9
WARM_UP, FLOOR = 0.05, 0.02
BFLOAT16 = torch.cpu.get_capabilities().get("avx512_bf16", False)
"""Whether the processor computes in bfloat16; emulated it takes several times as long."""
SAVE_SECONDS, CHECK_EXAMPLES, LOG_STEPS = 240.0, 10_000, 50


@dataclass(frozen=True)
class Phase:
    """A stretch of the schedule: a warm-up to `peak`, then a cosine down to the floor."""

    examples: int
    peak: float = 1.0
    """Of the highest rates."""


class Trainer:
    """A run over all phases.

    Args:
        net: the network, in place.
        groups: what trains.
        validation: unseen questions, one a group, for the curve only.
        folder: where the checkpoint, the weights and the log lie.
        phases: the schedule.
    """

    def __init__(
        self,
        net: ReaderNet,
        groups: list[Group],
        validation: list[Group],
        folder: Path,
        phases: list[Phase],
    ) -> None:
        self.net, self.groups, self.validation = net, groups, validation
        self.folder, self.phases = folder, phases
        self.total = sum(phase.examples for phase in phases)
        self.step, self.epoch, self.place, self.seen, self.spent = 0, 0, 0, 0, 0.0
        self.replicas = [net, *(self._twin() for _ in range(WORKERS - 1))]
        self.optimizer = torch.optim.AdamW(self._groups(), weight_decay=0.01, betas=(0.9, 0.98))
        self.peaks = [group["lr"] for group in self.optimizer.param_groups]

    def _twin(self) -> ReaderNet:
        """A replica whose weights are the network's own, with gradients of its own."""
        twin = copy.deepcopy(self.net)
        for own, shared in zip(twin.parameters(), self.net.parameters(), strict=True):
            own.data = shared.data
        return twin

    def _groups(self) -> list[dict[str, Any]]:
        layers = self.net.bert.encoder.layer
        groups = [{"params": list(self.net.heads.parameters()), "lr": HEAD_RATE}]
        for number in range(self.net.frozen, len(layers)):
            rate = BODY_RATE * DECAY ** (len(layers) - 1 - number)
            groups.append({"params": list(layers[number].parameters()), "lr": rate})
        return groups

    def run(self) -> None:
        """Train until every phase has had its examples."""
        self._resume()
        order = micro_batches(self.groups, MICRO, self.epoch)
        saved, losses = time.monotonic(), []
        with ThreadPoolExecutor(WORKERS) as pool:
            while self.seen < self.total:
                if self.place + WORKERS > len(order):
                    self.epoch, self.place = self.epoch + 1, 0
                    order = micro_batches(self.groups, MICRO, self.epoch)
                began, before = time.monotonic(), self.seen
                losses.append(self._step(pool, order[self.place : self.place + WORKERS]))
                self.spent += time.monotonic() - began
                if self.step % LOG_STEPS == 0:
                    self._log(f"loss {np.mean(losses):.3f}")
                    losses = []
                if self._due(before):
                    self._log(self._validate(pool))
                    torch.save(self.net.half_state(), self._weights())
                if self._due(before) or time.monotonic() - saved > SAVE_SECONDS:
                    self.save()
                    saved = time.monotonic()

    def _due(self, before: int) -> bool:
        """Whether a check or the end of a phase lies between `before` and what is seen now."""
        ends = np.cumsum([phase.examples for phase in self.phases])
        passed = any(before < end <= self.seen for end in ends)
        return passed or before // CHECK_EXAMPLES != self.seen // CHECK_EXAMPLES

    def _step(self, pool: ThreadPoolExecutor, micro: list[list[int]]) -> float:
        batches = [[self.groups[i] for i in numbers] for numbers in micro]
        count = sum(len(group) for groups in batches for group in groups)
        free = list(self.replicas)

        def work(groups: list[Group]) -> float:
            torch.set_num_threads(1)
            replica = free.pop()
            batch = collate(groups)
            with torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16):
                logits = replica(**batch.inputs)
            loss = sum_loss(logits.float(), batch) / count
            loss.backward()
            free.append(replica)
            return float(loss.detach())

        total = sum(pool.map(work, batches))
        for twin in self.replicas[1:]:
            for own, shared in zip(twin.parameters(), self.net.parameters(), strict=True):
                if own.grad is not None:
                    shared.grad = own.grad if shared.grad is None else shared.grad.add_(own.grad)
                    own.grad = None
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        scale = rate_at(self.seen, self.phases)
        for group, peak in zip(self.optimizer.param_groups, self.peaks, strict=True):
            group["lr"] = peak * scale
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step, self.seen, self.place = self.step + 1, self.seen + count, self.place + WORKERS
        return total

    def _validate(self, pool: ThreadPoolExecutor) -> str:
        """AUROC of the best sentence, and how often a gold sentence comes first."""
        self.net.eval()
        rows = sorted(self.validation, key=lambda group: len(group[0].ids))
        batches = [rows[i : i + 16] for i in range(0, len(rows), 16)]
        scores = [s for part in pool.map(self._read, batches) for s in part]
        self.net.train()
        answers = [bool(row.gold) for (row,) in rows]
        first = [int(s.argmax()) in r.gold for s, (r,) in zip(scores, rows, strict=True) if r.gold]
        best = np.array([s.max() for s in scores])
        bar = np.quantile(best[answers], 0.1)
        refused = np.mean(best[~np.array(answers)] < bar)
        auroc = roc_auc_score(answers, best)
        return (
            f"validation auroc {auroc:.3f} refused-at-.90 {refused:.3f} "
            f"sentence-first {np.mean(first):.3f}"
        )

    def _read(self, groups: list[Group]) -> list[np.ndarray]:
        torch.set_num_threads(1)
        batch = collate(groups)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16):
            return list(sentence_logits(self.net(**batch.inputs).float(), batch).numpy())

    def _log(self, text: str) -> None:
        line = f"step {self.step} examples {self.seen} minutes {self.spent / 60:.1f} {text}"
        print(line, flush=True)
        with (self.folder / "training.log").open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    def _weights(self) -> Path:
        return self.folder / f"weights-{self.seen:06d}.pt"

    def save(self) -> None:
        """Write the checkpoint beside the last one, then put it in its place."""
        state = {
            "net": self.net.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "progress": (self.step, self.epoch, self.place, self.seen, self.spent),
        }
        torch.save(state, self.folder / "writing.pt")
        (self.folder / "writing.pt").replace(self.folder / "checkpoint.pt")

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        if not path.is_file():
            return
        state = torch.load(path, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.epoch, self.place, self.seen, self.spent = state["progress"]


def rate_at(seen: int, phases: list[Phase]) -> float:
    """The learning rate's factor after so many examples."""
    for phase in phases:
        if seen < phase.examples:
            return phase.peak * cosine(seen / phase.examples)
        seen -= phase.examples
    return phases[-1].peak * FLOOR


def cosine(share: float) -> float:
    """A linear warm-up, then a cosine down to a floor."""
    if share < WARM_UP:
        return max(share, 0.002) / WARM_UP
    rest = min(1.0, (share - WARM_UP) / (1 - WARM_UP))
    return FLOOR + (1 - FLOOR) * (1 + math.cos(math.pi * rest)) / 2
