"""`--watch` of the commands: the index follows its documents, and the terminal says how."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.cli.terminal import console, errors, escape
from qa_bot.errors import QABotError

if TYPE_CHECKING:
    from qa_bot.building.builder import BuildOptions
    from qa_bot.reading.report import BuildReport


def follow(corpus: Path, index: Path | None, options: BuildOptions | None = None) -> None:
    """Build now and after every change, until interrupted."""
    from qa_bot.api import build_index
    from qa_bot.building.watching import watch_corpus
    from qa_bot.config import Settings, default_index_dir
    from qa_bot.index.encoders import open_encoder_for

    settings = Settings()
    encoder = open_encoder_for(settings, default_index_dir(index))
    build = partial(build_index, corpus, index, settings=settings, encoder=encoder, options=options)
    console.print(escape(f"Watching {corpus} (Ctrl-C ends it)"))
    watch_corpus(corpus, build, _tell)


def follow_beside(corpus: Path | None, index: Path | None) -> None:
    """The same in a thread that ends with the process; by default of the index's own folder."""
    from qa_bot.building.add_remove import corpus_of
    from qa_bot.config import default_index_dir

    folder = corpus or corpus_of(default_index_dir(index))

    def follow_or_tell() -> None:
        try:
            follow(folder, index)
        except QABotError as error:
            _tell(error)

    threading.Thread(target=follow_or_tell, daemon=True).start()


def _tell(outcome: BuildReport | QABotError) -> None:
    if isinstance(outcome, QABotError):
        errors.print(f"qa-bot: {escape(str(outcome))}", style="red")
    elif outcome.changed:
        console.print(escape(str(outcome)))
