"""Run the benchmarks one after the other, keep their figures, and write the tables of the docs.

    python benchmarks/all.py ../shared/eval                      # everything: hours
    python benchmarks/all.py ../shared/eval --quick              # in ten minutes or so
    python benchmarks/all.py ../shared/eval --only quality load  # some
    python benchmarks/all.py --tables                            # write the tables anew

The figures go into `benchmarks/figures.json`: of each part the date, the machine, the commit, the
versions, the command and the rows that it printed as lines of JSON. A part that fails keeps what it
had. The tables between the marks `<!-- figures: NAME -->` and `<!-- end of figures -->` are made
from there (`figure_tables.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from figure_tables import FIGURES, write_tables

HERE = Path(__file__).parent
ROOT = HERE.parent
PACKAGES = ("faiss-cpu", "numpy", "onnxruntime", "sentence-transformers", "tokenizers", "torch")


@dataclass(frozen=True)
class Part:
    """A benchmark: its script, and what it is given.

    `{sets}` stands for the folder of data sets, `{own}` for this one, `{index}` for an index of the
    essay, `{folder}` for a temporary folder.
    """

    script: str
    words: str
    quick: str | None = None
    """What it is given instead in a quick run; None for a part that takes too long for one."""
    environment: dict[str, str] = field(default_factory=dict)


ESSENTIAL = "squad2_part xquad_en"
UNSEEN = (
    f"{ESSENTIAL} clapnq_dev_a med cranfield cisi npl qed_nq_dev policyqa_test wikiqa emanual_tv"
    " ace_whqa"
)
"""Sets of which the reader has learnt nothing (`scripts/reader_training/recipes.py`)."""
EVERYDAY, FILES = "{own} --only everyday_documents --json", "{sets}/files --json"
"""What is short enough to be the same in a quick run."""
PARTS = {
    "quality": Part(
        "quality.py",
        f"{{sets}} --only {UNSEEN} --limit 600 --json",
        f"{{sets}} --only {ESSENTIAL} --limit 200 --json",
    ),
    "quality-off": Part(
        "quality.py",
        f"{{sets}} --only {ESSENTIAL} clapnq_dev_a med cranfield --limit 200 --json",
        f"{{sets}} --only {ESSENTIAL} --limit 200 --json",
        environment={"QA_BOT_READER": "off"},
    ),
    "everyday": Part("quality.py", EVERYDAY, EVERYDAY),
    "files": Part("files.py", FILES, FILES),
    "peers": Part(
        "peers.py",
        "--data {sets}/xquad_en --runs 3 --minutes 60 --json",
        "--data {sets}/xquad_en --runs 1 --minutes 3 --questions 50 --json",
    ),
    "start": Part(
        "start.py",
        "{index} --rounds 7 --questions {sets}/xquad_en/queries.jsonl",
        "{index} --rounds 3 --questions {sets}/xquad_en/queries.jsonl",
    ),
    "encoding": Part(
        "encoding.py",
        "{sets}/xquad_en/corpus.jsonl --texts 60",
        "{sets}/xquad_en/corpus.jsonl --texts 20 --rounds 2",
    ),
    "load": Part("load.py", "{index} --clients 50 --seconds 300", "{index} --seconds 45"),
    "load-rebuild": Part(
        "load.py",
        "{index} --clients 50 --seconds 120 --rebuild {sets}/squadshifts_newwiki/corpus.jsonl",
    ),
    "lifecycle": Part(
        "lifecycle.py",
        "{sets}/squad2_train_sample/corpus.jsonl {sets}/squad1_train_part/corpus.jsonl"
        " --documents 10000 --by-chance",
        "{sets}/squadshifts_newwiki/corpus.jsonl --documents 200",
    ),
    "scale": Part(
        "scale.py",
        "{sets} --sizes 10000 100000 1000000 --kinds approximate --folder {folder}",
        "{sets} --sizes 10000 --kinds approximate --real 500 --folder {folder}",
    ),
    "memory": Part(
        "memory.py",
        "{sets}/squad2_train_sample/corpus.jsonl {sets}/squad1_train_part/corpus.jsonl"
        " --megabytes 10 100",
        "{sets}/squad2_train_sample/corpus.jsonl --megabytes 10",
    ),
    "milvus": Part("cluster.py", "{sets}/xquad_en {folder}/milvus.db --limit 60"),
}


def main() -> int:
    """Measure and write; 1 where a part failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sets", type=Path, nargs="?", help="folder of data sets")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART")
    parser.add_argument("--quick", action="store_true", help="what takes minutes, not hours")
    parser.add_argument("--tables", action="store_true", help="write the tables, measure nothing")
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args()
    figures = json.loads(given.out.read_text(encoding="utf-8")) if given.out.is_file() else {}
    failed = []
    if not given.tables:
        if given.sets is None:
            parser.error("name the folder of data sets")
        with tempfile.TemporaryDirectory() as scratch:
            places = make_places(given.sets, Path(scratch))
            for name in choose(given.only, given.quick):
                found = measure(PARTS[name], given.quick, places)
                if found is None:
                    failed.append(name)
                    continue
                figures[name] = found
                content = json.dumps(figures, indent=1, ensure_ascii=False)
                given.out.write_text(content + "\n", encoding="utf-8")
    write_tables(ROOT, figures)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


def choose(only: list[str] | None, quick: bool) -> list[str]:
    """The parts to run; those without a quick form are left out of a quick run."""
    names = only or list(PARTS)
    return [name for name in names if not quick or PARTS[name].quick is not None]


def make_places(sets: Path, scratch: Path) -> dict[str, str]:
    """What stands for the names in the parts' words; the essay's index is built now.

    The essay is copied, as a part may add documents to its folder.
    """
    index, corpus = scratch / "index", scratch / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    folders = ["--corpus", str(corpus), "--index", str(index)]
    words = [sys.executable, "-m", "qa_bot", "build", *folders]
    subprocess.run(words, check=True, cwd=scratch, env=_environment({}))
    return {
        "sets": str(sets.resolve()),
        "own": str(HERE),
        "index": str(index),
        "folder": str(scratch),
    }


def measure(part: Part, quick: bool, places: dict[str, str]) -> dict[str, Any] | None:
    """A part's figures with where they are from; None where it failed."""
    words = (part.quick if quick and part.quick is not None else part.words).split()
    filled = [word.format(**places) for word in words]
    print(f"{part.script} {' '.join(words)}", file=sys.stderr, flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(HERE / part.script), *filled],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
        env=_environment(part.environment),
    )
    rows = read_rows(done.stdout)
    if done.returncode or not rows:
        print(f"{part.script} ended with {done.returncode}", file=sys.stderr)
        return None
    settings = "".join(f"{name}={value} " for name, value in part.environment.items())
    return {
        "command": f"{settings}python benchmarks/{part.script} {' '.join(words)}",
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": round(time.monotonic() - started),
        "machine": describe_machine(),
        "load_before": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "commit": _commit(),
        "versions": _versions(),
        "rows": rows,
    }


def read_rows(printed: str) -> list[dict[str, Any]]:
    """The lines of JSON objects in what a script printed."""
    lines = (line for line in printed.splitlines() if line.startswith("{"))
    return [row for line in lines if isinstance(row := json.loads(line), dict)]


def describe_machine() -> str:
    """Processor, cores and system, without the machine's name."""
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.stdout.strip()


def _environment(more: dict[str, str]) -> dict[str, str]:
    """That of the scripts; modules are compiled once, as those of an installed package are."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""} | more


if __name__ == "__main__":
    sys.exit(main())
