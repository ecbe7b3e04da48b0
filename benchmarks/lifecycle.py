"""Time builds of a library: the first, with nothing changed, with one document more, one removed.

python benchmarks/lifecycle.py CORPUS.JSONL … [--documents N] [--by-chance]

Each line of the files has `id`, `title` and `text`; the first N of them (1,000) become files of
their own. The model's graph is loaded before the first clock starts. With --by-chance the vectors
of the first build are drawn by chance, which leaves all later builds what they are.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from qa_bot import build_index
from qa_bot.models.encoder import Encoder, Progress, Vectors
from qa_bot.models.opening import open_encoder
from qa_bot.reading.report import BuildReport

REPEATS = 5


def main() -> None:
    """Print a line of JSON a kind of build; of those that are repeated the median."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--by-chance", action="store_true")
    given = parser.parse_args()
    count = given.documents
    lines = [line for path in given.corpora for line in path.open(encoding="utf-8")]
    texts = [json.loads(line) for line in lines[: count + 2 * REPEATS]]
    encoder = open_encoder()
    encoder.encode_passages(["Load the graph."])
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        corpus.mkdir()
        for number, text in enumerate(texts[:count]):
            write(corpus / f"{number:05}.txt", text)
        time.sleep(3)  # until the files' times are old enough to be trusted

        def build(model: Encoder = encoder) -> tuple[float, float, BuildReport]:
            started, busy = time.perf_counter(), time.process_time()
            report = build_index(corpus, index, encoder=model)
            return time.perf_counter() - started, time.process_time() - busy, report

        show("the first", [build(Chance(encoder) if given.by_chance else encoder)])
        show("nothing changed", [build() for _ in range(REPEATS)])
        added, removed, commands = [], [], []
        for number, text in enumerate(texts[count : count + REPEATS], count):
            write(corpus / f"{number:05}.txt", text)
            added.append(build())
        show("one document added", added)
        for number, text in enumerate(texts[count + REPEATS :], count + REPEATS):
            write(corpus / f"{number:05}.txt", text)
            report = replace(added[-1][2], documents=number + 1)
            commands.append((*run_build(corpus, index), report))
        show("one document added by a command of its own", commands)
        for number in range(REPEATS):
            (corpus / f"{number:05}.txt").unlink()
            removed.append(build())
        show("one document removed", removed)


def run_build(corpus: Path, index: Path) -> tuple[float, float]:
    """A whole `qa-bot build`: seconds by the clock, and of processor time."""
    words = ["build", "--corpus", str(corpus), "--index", str(index)]
    before, started = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-m", "qa_bot", *words], check=True, capture_output=True)
    after = os.times()
    spent = after.children_user + after.children_system
    return time.perf_counter() - started, spent - before.children_user - before.children_system


class Chance:
    """A model that draws vectors by chance and is like another one in all else."""

    def __init__(self, model: Encoder) -> None:
        self._chance = np.random.default_rng(7)
        self.identity, self.count_tokens = model.identity, model.count_tokens

    def encode_passages(self, passages: Sequence[str], _: Progress | None = None) -> Vectors:
        """Unit vectors, (passages, dim)."""
        rows = self._chance.standard_normal((len(passages), self.identity.dim), np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    encode_questions = encode_passages


def show(name: str, builds: list[tuple[float, float, BuildReport]]) -> None:
    """Print the medians of some builds of one kind."""
    seconds, busy, reports = zip(*builds, strict=True)
    figures = {
        "build": name,
        "documents": reports[-1].documents,
        "seconds": round(statistics.median(seconds), 2),
        "processor_s": round(statistics.median(busy), 2),
        "encoded": reports[-1].encoded,
    }
    print(json.dumps(figures), flush=True)


def write(path: Path, text: dict[str, str]) -> None:
    """Write one document."""
    path.write_text(f"{text['title']}\n\n{text['text']}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
