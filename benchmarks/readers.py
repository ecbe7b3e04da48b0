"""Score readers of documents against statements about their texts, a table by kind.

python benchmarks/readers.py CASES [--only NAME …]

CASES holds a folder a case with docs/, and expect.jsonl with a statement a line: `case`, `file`,
`group` and one of must, must_not (with its anchor), row, whole, lines, order, count, page, label.
Every reader runs in a process of its own; one that is not installed is skipped with a word, and a
file on which one takes longer than 30 seconds counts as not read (but the first, while it starts).
What a reader is not made for, or needs models from the network for, is a dash and in no sum.
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

MINUTES = 15
SECONDS_A_FILE = 30
_BLOCKS = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•●▪◦] |\d+[.)] |#+ ))")
_MARKS = re.compile(r"^(?:[-*>•] )|\\$")


def read_ours(path: Path) -> str:
    """qa_bot, as a build reads."""
    from qa_bot.reading.files import read_data
    from qa_bot.reading.parsed import RawFile

    document = read_data(RawFile(path.name, path.read_bytes())).document
    return document.text if document else ""


def read_markitdown(path: Path) -> str:
    """Microsoft's markitdown."""
    from markitdown import MarkItDown

    return str(MarkItDown().convert(str(path)).text_content)


def read_docling(path: Path) -> str:
    """IBM's docling."""
    from docling.document_converter import DocumentConverter

    return str(DocumentConverter().convert(str(path)).document.export_to_markdown())


def read_unstructured(path: Path) -> str:
    """Unstructured, without models."""
    from unstructured.partition.auto import partition

    return "\n\n".join(str(part) for part in partition(str(path), strategy="fast"))


def read_pandoc(path: Path) -> str:
    """Pandoc, to Markdown."""
    import pypandoc

    return str(pypandoc.convert_file(str(path), "markdown", extra_args=["--wrap=none"]))


def read_kreuzberg(path: Path) -> str:
    """Kreuzberg."""
    from kreuzberg import extract_file_sync

    return str(extract_file_sync(str(path)).content)


def read_xberg(path: Path) -> str:
    """Xberg, kreuzberg's successor."""
    import asyncio

    from xberg import ExtractInput, ExtractInputKind, extract

    result = asyncio.run(extract(ExtractInput(kind=ExtractInputKind.URI, uri=str(path))))
    return "\n\n".join(str(document.content) for document in result.results)


def read_pdfplumber(path: Path) -> str:
    """Pdfplumber, for PDFs."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return "\n\n".join(page.extract_text() or "" for page in pdf.pages)


def read_pypdf(path: Path) -> str:
    """Pypdf, for PDFs."""
    from pypdf import PdfReader

    return "\n\n".join(page.extract_text() for page in PdfReader(path).pages)


READERS: dict[str, tuple[str, Callable[[Path], str]]] = {
    "ours": ("qa_bot", read_ours),
    "markitdown": ("markitdown", read_markitdown),
    "docling": ("docling", read_docling),
    "unstructured": ("unstructured", read_unstructured),
    "pandoc": ("pypandoc_binary", read_pandoc),
    "kreuzberg": ("kreuzberg", read_kreuzberg),
    "xberg": ("xberg", read_xberg),
    "pdfplumber": ("pdfplumber", read_pdfplumber),
    "pypdf": ("pypdf", read_pypdf),
}
"""Each reader's package and how it is called."""
NOT_READ = {"docling": r"\.pdf$", "pandoc": r"\.pdf$", "pdfplumber": r"(?<!\.pdf)$",
            "pypdf": r"(?<!\.pdf)$"}  # fmt: skip
"""Names of files that a reader can't be asked for."""


