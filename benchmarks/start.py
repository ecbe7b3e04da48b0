"""Start-up and batches: `python benchmarks/start.py INDEX [--rounds 5]`.

Says how long whole processes take (`import qa_bot`, `qa-bot --help`, `qa-bot ask`), by the clock
and by processor time, beside Python alone; and how many answers a second `answer_many` gives beside
a loop of `answer`, without the reader. Medians of rounds that alternate.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from qa_bot import QABot
from qa_bot.config import Settings

QUESTION = "Who runs the Global Response Center?"


def run(words: list[str]) -> tuple[float, float]:
    """A process's seconds by the clock, and of processor time."""
    before, started = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *words], capture_output=True, check=False)
    after = os.times()
    spent = after.children_user + after.children_system
    return time.perf_counter() - started, spent - before.children_user - before.children_system


def main() -> None:
    """Measure by turns, and print medians as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("index", type=Path)
    parser.add_argument("--questions", type=Path, help="queries.jsonl with `text` a line")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    asking = ["-m", "qa_bot", "ask", QUESTION, "--index", str(given.index)]
    commands = {
        "python": ["-c", "pass"],
        "import qa_bot": ["-c", "import qa_bot"],
        "qa-bot --help": ["-m", "qa_bot", "--help"],
        "qa-bot ask": asking,
        "import sentence_transformers": ["-c", "import sentence_transformers"],
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(given.rounds):
        for name, words in commands.items():
            taken[name].append(run(words))
        os.environ["QA_BOT_READER"] = "off"
        taken.setdefault("qa-bot ask, no reader", []).append(run(asking))
        del os.environ["QA_BOT_READER"]
    for name, times in taken.items():
        clock, processor = np.median(np.array(times), axis=0)
        print(json.dumps({"what": name, "s": round(clock, 2), "processor_s": round(processor, 2)}))
    if given.questions:
        lines = given.questions.read_text(encoding="utf-8").splitlines()[:100]
        compare([json.loads(line)["text"] for line in lines], given.index, given.rounds)


def compare(questions: list[str], index: Path, rounds: int) -> None:
    """Answers a second, one by one and together."""
    with QABot.open(index, settings=Settings(reader="off")) as bot:
        bot.answer_many(questions[:8])
        rates = []
        for _ in range(rounds):
            times = [time.perf_counter()]
            for question in questions:
                bot.answer(question)
            times.append(time.perf_counter())
            bot.answer_many(questions)
            times.append(time.perf_counter())
            rates.append(len(questions) / np.diff(times))
        loop, together = np.median(np.array(rates), axis=0)
    what = f"{len(questions)} answers without the reader"
    print(json.dumps({"what": what, "loop_s": round(loop, 1), "together_s": round(together, 1)}))


if __name__ == "__main__":
    main()
