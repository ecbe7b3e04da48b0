"""REST: `QABot` for programs, under `/api/v1`, with health checks and metrics beside it."""

from __future__ import annotations

from fastapi import FastAPI, HTTPException
from starlette.requests import Request
from starlette.routing import Match

from qa_bot.web.problems import describe_problems
from qa_bot.web.rest import asking, documents, health, jobs

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
_PARTS = (asking, documents, jobs)
PREFIX = "/api/v1"


def add_routes(app: FastAPI) -> None:
    """Add all routes, each part by itself: a router within a router is searched twice a request."""
    problems = describe_problems(401, 403, 422, 429, 503)
    for part in _PARTS:
        app.include_router(part.routes, prefix=PREFIX, responses=problems)
    app.include_router(health.routes, responses=problems)
    app.add_api_route("/api/{path:path}", refuse_unknown, methods=_METHODS, include_in_schema=False)


def refuse_unknown(request: Request) -> None:
    """What is below `/api` and no route is not left to the chat.

    Raises:
        HTTPException: 405 where the path takes other methods, else 404.
    """
    path = f"/api/{request.path_params['path']}".removeprefix(PREFIX)
    asked = {"type": "http", "method": request.method, "path": path}
    methods: set[str] = set()
    for route in [route for part in _PARTS for route in part.routes.routes]:
        if route.matches(asked)[0] is Match.PARTIAL:
            methods |= getattr(route, "methods", set())
    if methods:
        raise HTTPException(405, headers={"Allow": ", ".join(sorted(methods))})
    raise HTTPException(404, "There is nothing at this address.")
