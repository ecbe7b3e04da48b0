"""Encoding: `python benchmarks/encoding.py CORPUS [--texts 200] [--rounds 3]`.

CORPUS is a `corpus.jsonl` (`text` a line). Encodes its paragraphs, then their sentences, by turns
one text a call, as builds do and as builds do in eight bits (with the least and the middle cosine
to the exact vectors), and says texts a second by the clock and by processor time, and
which share of this machine's measured matrix-product rate the model's arithmetic reaches.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np

from qa_bot.building.splitting import split_sentences
from qa_bot.config import Settings
from qa_bot.models import onnx_encoder
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder

LAYERS, WIDTH, INNER = 6, 384, 1536
"""MiniLM's shape."""


def operations(tokens: int) -> float:
    """Floating-point operations to encode a text: a multiplication and an addition count two."""
    projections = 2 * (4 * WIDTH * WIDTH + 2 * WIDTH * INNER)
    attention = 4 * tokens * WIDTH
    return float(LAYERS * tokens * (projections + attention))


def product_rate(size: int = 1536, rounds: int = 4) -> float:
    """Operations a second in a large matrix product; the best of a few rounds, by the clock."""
    left = np.random.default_rng(0).random((size, size), np.float32)
    best = 0.0
    for _ in range(rounds):
        started = time.perf_counter()
        _ = left @ left
        best = max(best, 2 * size**3 / (time.perf_counter() - started))
    return best


def measure(encoder: Encoder, texts: list[str], tokens: int) -> dict[str, float]:
    """Encode once with batches of so many tokens."""
    onnx_encoder._BATCH_TOKENS = tokens
    encoder.encode_passages(texts[:8])
    clock, processor = time.perf_counter(), time.process_time()
    encoder.encode_passages(texts)
    return {
        "texts_s": len(texts) / (time.perf_counter() - clock),
        "texts_processor_s": len(texts) / (time.process_time() - processor),
    }


def main() -> None:
    """Measure by turns, and print medians as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    lines = given.corpus.read_text(encoding="utf-8").splitlines()[: given.texts]
    paragraphs = [json.loads(line)["text"] for line in lines]
    sentences = [t[s.start : s.end] for t in paragraphs for s in split_sentences(t, 0, len(t))]
    sentences = sentences[: given.texts * 2]
    encoder, small = (open_encoder(Settings(encoding=one)) for one in ("fp32", "int8"))
    for name, texts in (("paragraphs", paragraphs), ("sentences", sentences)):
        work = sum(operations(min(n + 2, 256)) for n in encoder.count_tokens(texts)) / len(texts)
        runs = {"one text a call": [], "as builds do": [], "in eight bits": []}
        rates = []
        for _ in range(given.rounds):
            rates.append(product_rate())
            runs["one text a call"].append(measure(encoder, texts, 1))
            runs["as builds do"].append(measure(encoder, texts, 192))
            runs["in eight bits"].append(measure(small, texts, 192))
        pairs = encoder.encode_passages(texts) * small.encode_passages(texts)
        cosines = pairs.sum(axis=1)
        print(
            json.dumps(
                {
                    "texts": name,
                    "cosine_least": round(float(cosines.min()), 4),
                    "cosine_median": round(float(np.median(cosines)), 4),
                }
            )
        )
        for how, found in runs.items():
            middle = {key: float(np.median([one[key] for one in found])) for key in found[0]}
            figures = {
                "texts": name,
                "how": how,
                **{key: round(value, 1) for key, value in middle.items()},
                "gflops": round(middle["texts_s"] * work / 1e9, 1),
                "product_gflops": round(float(np.median(rates)) / 1e9, 1),
                "share": round(middle["texts_s"] * work / float(np.median(rates)), 2),
                "cores": os.cpu_count(),
            }
            print(json.dumps(figures))


if __name__ == "__main__":
    main()
