"""Metrics: what the server counts, in Prometheus' text format."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_bot.web.library.library import Library

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class Metrics:
    """One server's figures; nothing in them comes from a question or a document."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "qa_bot_requests", "Requests", ["route", "method", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "qa_bot_request_seconds",
            "Time until a request is answered in full",
            ["route"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.answers = Counter(
            "qa_bot_answers", "Questions asked", ["answered"], registry=self.registry
        )
        self.taken = Gauge(
            "qa_bot_questions_in_progress", "Answered or waiting", registry=self.registry
        )
        self.rebuilding = Gauge("qa_bot_rebuilding", "Rebuilds running", registry=self.registry)
        self.documents = Gauge("qa_bot_documents", "Documents indexed", registry=self.registry)
        self.passages = Gauge("qa_bot_passages", "Passages indexed", registry=self.registry)

    def look_at(self, library: Library, taken: int) -> None:
        """Set the gauges to what they measure now."""
        manifest = library.bot.index.manifest if library.is_built else None
        self.documents.set(manifest.documents if manifest else 0)
        self.passages.set(manifest.passages if manifest else 0)
        self.rebuilding.set(library.rebuilds.count("running"))
        self.taken.set(taken)


class MeasureRequests:
    """ASGI middleware that counts requests by route."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        started = time.perf_counter()

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            route = name_route(scope)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.requests.labels(route, method, status).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - started)


def name_route(scope: Scope) -> str:
    """A request's route as it was declared, without anything that the client chose."""
    return getattr(scope.get("route"), "path", "other")
