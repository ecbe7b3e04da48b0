"""A build here and on a Ray cluster: the share of each stage, and how many texts a second.

    python benchmarks/ray_encoding.py auto --copies 20
    python benchmarks/ray_encoding.py local

The corpus is the essay, each copy with words of its own. The workers have opened their model
before the clock starts; `local` starts a cluster of this machine's cores.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from qa_bot import build_index
from qa_bot.config import Settings
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder
from qa_bot.models.ray_encoder import open_ray_encoder

ESSAY = Path(__file__).parent.parent / "corpus" / "international-institutions-and-cybersecurity.txt"


class Timed:
    """An encoder whose seconds of encoding passages are added up."""

    def __init__(self, encoder: Encoder) -> None:
        encoder.encode_passages([f"A text to open the model with, {i}. " * 40 for i in range(64)])
        self.encoder = encoder
        self.identity = encoder.identity
        self.count_tokens = encoder.count_tokens
        self.encode_questions = encoder.encode_questions
        self.seconds = 0.0

    def encode_passages(self, passages, progress=None):
        """Encode, and add up the seconds."""
        started = time.perf_counter()
        rows = self.encoder.encode_passages(passages, progress)
        self.seconds += time.perf_counter() - started
        return rows


def main() -> None:
    """Measure, and print lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--copies", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = folder / "corpus"
        corpus.mkdir()
        essay = ESSAY.read_text(encoding="utf-8")
        for number in range(given.copies):
            text = essay.replace(". ", f" in report {number}. ")
            (corpus / f"{number}.txt").write_text(text, encoding="utf-8")
        _build("here", corpus, folder / "here", open_encoder())
        with open_ray_encoder(given.address, Settings()) as spread:
            _build(f"Ray, {given.address}", corpus, folder / "ray", spread)
        with Index.open(folder / "here") as own, Index.open(folder / "ray") as other:
            rows, others = own.passages.vectors, other.passages.vectors
            print(f"vectors: {rows.shape}, differ by {np.abs(rows - others).max():.1e}")


def _build(name: str, corpus: Path, index: Path, encoder: Encoder) -> None:
    timed = Timed(encoder)
    report = build_index(corpus, index, encoder=timed)
    print(
        f"{name}: {report.encoded} texts encoded in {timed.seconds:.1f} s "
        f"({report.encoded / timed.seconds:.1f} a second), "
        f"all the rest in {report.seconds - timed.seconds:.1f} s"
    )


if __name__ == "__main__":
    main()
