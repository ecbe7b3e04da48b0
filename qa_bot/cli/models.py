"""The commands `qa-bot models` and `qa-bot models add`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from qa_bot.cli.terminal import console, errors, escape, write_json
from qa_bot.errors import ModelError

models = typer.Typer(
    help="Embedding models and readers on this machine; the list, without a command.",
    invoke_without_command=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.add_typer(models, name="models")


@models.callback()
def list_all(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List the embedding models and readers that are packaged, cached and in use."""
    if context.invoked_subcommand is not None:
        return
    from qa_bot.answering.reader_fits import is_calibrated
    from qa_bot.config import Settings
    from qa_bot.models.catalogue import list_models

    settings = Settings()
    found = list_models(settings)
    if as_json:
        write_json([asdict(entry) for entry in found])
        return
    width = max(len(entry.name) for entry in found)
    for entry in found:
        marks = [*(["in use"] if entry.in_use else []), *(["pinned"] if entry.pinned else [])]
        line = f"{entry.name:{width}}  {entry.kind:15}  {_size(entry.bytes):>8}  {entry.place}"
        console.print(escape(f"{line}  {', '.join(marks)}".rstrip()))
    if not is_calibrated(settings):
        console.print("The confidence is not calibrated for what is in use: docs/models.md.")


@models.command(epilog="Example: qa-bot models add deepset/tinyroberta-squad2")
def add(
    name: Annotated[str, typer.Argument(help="A model of the hub, owner/name, or a folder.")],
    yes: Annotated[bool, typer.Option("--yes", help="Download without asking.")] = False,
) -> None:
    """Download a model, the one command that does; or pin the files of one in a folder."""
    from qa_bot.models.catalogue import model_kind
    from qa_bot.models.fetching import fetch_model, pin_folder, plan_download

    if Path(name).is_dir():
        folder = Path(name)
        kind = model_kind(folder, name)
        pin_folder(name)
    else:
        download = plan_download(name)
        name = download.name
        console.print(
            escape(
                f"{name}, version {download.revision[:12]}, from {download.address}: "
                f"{len(download.sizes)} files, {_size(download.bytes)}"
            )
        )
        _require_consent(yes)
        folder = fetch_model(download, lambda file: errors.print(escape(file), style="dim"))
        kind = model_kind(folder, name)
    variable = _export(name, kind)
    console.print(escape(f"Ready. To use it: {variable}={name}"))
    if variable == "QA_BOT_MODEL":
        console.print("Then build the index again: qa-bot build")
    console.print("The confidence is not calibrated for it: docs/models.md.")


def _require_consent(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise ModelError("nothing was downloaded, as nobody can be asked here; say so with --yes")
    if not typer.confirm("Download it?"):
        raise typer.Exit(1)


def _export(name: str, kind: str) -> str:
    """Export a model, so that the first question need not; gives the variable that names it."""
    from qa_bot.config import Settings
    from qa_bot.models.opening import open_encoder, open_reader

    if kind == "reader":
        open_reader(Settings(reader=name))
        return "QA_BOT_READER"
    open_encoder(Settings(model=name))
    return "QA_BOT_MODEL"


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
