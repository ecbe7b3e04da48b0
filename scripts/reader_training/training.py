"""Encoded examples come in, a trained checkpoint goes out.

Two single-threaded workers share the weights and take micro-batches from one queue: on two busy
cores that gives more than twice the examples a second of one process with two threads (6.2 against
2.4), because neither waits for the other inside a matrix product. The learning rate follows the
share of the time budget that is spent, so that a run on a busy machine still ends its schedule.
"""

from __future__ import annotations

import copy
import math
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from reader_training.model import Encoded, ReaderNet, collate, sentence_logits, sum_loss

WORKERS = 2
MICRO, BATCH = 4, 16
BODY_RATE, HEAD_RATE, DECAY = 1.2e-4, 1e-3, 0.9
WARM_UP, FLOOR = 0.05, 0.02
SPAN_WEIGHT = 0.5
CHUNK = 512
"""Examples that are sorted by length together, so that a micro-batch holds similar lengths."""


class Trainer:
    """A run that can be stopped and taken up again.

    Args:
        net: the network, in place.
        examples: what trains.
        validation: unseen questions, for the curve only.
        folder: where the checkpoint and the log lie.
        minutes: the whole time budget.
    """

    def __init__(
        self,
        net: ReaderNet,
        examples: list[Encoded],
        validation: list[Encoded],
        folder: Path,
        minutes: float,
    ) -> None:
        self.net, self.examples, self.validation = net, examples, validation
        self.folder, self.budget = folder, minutes * 60
        self.step, self.spent, self.seen = 0, 0.0, 0
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

    def run(self, save_every: float = 240.0) -> None:
        """Train until the budget is spent."""
        self._resume()
        saved, losses = self.spent, []
        with ThreadPoolExecutor(WORKERS) as pool:
            while self.spent < self.budget:
                began = time.monotonic()
                losses.append(self._step(pool))
                self.spent += time.monotonic() - began
                if self.step % 50 == 0:
                    self._log(f"loss {np.mean(losses):.3f}")
                    losses = []
                if self.spent - saved > save_every or self.spent >= self.budget:
                    saved = self.spent
                    began = time.monotonic()
                    self._log(self._validate(pool))
                    self.spent += time.monotonic() - began
                    self.save()

    def _step(self, pool: ThreadPoolExecutor) -> float:
        batches = self._micro_batches()
        free = list(self.replicas)

        def work(rows: list[Encoded]) -> float:
            torch.set_num_threads(1)
            replica = free.pop()
            batch = collate(rows)
            loss = sum_loss(replica(**batch["inputs"]), batch, SPAN_WEIGHT)
            (loss / BATCH).backward()
            free.append(replica)
            return float(loss.detach())

        total = sum(pool.map(work, batches))
        for twin in self.replicas[1:]:
            for own, shared in zip(twin.parameters(), self.net.parameters(), strict=True):
                if own.grad is not None:
                    shared.grad = own.grad if shared.grad is None else shared.grad.add_(own.grad)
                    own.grad = None
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        scale = rate_at(self.spent / self.budget)
        for group, peak in zip(self.optimizer.param_groups, self.peaks, strict=True):
            group["lr"] = peak * scale
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step, self.seen = self.step + 1, self.seen + BATCH
        return total / BATCH

    def _micro_batches(self) -> list[list[Encoded]]:
        """The step's examples; the order depends on the step's number alone."""
        steps = len(self.examples) // BATCH
        epoch, place = divmod(self.step, steps)
        order = list(range(len(self.examples)))
        random.Random(epoch).shuffle(order)
        chunk, inside = divmod(place * BATCH, CHUNK)
        members = order[chunk * CHUNK : (chunk + 1) * CHUNK]
        members.sort(key=lambda i: len(self.examples[i].ids))
        micro = [members[i : i + MICRO] for i in range(0, len(members), MICRO)]
        random.Random(epoch * 100_003 + chunk).shuffle(micro)
        first = inside // MICRO
        taken = micro[first : first + BATCH // MICRO]
        return [[self.examples[i] for i in rows] for rows in taken]

    def _validate(self, pool: ThreadPoolExecutor) -> str:
        """AUROC of the best sentence, and how often a gold sentence comes first."""
        self.net.eval()

        def work(row: Encoded) -> np.ndarray:
            torch.set_num_threads(1)
            with torch.inference_mode():
                return sentence_logits(self.net(**collate([row])["inputs"])[0], row).numpy()

        scores = list(pool.map(work, self.validation))
        self.net.train()
        answers = [bool(row.gold) for row in self.validation]
        first = [
            int(s.argmax()) in r.gold
            for s, r in zip(scores, self.validation, strict=True)
            if r.gold
        ]
        auroc = roc_auc_score(answers, [s.max() for s in scores])
        return f"validation auroc {auroc:.3f} sentence-first {np.mean(first):.3f}"

    def _log(self, text: str) -> None:
        line = f"step {self.step} examples {self.seen} minutes {self.spent / 60:.1f} {text}"
        print(line, flush=True)
        with (self.folder / "training.log").open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    def save(self) -> None:
        """Write the checkpoint beside the last one, then put it in its place."""
        state = {
            "net": self.net.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "progress": (self.step, self.spent, self.seen),
        }
        torch.save(state, self.folder / "writing.pt")
        (self.folder / "writing.pt").replace(self.folder / "checkpoint.pt")
        torch.save(self.net.half_state(), self.folder / f"weights-{self.seen:06d}.pt")

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        if not path.is_file():
            return
        state = torch.load(path, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.spent, self.seen = state["progress"]


def rate_at(share: float) -> float:
    """The learning rate's factor: a linear warm-up, then a cosine down to a floor."""
    if share < WARM_UP:
        return max(share, 0.002) / WARM_UP
    rest = min(1.0, (share - WARM_UP) / (1 - WARM_UP))
    return FLOOR + (1 - FLOOR) * (1 + math.cos(math.pi * rest)) / 2
