"""The command `qa-bot calibrate`: learn from thumbs, or from labelled questions.

Exit codes: 0 done, 1 error or a bound that can't be promised, 2 usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.library import IndexOption
from qa_bot.cli.terminal import console, escape, progress_bar

if TYPE_CHECKING:
    from qa_bot.evaluation.bounding import Bounding

EXAMPLE = "Example: qa-bot calibrate my-questions --strictness 10"


def calibrate(
    questions: Annotated[
        Path | None,
        typer.Argument(help="Folder with queries.jsonl and qrels.tsv, as for eval."),
    ] = None,
    index: IndexOption = None,
    strictness: Annotated[
        float, typer.Option(min=1.01, max=100, help="Be wrong at most once in so many answers.")
    ] = 10.0,
    sure: Annotated[
        float, typer.Option(min=50, max=99.9, help="How sure that must be, in per cent.")
    ] = 95.0,
    reader: Annotated[
        bool,
        typer.Option(
            "--reader", help="Fit the confidence for the model and the reader that are set instead."
        ),
    ] = False,
) -> None:
    """Fit this index's confidence to the thumbs of the chat, or bound how often answers are wrong.

    With a folder of labelled questions the index is asked all of them, and keeps the lowest
    confidence from which on, with 95 % certainty, at most one in ten of its answers is wrong.
    Where the questions are too few to promise that, nothing is changed, and the exit code is 1.

    With --reader the folder is a data set as for eval, documents included. The confidence is fitted
    to it for the model and the reader that QA_BOT_MODEL and QA_BOT_READER name, and kept for this
    user.
    """
    from qa_bot.config import default_index_dir

    if reader:
        if questions is None:
            raise typer.BadParameter("name a data set's folder")
        _fit_reader(questions)
        return
    index_dir = default_index_dir(index)
    if questions is None:
        _learn_from_thumbs(index_dir)
    else:
        _bound(questions, index_dir, strictness, sure / 100)


def _fit_reader(folder: Path) -> None:
    from qa_bot.answering.reader_fits import is_packaged
    from qa_bot.config import Settings
    from qa_bot.errors import QABotError
    from qa_bot.evaluation.reader_calibration import calibrate_reader

    settings = Settings()
    if is_packaged(settings):
        raise QABotError(
            "the confidence is fitted to the packaged model and reader already; name another with "
            "QA_BOT_READER or QA_BOT_MODEL"
        )
    with progress_bar() as advance:
        found = calibrate_reader(folder, progress=advance)
    kept = found.kept
    console.print(
        escape(
            f"Fitted for the model {kept.model} with the reader {kept.reader}, to "
            f"{kept.answerable} askings with an answer and {kept.unanswerable} without one. On "
            f"questions that a fit was not made from: AUROC {found.auroc:.3f}, calibration error "
            f"{found.calibration_error:.3f}."
        )
    )


def _bound(questions: Path, index_dir: Path, strictness: float, sure: float) -> None:
    from qa_bot.evaluation.labelled import ask_labelled, bound_risk, count_unanswerable

    with progress_bar() as advance:
        run = ask_labelled(questions, index_dir, progress=advance)
    found, bound = bound_risk(run, index_dir, strictness, sure)
    unanswerable = count_unanswerable(run.asked)
    console.print(
        f"{len(run.asked)} questions, {unanswerable} of them without an answer in the documents.\n"
    )
    if found.bars:
        console.print(escape(f"{_describe_bars(found, sure)}\n"))
    if bound is not None:
        console.print(escape(f"Kept with the index: {bound}."))
        return
    wanted = f"that at most 1 answer in {strictness:g} is wrong, {sure:.0%} sure"
    if found.outcome == "too few":
        console.print(
            escape(
                f"Too few questions to promise {wanted}: {found.needed} answers without a mistake "
                "are the least that could show it, and more with mistakes. Nothing was changed."
            )
        )
    else:
        console.print(escape(f"No confidence keeps {wanted}. Nothing was changed."))
    raise typer.Exit(1)


def _describe_bars(found: Bounding, sure: float) -> str:
    """What each bar that was tried lets through."""
    from qa_bot.evaluation.tables import Row, align_rows

    rows: list[Row] = [("From confidence", "Answers", "Wrong", f"At most wrong, {sure:.0%} sure")]
    rows += [
        (f"{bar.least:.3f}", str(bar.answers), str(bar.wrong), f"{bar.bound:.1%}")
        for bar in found.bars
    ]
    return align_rows(rows)


def _learn_from_thumbs(index_dir: Path) -> None:
    from qa_bot.answering.calibration import calibrate as calibrate_index
    from qa_bot.answering.confidence import least_confidence
    from qa_bot.config import Settings
    from qa_bot.evaluation.tables import Row, align_rows
    from qa_bot.index.backend import open_live

    with open_live(index_dir, Settings()) as opened:
        least = least_confidence(Settings().strictness, opened.manifest.passages)
    done = calibrate_index(index_dir, least)
    rows: list[Row] = [("Confidence before", "Thumbs", "Documents answer", "Before", "Now")]
    for band in done.bands:
        shares = (band.answerable, band.before, band.after)
        rows.append(
            (f"{band.low:.0%} to {band.high:.0%}", str(band.thumbs), *map("{:.0%}".format, shares))
        )
    console.print(escape(f"{done}\n\n{align_rows(rows)}"))
