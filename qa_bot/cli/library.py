"""The `qa-bot` commands that look after an index: its documents, its generations, its health."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from qa_bot.cli.terminal import console, escape, progress_bar

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.")]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Switch even where fewer golden questions pass."),
]
OwnCorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", help="Folder with the documents; by default the index's own."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command(epilog="Example: qa-bot add report.pdf minutes.docx")(add)
    app.command(epilog="Example: qa-bot remove report.pdf")(remove)
    app.command(epilog="Example: qa-bot generations")(generations)
    app.command(epilog="Example: qa-bot rollback 000003-5f2c1e")(rollback)
    app.command(epilog="Example: qa-bot check --offline")(check)
    app.command("export", epilog="Example: qa-bot export reports.qabot")(export)
    app.command("import", epilog="Example: qa-bot import reports.qabot --index index")(import_file)


def add(
    files: Annotated[list[Path], typer.Argument(help="Files to copy into the corpus folder.")],
    corpus: OwnCorpusOption = None,
    index: IndexOption = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Take the place of files of the same name."),
    ] = False,
    force: ForceOption = False,
) -> None:
    """Copy files into the corpus folder and index them."""
    from qa_bot.building.add_remove import add_files, corpus_of
    from qa_bot.building.builder import BuildOptions, make_builder
    from qa_bot.evaluation.golden import accept_golden

    with progress_bar() as advance:
        builder = make_builder(index, progress=partial(advance, "Encoding"), accept=accept_golden)
        folder = corpus or corpus_of(builder.index_dir)
        report = add_files(files, folder, builder, BuildOptions(force=force), replace)
    console.print(escape(str(report)))


def remove(
    names: Annotated[list[str], typer.Argument(help="Paths in the corpus, names or titles.")],
    corpus: OwnCorpusOption = None,
    index: IndexOption = None,
    force: ForceOption = False,
) -> None:
    """Take documents out of the index, then move their files to .removed in the corpus folder."""
    from qa_bot.building.add_remove import corpus_of, remove_documents
    from qa_bot.building.builder import BuildOptions, make_builder
    from qa_bot.evaluation.golden import accept_golden

    with progress_bar() as advance:
        builder = make_builder(index, progress=partial(advance, "Encoding"), accept=accept_golden)
        folder = corpus or corpus_of(builder.index_dir)
        report, moved = remove_documents(names, folder, builder, BuildOptions(force=force))
    console.print(escape(str(report)))
    for path in moved:
        console.print(escape(f"Moved to {path}"))


def generations(index: IndexOption = None) -> None:
    """List the generations that are kept, the live one first."""
    from qa_bot.config import default_index_dir
    from qa_bot.errors import QABotError
    from qa_bot.index.generations import find_generations, find_live
    from qa_bot.index.manifest import Manifest

    index_dir = default_index_dir(index)
    live = find_live(index_dir)
    for folder in find_generations(index_dir):
        try:
            manifest = Manifest.load(folder)
            facts = f"{manifest.created}, {manifest.documents} documents"
            facts += f", {manifest.passages} passages, model {manifest.model.name}"
        except QABotError as error:
            facts = str(error)
        console.print(escape(f"{folder.name}{' (live)' if folder.name == live else ''}: {facts}"))


def rollback(
    name: Annotated[
        str | None, typer.Argument(help="The generation; by default the one before the live one.")
    ] = None,
    index: IndexOption = None,
) -> None:
    """Go back to an earlier generation; the next build indexes the corpus as it is then."""
    from qa_bot.config import Settings, default_index_dir
    from qa_bot.index.backend import publish_live
    from qa_bot.index.generations import roll_back
    from qa_bot.index.locking import lock_index

    index_dir = default_index_dir(index)
    with lock_index(index_dir):
        manifest = roll_back(index_dir, name)
        publish_live(index_dir, Settings())
    console.print(escape(f"Live now: {manifest.generation}, {manifest.documents} documents."))


def check(
    index: IndexOption = None,
    offline: Annotated[
        bool,
        typer.Option("--offline", help="Also prove that nothing beyond this machine is reached."),
    ] = False,
) -> None:
    """Check all of an index; exit code 1 if anything is wrong, with what mends it.

    Passages that no question can reach are named as well.
    """
    from qa_bot.cli.offline import find_connections
    from qa_bot.config import default_index_dir
    from qa_bot.index.checking import check_index
    from qa_bot.index.reachability import find_unreachable

    index_dir = default_index_dir(index)
    lines = [str(finding) for finding in check_index(index_dir)]
    if offline:
        lines += [
            f"tried to connect: {attempt}; report it" for attempt in find_connections(index_dir)
        ]
    _show_bound(index_dir)
    for line in lines:
        console.print(escape(line), style="yellow")
    if lines:
        raise typer.Exit(1)
    console.print("Nothing is wrong.")
    if unreachable := str(find_unreachable(index_dir)):
        console.print(escape(unreachable))
    if offline:
        console.print("A build and an answer reached nothing beyond this machine.")


def _show_bound(index_dir: Path) -> None:
    """Say what `qa-bot calibrate` found with labelled questions, if it did."""
    from qa_bot.answering.risk_bound import read_bound
    from qa_bot.index.generations import find_live

    bound = read_bound(index_dir)
    if bound is None:
        return
    console.print(escape(f"Bound: {bound}."))
    if bound.generation != find_live(index_dir):
        console.print(
            "The index was built again since; qa-bot calibrate says whether that still holds."
        )


def export(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    index: IndexOption = None,
) -> None:
    """Write the live index into one file, for another machine."""
    from qa_bot.config import default_index_dir
    from qa_bot.index.archiving import export_index

    manifest = export_index(default_index_dir(index), file)
    size = file.stat().st_size / 1e6
    console.print(escape(f"Wrote {file}: {manifest.documents} documents, {size:,.1f} MB."))


def import_file(
    file: Annotated[Path, typer.Argument(help="What qa-bot export wrote.")],
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", help="Folder that has the documents on this machine."),
    ] = None,
    index: IndexOption = None,
) -> None:
    """Make an exported index the live one, after verifying all of it."""
    from qa_bot.config import default_index_dir
    from qa_bot.index.archiving import import_index

    manifest = import_index(file, default_index_dir(index), corpus)
    console.print(escape(f"Live now: {manifest.generation}, {manifest.documents} documents."))
