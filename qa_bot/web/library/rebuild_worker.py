"""The process that rebuilds an index for the server: `python -m qa_bot.web.library.rebuild_worker`.

The corpus and the index come in as arguments, JSON lines go out: progress, then the result or an
error. It gives way to the process that answers.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from qa_bot.building.builder import build_index
from qa_bot.errors import QABotError

_NICENESS = 10


def main(corpus: str, index: str) -> None:
    """Build, and say on standard output how it goes."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    try:
        report = build_index(corpus, index, progress=_say_progress)
    except QABotError as error:
        _say(error=str(error))
        return
    mentioned = [str(reading) for reading in report.readings if reading.deserves_mention]
    _say(
        generation=report.generation,
        documents=report.documents,
        passages=report.passages,
        sentences=report.sentences,
        seconds=round(report.seconds, 3),
        notes=mentioned,
        changed=report.changed,
    )


def _say_progress(done: int, total: int) -> None:
    _say(done=done, total=total)


def _say(**what: Any) -> None:  # noqa: ANN401 - any JSON value
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
