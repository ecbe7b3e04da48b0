"""`POST /answer` and `POST /search`.

These are what a server does most, so that they take the service from the request: a dependency of
their own costs as much as a middleware.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request

from qa_bot.types import Answer, Turn
from qa_bot.web.models import AnswerRequest, SearchRequest, SearchResult
from qa_bot.web.problems import describe_problems
from qa_bot.web.rest.searching import search_library
from qa_bot.web.rest.service import service_of

routes = APIRouter(tags=["asking"], responses=describe_problems(404))


@routes.post("/answer")
async def answer(asked: AnswerRequest, request: Request) -> Answer:
    """Answer with cited excerpts, or decline (`answered` is false) with the nearest passages."""
    service = service_of(request)
    history = [Turn(turn.question, turn.reply) for turn in asked.history]
    given = await service.admission.run(
        lambda: service.library.bot.answer(
            asked.question,
            history=history,
            documents=asked.documents,
            max_citations=asked.max_citations,
            explain=asked.explain,
        ),
        request,
    )
    service.metrics.answers.labels(str(given.answered).lower()).inc()
    return given


@routes.post("/search")
async def search(asked: SearchRequest, request: Request) -> SearchResult:
    """The best passages for a question, best first, without judging whether they answer it."""
    service = service_of(request)
    return await service.admission.run(
        lambda: search_library(service.library, asked.question, asked.k, asked.documents), request
    )
