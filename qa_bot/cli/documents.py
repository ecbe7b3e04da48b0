"""The `qa-bot documents` command: what is indexed, and what became of every file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.library import IndexOption
from qa_bot.cli.terminal import console, escape, write_json

if TYPE_CHECKING:
    from qa_bot.index.folder import Index


def documents(
    index: IndexOption = None,
    report: Annotated[
        bool, typer.Option("--report", help="What became of each file when it was read.")
    ] = False,
    text: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Print one document's text as it was read and is cited."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """List what is indexed with hash, dates and counts, and what was skipped."""
    from qa_bot.config import Settings, default_index_dir
    from qa_bot.index.backend import open_live
    from qa_bot.index.listing import list_documents, read_report

    with open_live(default_index_dir(index), Settings()) as opened:
        if text is not None:
            _print_texts(opened, text)
            return
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


def _print_texts(index: Index, name: str) -> None:
    """Print what is cited of the documents with a name, so that a person can look."""
    for doc_id in index.documents.find([name]):
        document = index.documents.document(doc_id)
        if document is not None:
            sys.stdout.write(f"{document.text}\n")
