"""Memory of a build: `python benchmarks/memory.py CORPUS.JSONL... [--megabytes 100 1000]`.

Builds folders of so many MB of text, each in a process of its own, and prints the most memory that
was resident. Documents of some 20 kB are put together from the sentences of the data sets'
paragraphs; vectors are drawn by chance, so that the model's share (some 150 MB) is not in it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lifecycle import Chance

from qa_bot import build_index
from qa_bot.building.splitting import split_sentences
from qa_bot.models.opening import open_encoder

DOCUMENT = 20_000
"""Characters of a document."""


def main() -> None:
    """Print a line of JSON a size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--megabytes", type=int, nargs="+", default=[30, 100])
    parser.add_argument("--one", action="store_true", help="in this process")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.corpora, given.megabytes[0])), flush=True)
        return
    for size in given.megabytes:
        words = [*map(str, given.corpora), "--megabytes", str(size), "--one"]
        subprocess.run([sys.executable, __file__, *words], check=True)


def measure(corpora: list[Path], megabytes: int) -> dict[str, float]:
    """Build a folder of so much text."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        corpus.mkdir()
        write_documents(corpus, corpora, megabytes * 1_000_000)
        before, started = peak(), time.perf_counter()
        report = build_index(corpus, index, encoder=Chance(open_encoder()))
        seconds = time.perf_counter() - started
        disk = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
        return {
            "megabytes": megabytes,
            "documents": report.documents,
            "passages": report.passages,
            "resident_mb": round(peak()),
            "before_mb": round(before),
            "disk_mb": round(disk / 1e6),
            "seconds": round(seconds),
        }


def write_documents(folder: Path, corpora: list[Path], characters: int) -> None:
    """Write documents of sentences by chance, so many characters in all."""
    chance, written = random.Random(7), 0
    sentences = sorted(read_sentences(corpora))
    while written < characters:
        length, paragraphs = 0, [f"Report {written:,}"]
        while length < DOCUMENT:
            paragraphs.append(" ".join(chance.choices(sentences, k=chance.randint(3, 7))))
            length += len(paragraphs[-1])
        (folder / f"{written:012}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
        written += length


def read_sentences(corpora: list[Path]) -> set[str]:
    """The sentences of some corpora's texts."""
    texts = (json.loads(line)["text"] for path in corpora for line in path.open(encoding="utf-8"))
    return {text[s.start : s.end] for text in texts for s in split_sentences(text, 0, len(text))}


def peak() -> float:
    """The most memory of this process that was resident, in MB (Linux counts kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
