"""Measures every data set of a folder and writes one Markdown table.

usage: python benchmarks/quality.py [FOLDER] [--only SET ...] [--limit N] [--out FILE] [--work DIR]
                                    [--json]

A data set is a folder of the form that `qa-bot eval` reads; one without a corpus is passed over.
Each gets a temporary index, or one in DIR, which the next run builds upon. Ctrl-C ends the set
that runs and the whole, with what is done. With `--json` a line of JSON a set is printed instead.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from qa_bot.cli.terminal import progress_bar
from qa_bot.errors import QABotError
from qa_bot.evaluation.dataset import load_dataset
from qa_bot.evaluation.lines import CORPUS
from qa_bot.evaluation.running import run_dataset
from qa_bot.evaluation.scoring import Scores, score_run
from qa_bot.evaluation.tables import Row, align_rows

COLUMNS = {
    "ndcg10": "nDCG@10",
    "hit1": "Hit@1",
    "recall5": "Recall@5",
    "ev1": "First right",
    "ev3": "Of three",
    "words1": "Words",
    "answered": "Answered",
    "refused": "Refused",
    "auroc": "AUROC",
}
HEADING: Row = (
    *("Set", "Documents", "Questions", *COLUMNS.values()),
    *("AURC", "ECE", "p50 ms", "p95 ms", "Documents/s"),
)


def main() -> int:
    """Measure, print and write; 1 where a set could not be measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/eval"))
    parser.add_argument("--only", nargs="+", metavar="SET", help="names of the sets to measure")
    parser.add_argument("--limit", type=int, help="questions a set, spread evenly over its file")
    parser.add_argument("--out", type=Path, help="file for the table")
    parser.add_argument("--work", type=Path, help="folder that keeps the indexes")
    parser.add_argument("--json", action="store_true", help="print lines of JSON")
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"there is no folder {given.folder}")
    rows, failed = [HEADING], False
    for folder in sorted(path for path in given.folder.iterdir() if path.is_dir()):
        if given.only and folder.name not in given.only:
            continue
        if not (folder / CORPUS).is_file():
            print(f"{folder.name}: passed over, it has no {CORPUS}", file=sys.stderr)
            continue
        try:
            scores = measure(folder, given.limit, given.work)
        except QABotError as error:
            print(f"{folder.name}: {error}", file=sys.stderr)
            failed = True
            continue
        if scores is not None:
            rows.append(table_row(scores))
            print(align_rows([rows[0], rows[-1]]), file=sys.stderr)
            write_table(rows, given.out)
            if given.json:
                print(json.dumps(as_figures(scores)), flush=True)
        if scores is None or scores.partial:
            break
    if not given.json:
        print(as_markdown(rows))
    return int(failed)


def measure(folder: Path, limit: int | None, work: Path | None) -> Scores | None:
    """One set's figures; None where it was stopped before its first answer."""
    dataset = load_dataset(folder, limit)
    with progress_bar() as advance:
        run = run_dataset(dataset, work / folder.name if work else None, progress=advance)
    return score_run(run) if run.records else None


def table_row(scores: Scores) -> Row:
    """A set's figures as text; a dash where its judgements don't allow one."""
    means = [scores.estimates.get(name) for name in COLUMNS]
    refusal = scores.refusal
    return (
        scores.dataset + (" (partial)" if scores.partial else ""),
        str(scores.documents),
        str(scores.asked),
        *(f"{found.value:.3f}" if found else "–" for found in means),
        f"{refusal.aurc.value:.3f}" if refusal else "–",
        f"{refusal.ece.value:.3f}" if refusal else "–",
        f"{scores.cost.p50_ms:.1f}",
        f"{scores.cost.p95_ms:.1f}",
        f"{scores.cost.documents_per_second:.1f}",
    )


def as_figures(scores: Scores) -> dict[str, Any]:
    """A set's figures by their names; a mean that its judgements don't allow is left out."""
    means = {name: scores.estimates[name].value for name in COLUMNS if name in scores.estimates}
    return {
        "set": scores.dataset,
        "documents": scores.documents,
        "questions": scores.asked,
        **{name: round(value, 4) for name, value in means.items()},
        **({"ece": round(scores.refusal.ece.value, 4)} if scores.refusal else {}),
        "p50_ms": round(scores.cost.p50_ms, 1),
        "p95_ms": round(scores.cost.p95_ms, 1),
        "documents_per_second": round(scores.cost.documents_per_second, 1),
    }


def as_markdown(rows: list[Row]) -> str:
    """Rows as a Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    rule = "|---" + "|--:" * (len(rows[0]) - 1) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def write_table(rows: list[Row], out: Path | None) -> None:
    """Write what there is so far, so that a long run loses nothing."""
    if out is not None:
        out.write_text(as_markdown(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
