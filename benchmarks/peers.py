"""This project beside others: `python benchmarks/peers.py --data SET [--runs 3]`.

SET is a data set as `qa-bot eval` reads it. Every system holds the same weights (all-MiniLM-L6-v2;
cairn-assistant matches words and has none), gets the same texts (title, new line, paragraph) and
works in processes of its own: one builds, one opens the index and answers, one opens it, asks one
question and ends. Systems take turns; figures are medians of the rounds, of which no more are made
than fit into `--minutes`. The peers, in an environment that has this project (PyTorch as it is
there):

    pip install langchain-community==0.4.2 haystack-ai==3.4.1 txtai==9.14.0
    pip install sentence-transformers-haystack==2.0.0 llama-index-vector-stores-faiss==0.7.0
    pip install llama-index-core==0.14.25 llama-index-embeddings-huggingface==0.8.0
    pip install --no-deps langchain-huggingface==1.2.3
    pip install groundrag==0.3.0
    pip install --no-deps cairn-assistant==0.3.0

(the last without what it depends on, because it asks for an older huggingface-hub). A system that
is not installed is passed over.

The columns: *ready*, from starting the process until the model has encoded a text. *Same vectors*,
encoding the documents as they are, which is what the peers' builds do. *Build*, documents to an
index on disk; ours encodes every sentence besides, for its excerpts. *Question*, ten ranked
documents. *Answer*, a question with its excerpts and the decision to decline. *Resident*, the
answering process's memory. *Ask once*, a whole process that asks one question of a ready index.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from groundrag_systems import Groundrag
from lexical_systems import Cairn
from own_systems import QABot, QABotReader
from peer_systems import PEERS, System, Texts
from peer_table import Figures, take_medians, write_table

SYSTEMS: dict[str, type[System]] = {
    s.name: s for s in (QABot, QABotReader, *PEERS, Groundrag, Cairn)
}

ASKED = "asked.json"
OFFLINE = {"HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"}


def read_texts(data: Path, documents: int) -> Texts:
    """The first documents, each with its title before it."""
    lines = (data / "corpus.jsonl").read_text(encoding="utf-8").splitlines()[:documents]
    rows = [json.loads(line) for line in lines]
    return [(row["id"], f"{row['title']}\n{row['text']}") for row in rows]


def work(task: str, name: str, folder: Path) -> Any:
    """Do one system's task in this process; gives its figures."""
    system = SYSTEMS[name]()
    system.load()
    ready = time.time() - float(os.environ["PEERS_STARTED"])
    asked = json.loads((folder.parent / ASKED).read_text(encoding="utf-8"))
    questions = asked["questions"]
    if task == "build":
        return {"ready_s": ready} | measure_build(system, folder, asked["texts"])
    system.open(folder)
    if task == "once":
        return system.rank(questions[0])
    for question in questions[:3]:
        system.rank(question)
    ranked, took = timed(system.rank, questions)
    system.open(folder)  # nothing remembered of the same questions
    system.excerpt(questions[0])
    excerpts, answered = timed(system.excerpt, questions)
    figures = {"p50_ms": np.percentile(took, 50), "p95_ms": np.percentile(took, 95)}
    if excerpts[0] is not None:
        figures["answer_ms"] = np.percentile(answered, 50)
    status = Path("/proc/self/status").read_text().partition("VmRSS:")[2]
    figures["resident_mb"] = int(status.split()[0]) / 1000
    return {"figures": figures, "ranked": ranked, "excerpts": excerpts}


def measure_build(system: Any, folder: Path, texts: Texts) -> Figures:
    """Documents a second, to an index and to vectors alone."""
    before = time.perf_counter()
    if system.encode([text for _, text in texts]):
        encoded = time.perf_counter() - before
        before = time.perf_counter()
        system.build(texts, folder)
        built = time.perf_counter() - before
    else:
        system.build(texts, folder)
        encoded = built = time.perf_counter() - before
    return {"encode_s": len(texts) / encoded, "build_s": len(texts) / built}


def timed(call: Any, questions: list[str]) -> tuple[list[Any], list[float]]:
    """What a call gives for each question, and its milliseconds."""
    given, took = [], []
    for question in questions:
        before = time.perf_counter()
        given.append(call(question))
        took.append(1000 * (time.perf_counter() - before))
    return given, took


