"""The server's commands: `qa-bot serve`, `mcp`, `users` and `tokens`."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.terminal import console
from qa_bot.cli.watch import follow_beside
from qa_bot.errors import QABotError
from qa_bot.web.options import ServerOptions, is_loopback

if TYPE_CHECKING:
    from qa_bot.web.security.accounts import Accounts

users = typer.Typer(help="People who may use a server on a network.", no_args_is_help=True)
tokens = typer.Typer(help="Keys for programs that use a server.", no_args_is_help=True)


class RoleName(StrEnum):
    """What someone may do."""

    reader = "reader"
    editor = "editor"


class LogLevel(StrEnum):
    """How much the server says."""

    debug = "debug"
    info = "info"
    warning = "warning"


AccountsOption = Annotated[
    Path | None,
    typer.Option("--accounts", help="File of users and tokens; by default in your data folder."),
]
NameArgument = Annotated[str, typer.Argument(help="The name.")]
RoleOption = Annotated[
    RoleName, typer.Option("--role", help="Readers ask; editors also change the library.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(epilog="Example: qa-bot serve --port 8000")(serve)
    app.command(epilog="Example: qa-bot mcp --index reports-index")(mcp)
    app.add_typer(users, name="users")
    app.add_typer(tokens, name="tokens")


def serve(  # one parameter an option, which is how typer reads them
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
    index: Annotated[Path | None, typer.Option("--index", help="Folder of the index.")] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus", help="Folder that a rebuild reads; by default the index's own, or corpus/."
        ),
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the chat in a browser.")
    ] = False,
    accounts: AccountsOption = None,
    auth: Annotated[
        bool | None,
        typer.Option(
            "--auth/--no-auth",
            help="Ask for a sign-in or token; by default unless only this machine can connect.",
        ),
    ] = None,
    certfile: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="TLS certificate (PEM).")
    ] = None,
    keyfile: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Its private key (PEM).")
    ] = None,
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(help="A name that the server goes by, as behind a proxy (several times)."),
    ] = None,
    root_path: Annotated[
        str, typer.Option("--root-path", help="Path that a proxy takes off, as /qa.")
    ] = "",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Threads that answer.")] = 2,
    waiting: Annotated[
        int, typer.Option(min=0, max=10_000, help="Questions that may wait; more get a 429.")
    ] = 64,
    log_level: Annotated[LogLevel, typer.Option(help="What to log.")] = LogLevel.warning,
    watch: Annotated[
        bool, typer.Option("--watch", help="Build again whenever the documents change.")
    ] = False,
) -> None:
    """Start the chat and the API, and print their address."""
    if auth is None:
        auth = not is_loopback(host) or bool(root_path) or bool(allowed_host)
    logging.basicConfig(level=log_level.upper(), format="%(asctime)s %(levelname)s %(message)s")
    options = ServerOptions(
        index=index,
        corpus=corpus,
        host=host,
        port=port,
        accounts=_require_users(accounts) if auth else None,
        certfile=certfile,
        keyfile=keyfile,
        allowed_hosts=tuple(allowed_host or ()),
        root_path=root_path.rstrip("/"),
        workers=workers,
        waiting=waiting,
    )
    from qa_bot.web.app import serve as run

    if watch:
        follow_beside(corpus, index)
    run(
        options,
        open_browser,
        lambda address: console.print(f"The chat is at {address} (Ctrl-C ends it)"),
    )


def mcp(
    index: Annotated[Path | None, typer.Option("--index", help="Folder of the index.")] = None,
) -> None:
    """Serve the MCP tools on standard input and output, for an assistant on this machine."""
    from qa_bot.web.admission import Admission
    from qa_bot.web.library.library import Library
    from qa_bot.web.mcp import build_mcp_server

    library = Library(index, None)
    _ = library.bot  # an assistant can't build the index: better no start than no answer
    build_mcp_server(library, Admission()).run("stdio")


@users.command("add", epilog="Example: qa-bot users add ada --role editor")
def add_user(
    name: NameArgument, role: RoleOption = RoleName.reader, accounts: AccountsOption = None
) -> None:
    """Add a user, or give one another role and password (asked for, or a line of the input)."""
    if sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    _open(accounts).add_user(name, role.value, password)
    console.print(f"{name} may sign in as {role.value}.")


@users.command("list", epilog="Example: qa-bot users list")
def list_users(accounts: AccountsOption = None) -> None:
    """List the users and their roles."""
    for name, user in _open(accounts).users.items():
        console.print(f"{name}: {user.role}")


@users.command("remove", epilog="Example: qa-bot users remove ada")
def remove_user(name: NameArgument, accounts: AccountsOption = None) -> None:
    """Remove a user; their sessions end at once."""
    _open(accounts).remove_user(name)


@tokens.command("add", epilog="Example: qa-bot tokens add nightly --role editor --days 90")
def add_token(
    name: NameArgument,
    role: RoleOption = RoleName.reader,
    days: Annotated[int, typer.Option(min=1, max=3_650, help="Days until it expires.")] = 365,
    accounts: AccountsOption = None,
) -> None:
    """Make a token for a program and print it, this once."""
    sys.stdout.write(_open(accounts).add_token(name, role.value, days) + "\n")


@tokens.command("list", epilog="Example: qa-bot tokens list")
def list_tokens(accounts: AccountsOption = None) -> None:
    """List the tokens' names, roles and ends."""
    for name, token in _open(accounts).tokens.items():
        ends = datetime.fromtimestamp(token.expires, UTC)
        console.print(f"{name}: {token.role}, until {ends:%Y-%m-%d}")


@tokens.command("remove", epilog="Example: qa-bot tokens remove nightly")
def remove_token(name: NameArgument, accounts: AccountsOption = None) -> None:
    """Remove a token; it ends at once."""
    _open(accounts).remove_token(name)


def _open(path: Path | None) -> Accounts:
    from qa_bot.web.security.accounts import Accounts, default_accounts_file

    return Accounts(path or default_accounts_file())


def _require_users(path: Path | None) -> Path:
    from qa_bot.web.security.accounts import default_accounts_file

    opened = _open(path)
    if not opened.users and not opened.tokens:
        raise QABotError(
            "others could reach this server and it has no users; add one with qa-bot users add, "
            "or type --no-auth to let everyone in"
        )
    return path or default_accounts_file()
