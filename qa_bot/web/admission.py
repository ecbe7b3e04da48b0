"""Admission: questions wait in a bounded queue for a few threads; one too many is turned away.

The event loop is never blocked, and a client that goes away while it waits gives its place back.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.requests import Request

from qa_bot.web.options import WAITING, WORKERS

Result = TypeVar("Result")


class OverloadedError(Exception):
    """Every place is taken; `retry_after` is in seconds."""

    retry_after = 1


class ClientGoneError(Exception):
    """The client has closed its connection; nobody reads the result."""


class Admission:
    """A few threads with a bounded number of places.

    Args:
        workers: threads that answer.
        waiting: how many more may wait for a thread.
    """

    def __init__(self, workers: int = WORKERS, waiting: int = WAITING) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="answering")
        self._places = workers + waiting
        self._taken = 0
        self._counting = threading.Lock()

    @property
    def taken(self) -> int:
        """Questions that are answered or wait."""
        return self._taken

    async def run(self, work: Callable[[], Result], request: Request | None = None) -> Result:
        """Do work in a thread.

        Args:
            work: what to do.
            request: whose client must still be there, with its body already read.

        Raises:
            OverloadedError: all places are taken.
            ClientGoneError: the client went away first.
        """
        with self._counting:
            if self._taken >= self._places:
                raise OverloadedError
            self._taken += 1
        future = self._threads.submit(work)
        future.add_done_callback(self._leave)
        result = asyncio.wrap_future(future)
        if request is None:
            return await result
        return await _unless_gone(result, request)

    def _leave(self, _: Future[Any]) -> None:
        """Give a place back in the thread that is done: waking the event loop once is enough."""
        with self._counting:
            self._taken -= 1

    def close(self) -> None:
        """Drop what waits and let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)


async def _unless_gone(result: asyncio.Future[Result], request: Request) -> Result:
    gone = asyncio.ensure_future(_disconnected(request))
    gone.add_done_callback(lambda _: result.cancel())
    try:
        return await result
    except asyncio.CancelledError:
        if gone.done():
            raise ClientGoneError from None
        raise
    finally:
        gone.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
