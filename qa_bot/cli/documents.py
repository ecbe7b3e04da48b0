"""The `qa-bot documents` command: what is indexed, and what became of every file."""

from __future__ import annotations

from typing import Annotated

import typer

from qa_bot.cli.library import IndexOption
from qa_bot.cli.terminal import console, escape, write_json


def documents(
    index: IndexOption = None,
    report: Annotated[
        bool, typer.Option("--report", help="What became of each file when it was read.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """List what is indexed with hash, dates and counts, and what was skipped."""
    from qa_bot.config import Settings, default_index_dir
    from qa_bot.index.backend import open_live
    from qa_bot.index.listing import list_documents, read_report

    with open_live(default_index_dir(index), Settings()) as opened:
        kept = read_report(opened)
        listed = [] if report else list_documents(opened)
    if as_json:
        write_json(kept.to_dict() if report else [document.to_dict() for document in listed])
    elif report:
        for line in kept.totals.lines():
            console.print(escape(line))
        for reading in kept.readings:
            console.print(escape(str(reading)), style="yellow" * reading.deserves_mention)
    else:
        for document in listed:
            console.print(escape(str(document)))
        for reading in kept.skipped:
            console.print(escape(str(reading)), style="yellow")
