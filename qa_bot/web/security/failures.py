"""Failures: an error that nobody expected is a plain 500 for the client and a line in the log.

The line has no trace, as a trace may hold what was asked; `--log-level debug` shows it.
"""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_bot.web.problems import problem_response

_log = logging.getLogger(__name__)


class CatchFailures:
    """ASGI middleware that ends every failure."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and answer for it where it fails."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, note)
        except Exception as error:
            _log.error("a request failed: %s", type(error).__name__)
            _log.debug("its trace", exc_info=error)
            if not started:
                await problem_response(500, "Something failed here.")(scope, receive, send)