def main() -> None:
    """Run the readers and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("--only", nargs="+", choices=READERS, default=list(READERS))
    parser.add_argument("--read", choices=READERS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read:
        write_texts(given.cases, READERS[given.read][1])
        return
    lines = (given.cases / "expect.jsonl").read_text(encoding="utf-8").splitlines()
    statements = [json.loads(line) for line in lines]
    groups = list(dict.fromkeys(statement["group"] for statement in statements))
    columns: dict[str, dict[str, str]] = {}
    for name in given.only:
        package = READERS[name][0]
        try:
            version = metadata.version(package)
        except metadata.PackageNotFoundError:
            print(f"{name}: {package} is not installed, skipped", file=sys.stderr)
            continue
        asked = [s for s in statements if not re.search(NOT_READ.get(name, r"\Z\A."), s["file"])]
        columns[f"{name} {version}"] = score(run(given.cases, name), asked)
    print(f"| kind | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for group in [*groups, "all", "seconds"]:
        print(f"| {group} | {' | '.join(column[group] for column in columns.values())} |")


def run(cases: Path, name: str) -> dict[str, str]:
    """A reader's texts by the paths of the files, and under "seconds" how long it took."""
    command = [sys.executable, __file__, str(cases), "--read", name]
    done = subprocess.run(command, capture_output=True, timeout=60 * MINUTES, check=False)
    output = done.stdout.decode("utf-8", "replace").splitlines()
    texts: dict[str, str] = json.loads(output[-1]) if output else {"seconds": "failed"}
    return texts


def write_texts(cases: Path, read: Callable[[Path], str]) -> None:
    """Read every file and print the texts as one line of JSON."""
    texts = {}
    started = time.perf_counter()
    signal.signal(signal.SIGALRM, _give_up)
    for path in sorted(cases.glob("*/docs/**/*")):
        if path.is_file():
            signal.alarm(SECONDS_A_FILE if texts else 0)
            try:
                texts[path.relative_to(cases).as_posix()] = read(path)
            except Exception:  # each fails in its own ways; what it can't read has no text
                texts[path.relative_to(cases).as_posix()] = ""
            signal.alarm(0)
    texts["seconds"] = f"{time.perf_counter() - started:.1f}"
    print("\n" + json.dumps(texts))


def _give_up(number: int, frame: object) -> None:
    raise TimeoutError(f"took longer than {SECONDS_A_FILE} s")


def score(texts: dict[str, str], statements: list[dict]) -> dict[str, str]:
    """How many statements hold, by kind; pages and labels are not looked at."""
    held: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for statement in statements:
        if "page" in statement or "label" in statement:
            continue
        name = f"{statement['case']}/docs/{statement['file']}"
        for group in (statement["group"], "all"):
            counts[group] += 1
            held[group] += holds(statement, texts.get(name, ""))
    scores = {group: f"{held[group]}/{count}" for group, count in counts.items()}
    return defaultdict(lambda: "–", scores | {"seconds": texts["seconds"]})


def holds(statement: dict, text: str) -> bool:
    """Whether a statement is true of a text."""
    flat = fold(text)
    if "must" in statement:
        return _find(statement["must"], text, flat)
    if "must_not" in statement:
        return _find(statement["anchor"], text, flat) and not _find(
            statement["must_not"], text, flat
        )
    if "count" in statement:
        return len(re.findall(statement["count"][0], flat)) == statement["count"][1]
    if "order" in statement:
        first, middle, last = map(re.escape, statement["order"])
        return bool(re.search(f"{first}.*?{middle}.*?{last}", flat))
    lines = [fold(line) for line in text.split("\n") if line.strip()]
    blocks = [fold(block) for block in _BLOCKS.split(text) if block.strip()]
    if "whole" in statement:
        return any(re.search(statement["whole"], block) for block in blocks)
    if "lines" in statement:
        return set(statement["lines"]) <= {
            _MARKS.sub("", line.strip("`")).strip() for line in lines
        }
    return any(all(_has(row, part) for part in statement["row"]) for row in [*lines, *blocks])


def fold(text: str) -> str:
    """A text with white space as single spaces."""
    return re.sub(r"[\s\u00a0\u200b\ufeff]+", " ", text).strip()


def _find(pattern: str, text: str, flat: str) -> bool:
    return re.search(pattern, text if "(?m)" in pattern else flat) is not None


def _has(row: str, part: object) -> bool:
    if isinstance(part, dict):
        return any(_has(row, each) for each in part["any"])
    if isinstance(part, list):
        name, value = part
        pattern = rf"(?:^|[;|.] ?|- ){name}[^:;]{{0,4}}[:=] ?{value}(?!\w)"
        return re.search(pattern, row) is not None
    return re.search(str(part), row) is not None


if __name__ == "__main__":
    main()