def start(words: list[str]) -> tuple[str, float]:
    """Run a process; what it printed, and its seconds.

    Raises:
        SystemExit: it failed.
    """
    before = time.time()
    environment = os.environ | OFFLINE | {"PEERS_STARTED": str(before)}
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, env=environment
    )
    took = time.time() - before
    if done.returncode not in (0, 3):  # 3: qa-bot ask declined
        sys.exit(f"{' '.join(words)} failed:\n{done.stderr}")
    return done.stdout, took


def measure(name: str, scratch: Path, questions: list[Any]) -> Figures:
    """One round of one system."""
    system = SYSTEMS[name]
    folder = scratch / (system.built_by or name).replace(" ", "_")
    words = [__file__, "--system", name, "--folder", str(folder), "--task"]
    figures: Figures = {}
    if not system.built_by:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        figures |= json.loads(start([*words, "build"])[0].splitlines()[-1])
    served = json.loads(start([*words, "serve"])[0].splitlines()[-1])
    figures |= served["figures"] | score(questions, served["ranked"], served["excerpts"])
    once = system().once(questions[0].text, folder) or [*words, "once"]
    figures["once_s"] = start(once)[1]
    return figures


def score(questions: list[Any], ranked: list[list[str]], excerpts: list[Any]) -> Figures:
    """Means over the questions; as `qa-bot eval` takes them."""
    from qa_bot.evaluation.metrics import hit_first, is_right, ndcg
    from qa_bot.types import Citation

    pairs = [(ids, dict(q.relevant)) for ids, q in zip(ranked, questions, strict=True)]
    figures = {
        "ndcg10": float(np.mean([ndcg(*pair) for pair in pairs])),
        "hit1": float(np.mean([hit_first(*pair) for pair in pairs])),
    }
    if excerpts[0] is not None:
        right = [
            bool(shown)
            and is_right(
                Citation(1, shown["doc_id"], "", "", "", None, 0, 0, shown["quote"]), question
            )
            for shown, question in zip(excerpts, questions, strict=True)
        ]
        figures["excerpt"] = float(np.mean(right))
    return figures


def choose_questions(data: Path, documents: int, count: int) -> list[Any]:
    """Questions that the first documents answer, spread evenly over the file."""
    from qa_bot.evaluation.dataset import load_dataset

    known = {i for i, _ in read_texts(data, documents)}
    fitting = [q for q in load_dataset(data).questions if {i for i, _ in q.relevant} & known]
    return [fitting[i * len(fitting) // count] for i in range(min(count, len(fitting)))]


def find_installed() -> dict[str, str]:
    """The systems whose packages are there, with versions; a line for each of the others."""
    found = {}
    for name, system in SYSTEMS.items():
        try:
            packages = [f"{package} {version(package)}" for package in system.packages]
        except PackageNotFoundError as error:
            print(f"{name}: passed over, {error.name} is not installed", file=sys.stderr)
        else:
            found[name] = ", ".join(packages)
    return found


def main() -> None:
    """Measure by turns, and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../shared/eval/xquad_en"))
    parser.add_argument("--documents", type=int, default=216)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=9.5)
    parser.add_argument("--only", nargs="+", choices=SYSTEMS, metavar="SYSTEM")
    parser.add_argument("--json", action="store_true", help="print a line of JSON a system")
    parser.add_argument("--system", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        print("\n" + json.dumps(work(given.task, given.system, given.folder)))
        return
    texts = read_texts(given.data, given.documents)
    questions = choose_questions(given.data, given.documents, given.questions)
    versions = {k: v for k, v in find_installed().items() if not given.only or k in given.only}
    rounds: dict[str, list[Figures]] = {name: [] for name in versions}
    started, longest = time.monotonic(), 0.0
    with tempfile.TemporaryDirectory() as scratch:
        asked = {"texts": texts, "questions": [question.text for question in questions]}
        (Path(scratch) / ASKED).write_text(json.dumps(asked), encoding="utf-8")
        for number in range(given.runs):
            before = time.monotonic()
            if before - started + longest > 60 * given.minutes:
                print(f"stopped after {number} rounds: no time for another", file=sys.stderr)
                break
            for name, found in rounds.items():
                found.append(measure(name, Path(scratch), questions))
                print(f"{number + 1}. {name}: {json.dumps(found[-1])}", file=sys.stderr)
            longest = max(longest, time.monotonic() - before)
    if given.json:
        for name, middle in take_medians(rounds).items():
            print(json.dumps({"system": name, **middle, "versions": versions[name]}))
        return
    print(f"{len(texts)} documents, {len(questions)} questions, {os.cpu_count()} cores\n")
    print(write_table(rounds, versions))


if __name__ == "__main__":
    main()
