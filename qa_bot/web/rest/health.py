"""`/healthz`: the process lives; `/readyz`: the index answers; `/metrics`: figures."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import generate_latest

from qa_bot.web.rest.service import ServiceOf

routes = APIRouter(tags=["health"])
_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


@routes.get("/healthz", response_class=PlainTextResponse)
async def healthz() -> str:
    """Whether the process answers."""
    return "ok"


@routes.get("/readyz", response_class=PlainTextResponse)
def readyz(service: ServiceOf) -> str:
    """Whether the live generation is open."""
    _ = service.library.bot
    return "ready"


@routes.get("/metrics", response_class=PlainTextResponse)
def metrics(service: ServiceOf) -> Response:
    """Figures for Prometheus."""
    service.metrics.look_at(service.library, service.admission.taken)
    return Response(generate_latest(service.metrics.registry), media_type=_FORMAT)
