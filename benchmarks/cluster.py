"""Answers from Milvus beside answers from the index folder: the same documents, order and scores?

    python benchmarks/cluster.py SET milvus.db --limit 60
    python benchmarks/cluster.py SET http://127.0.0.1:19530

SET is a folder as `qa-bot eval` reads it. One generation is built, asked, published and asked
again, once with every record fetched and once with those of the questions before remembered; the
reader is off. The index in Milvus is called `qa_bot_benchmark` and is left there.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from qa_bot import QABot
from qa_bot.building.given_documents import build_documents
from qa_bot.config import Settings
from qa_bot.evaluation.dataset import load_dataset
from qa_bot.index.backend import publish_live
from qa_bot.models.opening import open_encoder

RANKED = 10


def main() -> None:
    """Measure, and print a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("uri")
    parser.add_argument("--limit", type=int, default=60)
    given = parser.parse_args()
    dataset = load_dataset(given.set)
    questions = [question.text for question in dataset.questions[: given.limit]]
    encoder = open_encoder()
    local = Settings(reader="off", store="exact")
    remote = Settings(
        reader="off", store="milvus", milvus_uri=given.uri, milvus_name="qa_bot_benchmark"
    )
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        report = build_documents(dataset.corpus, index, settings=local, encoder=encoder)
        started = time.perf_counter()
        publish_live(index, remote)
        published = time.perf_counter() - started
        with QABot.open(index, settings=local, encoder=encoder) as bot:
            _ask(bot, questions)
            expected, ms = _ask(bot, questions)
    started = time.perf_counter()
    with QABot.open(settings=remote, encoder=encoder) as bot:
        opened = time.perf_counter() - started
        fetched, fetched_ms = _ask(bot, questions)
        remembered, remembered_ms = _ask(bot, questions)
    figures = {
        "where": "Milvus Lite, a file" if given.uri.endswith(".db") else "a server",
        "documents": report.documents,
        "passages": report.passages,
        **_compare(fetched + remembered, expected * 2),
        "publishing_s": round(published, 1),
        "opening_s": round(opened, 2),
        "folder_ms": round(statistics.median(ms)),
        "fetched_ms": round(statistics.median(fetched_ms)),
        "remembered_ms": round(statistics.median(remembered_ms)),
    }
    print(json.dumps(figures))


def _ask(bot: QABot, questions: list[str]):
    """The ten best hits of every question and its answer's text, and the milliseconds of each."""
    found, ms = [], []
    for question in questions:
        started = time.perf_counter()
        answer = bot.answer(question)
        ms.append(1000 * (time.perf_counter() - started))
        hits = [(h.passage, h.score, h.dense, h.lexical) for h in bot.search(question, RANKED)]
        found.append((hits, answer.text, answer.confidence))
    return found, ms


def _compare(found, expected) -> dict[str, float]:
    """How many questions have the same hits in the same order, and the largest difference."""
    pairs = list(zip(found, expected, strict=True))
    order = sum([h[0] for h in a[0]] == [h[0] for h in b[0]] for a, b in pairs)
    texts = sum(a[1] == b[1] for a, b in pairs)
    largest = max(
        abs(x - y)
        for a, b in pairs
        for first, second in zip(a[0], b[0], strict=True)
        for x, y in zip(first[1:], second[1:], strict=True)
    )
    sure = max(abs(a[2] - b[2]) for a, b in pairs)
    return {
        "questions": len(pairs),
        "same_order": order,
        "same_answers": texts,
        "largest_score_difference": float(f"{largest:.1e}"),
        "largest_confidence_difference": float(f"{sure:.1e}"),
    }


if __name__ == "__main__":
    main()
