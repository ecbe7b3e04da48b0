"""The server's commands: `qa-bot serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa_bot.terminal import console


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(epilog="Example: qa-bot serve --port 8000")(serve)


def serve(  # one parameter an option, which is how typer reads them
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
    index: Annotated[Path | None, typer.Option("--index", help="Folder of the index.")] = None,
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", help="Folder that a rebuild reads; by default the index's own."),
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the chat in a browser.")
    ] = False,
    root_path: Annotated[
        str, typer.Option("--root-path", help="Path under which a proxy shows it, as /qa.")
    ] = "",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Threads that answer.")] = 2,
    waiting: Annotated[
        int, typer.Option(min=0, max=10_000, help="Questions that may wait; more get a 429.")
    ] = 64,
) -> None:
    """Start the chat and the API, and print their address."""
    from qa_bot.web.app import serve as run
    from qa_bot.web.options import ServerOptions

    options = ServerOptions(
        index=index,
        corpus=corpus,
        host=host,
        port=port,
        root_path=root_path.rstrip("/"),
        workers=workers,
        waiting=waiting,
    )
    run(
        options,
        open_browser,
        lambda address: console.print(f"The chat is at {address} (Ctrl-C ends it)"),
    )
