"""Time builds of a library: the first, with nothing changed, with one document more, one removed.

python benchmarks/lifecycle.py CORPUS.JSONL [DOCUMENTS]

Each line of the file has `id`, `title` and `text`; the first DOCUMENTS of them (1,000) become files
of their own. The model's graph is loaded before the first clock starts.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from qa_bot import build_index
from qa_bot.models.opening import open_encoder

REPEATS = 5


def main() -> None:
    """Print a line a build."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    texts = [json.loads(line) for line in lines[: count + REPEATS]]
    encoder = open_encoder()
    encoder.encode_passages(["Load the graph."])
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        corpus.mkdir()
        for number, text in enumerate(texts[:count]):
            write(corpus / f"{number:05}.txt", text)
        time.sleep(3)  # until the files' times are old enough to be trusted

        def build(name: str) -> float:
            started, busy = time.perf_counter(), time.process_time()
            report = build_index(corpus, index, encoder=encoder)
            seconds, busy = time.perf_counter() - started, time.process_time() - busy
            what = f"{report.documents} documents, reused {report.reused}"
            what += f", encoded {report.encoded}"
            print(f"{name:22} {seconds:8.2f} s, processor {busy:8.2f} s: {what}", flush=True)
            return seconds

        first = build("first build")
        again = statistics.median(build("nothing changed") for _ in range(REPEATS))
        print(f"{'':22} {first / again:8.0f} times faster than the first")
        for number, text in enumerate(texts[count:], count):
            write(corpus / f"{number:05}.txt", text)
            build("one document added")
        for number in range(REPEATS):
            (corpus / f"{number:05}.txt").unlink()
            build("one document removed")


def write(path: Path, text: dict[str, str]) -> None:
    """Write one document."""
    path.write_text(f"{text['title']}\n\n{text['text']}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
