"""The worker process that reads files; `launch.py` starts it with the name of a function.

The first line on standard input holds the limits and passwords, each further one a file; each
answer is a line on standard output, after one for each picture that is looked at. All are JSON, so
that nothing a parser was tricked into can reach the parent but text. An unexpected error ends the
process; the parent starts another.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.files import Reading, load_data
from qa_bot.reading.parsed import RawFile
from qa_bot.reading.report import ReadingReport
from qa_bot.reading.sandbox.limits import Limits, forbid_network, limit_memory, limit_processor

_STOP_EARLY = 0.8
"""Share of the time after which a reader should give what it has."""


def main() -> None:
    """Answer until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    sys.excepthook = _make_hook(answers)
    read = load_function(sys.argv[1])
    start = json.loads(sys.stdin.buffer.readline())
    limits, passwords = Limits(**start["limits"]), tuple(start["passwords"])
    limit_memory(limits.memory_mb)
    forbid_network()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        limit_processor(limits.seconds + limits.recognition_seconds)
        deadline = time.monotonic() + _STOP_EARLY * limits.seconds
        file = RawFile(
            request["source"],
            b"",
            passwords,
            deadline,
            deadline + limits.recognition_seconds,
            tell_alive=lambda: _send(answers, {"alive": True}),
        )
        _send(answers, asdict(_read(read, Path(request["path"]), file)))


def load_function(name: str) -> Callable[[RawFile], Reading]:
    """A function by "module:name"."""
    module, function = name.split(":")
    found: Callable[[RawFile], Reading] = getattr(import_module(module), function)
    return found


def _read(read: Callable[[RawFile], Reading], path: Path, file: RawFile) -> Reading:
    try:
        data = load_data(path)
    except ReadingError as error:
        return Reading(ReadingReport(file.source, "skipped", str(error)))
    return read(replace(file, data=data))


def _send(answers: BinaryIO, message: dict[str, object]) -> None:
    line = json.dumps(message, ensure_ascii=False)
    answers.write(line.encode("utf-8", "surrogatepass") + b"\n")
    answers.flush()


def _make_hook(
    answers: BinaryIO,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def tell(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        """Say what ended the process."""
        _send(answers, {"memory": kind is MemoryError, "failed": f"{kind.__name__}: {error}"[:300]})

    return tell


if __name__ == "__main__":
    main()
