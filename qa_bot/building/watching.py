"""Watching: files of a corpus folder change, and the index follows, one build at a time.

A build that fails is told of and changes nothing; watching goes on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change, watch

from qa_bot.building.add_remove import REMOVED
from qa_bot.errors import BusyError, CorpusError, QABotError
from qa_bot.reading.report import BuildReport

_QUIET_MS = 1_000
"""Changes that come within this time are built together."""
_RETRY_MS = 2_000
"""How long to wait before trying again where another process builds."""


def watch_corpus(
    corpus: Path,
    build: Callable[[], BuildReport],
    tell: Callable[[BuildReport | QABotError], None],
    stop: threading.Event | None = None,
) -> None:
    """Build now and after every change, until interrupted.

    Args:
        corpus: the folder.
        build: brings the index up to date.
        tell: called with what a build made, or why it failed.
        stop: ends the watching when set.

    Raises:
        CorpusError: there is no such folder.
    """
    if not corpus.is_dir():
        raise CorpusError(f"there is no folder {corpus}; name the documents' folder with --corpus")
    pending = True
    for changes in watch(
        corpus,
        watch_filter=_is_relevant,
        debounce=_QUIET_MS,
        rust_timeout=_RETRY_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=True,
    ):
        if changes or pending:
            pending = _build(build, tell)


def _build(
    build: Callable[[], BuildReport], tell: Callable[[BuildReport | QABotError], None]
) -> bool:
    """Build and tell; whether another process was building, so that it has to be tried again."""
    try:
        tell(build())
    except QABotError as error:
        tell(error)
        return isinstance(error, BusyError)
    return False


def _is_relevant(_: Change, path: str) -> bool:
    """Whether a change may concern the index: not one of hidden, temporary or removed files."""
    changed = Path(path)
    return REMOVED not in changed.parts and not changed.name.startswith((".", "~$"))
