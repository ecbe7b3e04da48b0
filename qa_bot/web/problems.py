"""Problems: every error leaves as RFC 9457 problem details, without a trace or a path."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from qa_bot.errors import BusyError, DocumentNotFoundError, IndexNotFoundError, QABotError
from qa_bot.web.admission import ClientGoneError, OverloadedError

NOT_BUILT = (
    "There is no index yet: add documents (POST /api/v1/documents, or in the library), then "
    "rebuild (POST /api/v1/rebuild, or qa-bot build)."
)
MEDIA_TYPE = "application/problem+json"
_CLIENT_CLOSED = 499
_log = logging.getLogger(__name__)


class Problem(BaseModel):
    """An error as RFC 9457 writes it."""

    type: str = "about:blank"
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(default="", examples=["There is no such document."])


def problem_response(
    status: int, detail: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """A problem as a response."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(problem.model_dump(), status, headers, media_type=MEDIA_TYPE)


def describe_problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entry of the errors that a route may give."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def handle_problems(app: FastAPI) -> None:
    """Make an application write its errors as problems."""

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> Response:
        return problem_response(error.status_code, error.detail, error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        return problem_response(422, "; ".join(map(_describe, error.errors()[:5])))

    @app.exception_handler(QABotError)
    async def expected(_: Request, error: QABotError) -> Response:
        if isinstance(error, DocumentNotFoundError):
            return problem_response(404, "The index has no such document.")
        if isinstance(error, BusyError):
            return problem_response(409, "A rebuild is running; wait until it is done.")
        if isinstance(error, IndexNotFoundError):
            return problem_response(503, NOT_BUILT)
        _log.error("the index can't be used: %s", type(error).__name__)
        _log.debug("%s", error)
        return problem_response(503, "The index can't be used; the server's owner can mend it.")

    @app.exception_handler(OverloadedError)
    async def overloaded(_: Request, error: OverloadedError) -> Response:
        retry = {"Retry-After": str(error.retry_after)}
        return problem_response(429, "Too many questions at once; ask again shortly.", retry)

    @app.exception_handler(ClientGoneError)
    async def gone(_: Request, __: ClientGoneError) -> Response:
        return Response(status_code=_CLIENT_CLOSED)


def _describe(error: Mapping[str, Any]) -> str:
    """Where the request is wrong and why, without what was sent."""
    place = ".".join(str(part) for part in error["loc"] if isinstance(part, int | str))
    return f"{place}: {error['msg']}" if error["type"] != "json_invalid" else "body: not JSON"
