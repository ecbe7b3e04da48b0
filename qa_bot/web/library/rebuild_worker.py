"""The process that rebuilds an index for the server.

It takes the corpus and the index as arguments and writes JSON lines to its standard output:
progress, an empty object every few seconds, then the result or an error. Standard output carries
nothing else: what a library prints goes to standard error. It gives way to the process that
answers.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any, TextIO

from qa_bot.api import build_index
from qa_bot.building.builder import BuildOptions
from qa_bot.errors import QABotError

_NICENESS = 10
_HEARTBEAT_SECONDS = 5.0


def main(corpus: str, index: str) -> None:
    """Build, and say how it goes."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    with os.fdopen(os.dup(1), "w", encoding="ascii") as output:
        os.dup2(2, 1)
        messages, done = Messages(output), threading.Event()
        heart = threading.Thread(target=messages.beat, args=(done,), daemon=True)
        heart.start()
        try:
            _build(corpus, index, messages)
        finally:
            done.set()
            heart.join()


class Messages:
    """What the server reads: JSON objects, one a line, from several threads."""

    def __init__(self, output: TextIO) -> None:
        self._output = output
        self._lock = threading.Lock()

    def say(self, **what: Any) -> None:  # noqa: ANN401 - any JSON value
        """Write a message."""
        with self._lock:
            self._output.write(json.dumps(what) + "\n")
            self._output.flush()

    def beat(self, done: threading.Event) -> None:
        """Write an empty message every few seconds, until the build is done."""
        while not done.wait(_HEARTBEAT_SECONDS):
            self.say()


def _build(corpus: str, index: str, messages: Messages) -> None:
    try:
        report = build_index(
            corpus,
            index,
            progress=lambda done, total: messages.say(done=done, total=total),
            options=BuildOptions(
                on_read=lambda done, total, name: messages.say(done=done, total=total, reading=name)
            ),
        )
    except QABotError as error:
        messages.say(error=str(error), failure=type(error).__name__)
        return
    messages.say(
        generation=report.generation,
        documents=report.documents,
        passages=report.passages,
        sentences=report.sentences,
        seconds=round(report.seconds, 3),
        notes=report.notes(),
        changed=report.changed,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
