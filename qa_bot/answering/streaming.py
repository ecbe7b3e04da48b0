"""Turn a call that reports its progress into an iterator over what it reports and gives."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from qa_bot.types import Answer, AnswerProgress

OnProgress = Callable[[AnswerProgress], None]
"""Called with what is known so far; an error that it raises ends the work."""


class StreamClosedError(Exception):
    """Raised inside the call when its iterator was closed; nobody else sees it."""


def stream_progress(
    call: Callable[[OnProgress], Answer],
) -> Generator[AnswerProgress | Answer]:
    """What a call reports as it goes on, then its answer; its errors are raised here.

    The call runs in a thread of its own. Closing the iterator ends it at its next report.

    Args:
        call: is given what to report to.
    """
    reports: SimpleQueue[AnswerProgress | None] = SimpleQueue()
    closed = threading.Event()

    def report(progress: AnswerProgress) -> None:
        if closed.is_set():
            raise StreamClosedError
        reports.put(progress)

    thread = ThreadPoolExecutor(1, "answer_stream")
    done = thread.submit(call, report)
    done.add_done_callback(lambda _: reports.put(None))
    thread.shutdown(wait=False)
    try:
        while (progress := reports.get()) is not None:
            yield progress
        yield done.result()
    finally:
        closed.set()
