"""The command `qa-bot eval`: measure answers, print tables, write files.

Exit codes: 0 done, 1 error, 2 usage, 130 stopped early (what was done is written all the same).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.terminal import console, errors, escape, progress_bar
from qa_bot.errors import QABotError

if TYPE_CHECKING:
    from qa_bot.evaluation.running import Run
    from qa_bot.evaluation.scoring import Scores

EXAMPLE = "Example: qa-bot eval my-questions --limit 200 --report report.html"
STOPPED = 130
ResultFiles = Annotated[
    tuple[Path, Path] | None,
    typer.Option(metavar="A.json B.json", help="Compare two files that --json wrote."),
]


def evaluate(  # one parameter an option, which is how typer reads them
    dataset_dir: Annotated[
        Path | None, typer.Argument(help="Folder with corpus.jsonl, queries.jsonl and qrels.tsv.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Questions to ask, spread evenly over the file.")
    ] = None,
    run: Annotated[Path | None, typer.Option(help="Write each answer as a JSON line.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write a report as one HTML page.")] = None,
    result: Annotated[
        Path | None, typer.Option("--json", help="Write every figure, as --compare reads them.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option("--index", help="Keep the index in this folder.")
    ] = None,
    compare: ResultFiles = None,
) -> None:
    """Measure the answers on your own documents and questions, or compare two measurements."""
    if (dataset_dir is None) == (compare is None):
        raise typer.BadParameter("name either a data set's folder or --compare with two files")
    if compare is not None:
        _compare(*compare)
    elif dataset_dir is not None:
        outputs = [path for path in (run, report, result) if path is not None]
        done = _run(dataset_dir, limit, index, outputs)
        scores = _score(done)
        _write_files(done, scores, run, report, result)
        if done.is_partial:
            raise typer.Exit(STOPPED)


def _run(dataset_dir: Path, limit: int | None, index: Path | None, outputs: list[Path]) -> Run:
    """Run the data set, once it is sure that the results have somewhere to go."""
    from qa_bot.evaluation.dataset import load_dataset
    from qa_bot.evaluation.running import run_dataset

    for path in outputs:
        if path.is_dir() or not path.parent.is_dir():
            raise QABotError(f"{path} can't be written: name a file in a folder that exists")
    dataset = load_dataset(dataset_dir, limit)
    with progress_bar() as advance:
        done = run_dataset(dataset, index, progress=advance)
    for skip in done.build.skipped:
        errors.print(escape(f"Skipped {skip.source}: {skip.reason}"), style="yellow")
    if not done.records:
        errors.print("Stopped before the first answer; nothing is written.")
        raise typer.Exit(STOPPED)
    return done


def _score(done: Run) -> Scores:
    """Score a run and print its tables."""
    from qa_bot.evaluation.scoring import score_run
    from qa_bot.evaluation.tables import align_rows, describe_scores, metric_rows, other_rows

    scores = score_run(done)
    tables = (align_rows(metric_rows(scores)), align_rows(other_rows(scores)))
    console.print(escape("\n\n".join([describe_scores(scores), *tables])))
    return scores


def _write_files(
    done: Run, scores: Scores, run: Path | None, report: Path | None, result: Path | None
) -> None:
    """Write the files that were asked for."""
    from qa_bot.evaluation.report import write_report

    writers: list[tuple[Path | None, Callable[[], str]]] = [
        (run, lambda: "".join(record.to_json() + "\n" for record in done.records)),
        (report, lambda: write_report(done, scores)),
        (result, lambda: json.dumps(scores.to_dict(), indent=1) + "\n"),
    ]
    for path, write in writers:
        if path is None:
            continue
        try:
            path.write_text(write(), encoding="utf-8", newline="\n")
        except OSError as error:
            raise QABotError(
                f"{path} can't be written ({error.strerror}); make room or name another file"
            ) from error


def _compare(first: Path, second: Path) -> None:
    """Print the differences between two results."""
    from qa_bot.evaluation.comparing import compare_results, difference_rows, load_result
    from qa_bot.evaluation.tables import align_rows

    found = compare_results(load_result(first), load_result(second))
    console.print(escape(f"A: {first}\nB: {second}\n\n{align_rows(difference_rows(found))}"))
