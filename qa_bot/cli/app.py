"""The `qa-bot` command.

Exit codes: 0 answered or done, 1 error, 2 usage, 3 not in the documents.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import qa_bot
from qa_bot.cli import calibrate as calibration
from qa_bot.cli import evaluate as evaluation
from qa_bot.cli import models as model_commands
from qa_bot.cli import serve as web
from qa_bot.cli.documents import documents
from qa_bot.cli.excerpts import print_answer
from qa_bot.cli.library import ForceOption, IndexOption, register
from qa_bot.cli.terminal import console, errors, escape, prepare_stdout, progress_bar, write_json
from qa_bot.cli.watch import follow
from qa_bot.errors import QABotError

if TYPE_CHECKING:
    from qa_bot.models.encoder import Encoder
    from qa_bot.types import Answer

NOT_IN_DOCUMENTS = 3
app = typer.Typer(
    help="Ask your documents: verbatim excerpts with citations, nothing made up.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("eval", epilog=evaluation.EXAMPLE)(evaluation.evaluate)
app.command(epilog=calibration.EXAMPLE)(calibration.calibrate)
app.command(epilog="Example: qa-bot documents --report")(documents)
register(app)
web.register(app)
model_commands.register(app)

CorpusOption = Annotated[Path, typer.Option("--corpus", help="Folder with the documents.")]


def main() -> None:
    """Run the command; an expected error is one line and exit code 1."""
    prepare_stdout()
    try:
        app()
    except QABotError as error:
        if "--debug" in sys.argv:
            raise
        errors.print(f"qa-bot: {escape(str(error))}", style="red")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _show_version(wanted: bool) -> None:
    if wanted:
        console.print(f"qa-bot {qa_bot.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version."),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback on errors.")] = False,
) -> None:
    """Ask your documents: verbatim excerpts with citations, nothing made up."""


@app.command(epilog="Example: qa-bot build --corpus reports --index reports-index")
def build(
    corpus: CorpusOption = Path("corpus"),
    index: IndexOption = None,
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Say nothing where nothing has changed.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Read and encode everything again.")
    ] = False,
    force: ForceOption = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the report as JSON, every file in it.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and build again whenever files change.")
    ] = False,
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", help="Passwords to try on locked files, one a line."),
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Encode on a Ray cluster: auto, local or host:port.",
        ),
    ] = None,
) -> None:
    """Read what is new or changed, build the next index beside the live one, then switch."""
    from qa_bot.api import build_index
    from qa_bot.building.builder import BuildOptions

    passwords = _read_passwords(password_file) if password_file else ()
    options = BuildOptions(passwords, fresh, force)
    if watch and ray is not None:
        raise typer.BadParameter("--ray is for one build; leave out --watch")
    if watch:
        follow(corpus, index, options)
        return
    with _ray_encoder(ray, index) as encoder, progress_bar() as advance:
        progress = partial(advance, "Encoding")
        report = build_index(corpus, index, encoder=encoder, progress=progress, options=options)
    if as_json:
        write_json(report.to_dict())
    elif report.changed or not if_needed:
        console.print(escape(str(report)))


@contextmanager
def _ray_encoder(address: str | None, index: Path | None) -> Iterator[Encoder | None]:
    """The cluster as an encoder for an index, or None; Ray prints on standard error."""
    if address is None:
        yield None
        return
    from qa_bot.config import Settings, default_index_dir
    from qa_bot.index.encoders import find_encoding
    from qa_bot.models.ray_encoder import open_ray_encoder

    settings = Settings()
    kept = find_encoding(default_index_dir(index), settings.model)
    with redirect_stdout(sys.stderr), open_ray_encoder(address, settings, kept) as encoder:
        yield encoder


def _read_passwords(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QABotError(
            f"{path} can't be read; name a UTF-8 text file with --password-file"
        ) from error
    return tuple(line for line in lines if line)


@app.command(epilog='Example: qa-bot ask "Who runs the Global Response Center?" --json')
def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question; without it, a prompt.")
    ] = None,
    index: IndexOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    document: Annotated[
        list[str] | None,
        typer.Option("--document", help="Search only this document (may be given several times)."),
    ] = None,
    excerpts: Annotated[
        int | None,
        typer.Option("-k", min=1, max=20, help="Excerpts at the most; by default 3."),
    ] = None,
    strictness: Annotated[
        float | None,
        typer.Option(min=1, max=100, help="Be wrong at most once in so many answers."),
    ] = None,
    timings: Annotated[bool, typer.Option("--timings", help="Say where the time went.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how the answer came about, stage by stage.")
    ] = False,
) -> None:
    """Ask a question; exit code 3 says that the documents don't answer it."""
    from concurrent.futures import ThreadPoolExecutor

    from qa_bot.answering.bot import QABot
    from qa_bot.config import Settings
    from qa_bot.index.stores.flat import load_faiss
    from qa_bot.models.opening import open_reader

    settings = Settings() if strictness is None else Settings(strictness=strictness)
    reader = open_reader(settings)
    loading = ThreadPoolExecutor(2)  # beside index and model, which this thread loads
    if reader is not None:
        loading.submit(reader.read, "", [])
    if settings.store != "milvus":
        loading.submit(load_faiss)
    with QABot.open(index, settings=settings, reader=reader) as bot:
        if question is None:
            _converse(bot, excerpts, document, explain)
            return
        answer = bot.answer(question, documents=document, max_citations=excerpts, explain=explain)
    if as_json:
        write_json(answer.to_dict())
    else:
        print_answer(answer)
    if timings:
        for stage, milliseconds in answer.timings.items():
            errors.print(f"{stage}: {milliseconds:.1f} ms", style="dim")
    if not answer.answered and answer.form != "card":
        raise typer.Exit(NOT_IN_DOCUMENTS)


def _converse(
    bot: qa_bot.QABot, excerpts: int | None, documents: list[str] | None, explain: bool
) -> None:
    history: list[Answer] = []
    if sys.stdin.isatty():
        console.print("Ask about your documents. An empty line ends.", style="dim")
    while True:
        try:
            question = input("? " if sys.stdin.isatty() else "")
        except EOFError:
            return
        if not question.strip():
            return
        answer = bot.answer(
            question,
            history=history,
            documents=documents,
            max_citations=excerpts,
            explain=explain,
        )
        history.append(answer)
        print_answer(answer)
        console.print()
