"""Bodies: a request may send so many bytes, and must not stop sending them for long."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_bot.web.problems import problem_response
from qa_bot.web.security.paths import route_path

SMALL = 1_000_000
_UPLOADS = frozenset({"/api/v1/documents", "/gradio_api/upload"})
_PATIENCE = 30.0


class LimitBody:
    """ASGI middleware that ends a request whose body is too large or too slow.

    Args:
        app: what it guards.
        upload_bytes: what an upload may send; other requests may send a million.
        patience: seconds until the next bytes must have come.
    """

    def __init__(self, app: ASGIApp, upload_bytes: int, patience: float = _PATIENCE) -> None:
        self._app = app
        self._upload_bytes = upload_bytes
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count what it sends."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._upload_bytes if route_path(scope) in _UPLOADS else SMALL
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > most:
            refusal = problem_response(413, f"A request may send {most:,} bytes here.")
            await refusal(scope, receive, send)
            return
        watched = _Watched(receive, send, most, self._patience)
        try:
            await self._app(scope, watched.receive, watched.send)
        except _TooMuchError as error:
            if not watched.answered:
                await problem_response(error.status, error.reason)(scope, receive, send)


class _TooMuchError(Exception):
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class _Watched:
    """One request's two directions; once its body is refused, nothing else is sent."""

    def __init__(self, receive: Receive, send: Send, most: int, patience: float) -> None:
        self._receive = receive
        self._send = send
        self._left = most
        self._patience = patience
        self._complete = False
        self._refused: _TooMuchError | None = None
        self.answered = False

    async def receive(self) -> Message:
        if self._complete:
            return await self._receive()
        try:
            async with asyncio.timeout(self._patience):
                message = await self._receive()
        except TimeoutError:
            self._refused = _TooMuchError(408, "The body came too slowly.")
            raise self._refused from None
        self._left -= len(message.get("body", b""))
        self._complete = not message.get("more_body", False)
        if self._left < 0:
            self._refused = _TooMuchError(413, "The body is too large.")
            raise self._refused
        return message

    async def send(self, message: Message) -> None:
        if self._refused is not None and not self.answered:
            raise self._refused
        self.answered = True
        await self._send(message)
