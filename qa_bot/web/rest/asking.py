"""`POST /answer` and `POST /search`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request

from qa_bot.types import Answer, Turn
from qa_bot.web.models import AnswerRequest, SearchRequest, SearchResult
from qa_bot.web.problems import describe_problems
from qa_bot.web.rest.searching import search_library
from qa_bot.web.rest.service import ServiceOf

routes = APIRouter(tags=["asking"], responses=describe_problems(404))


@routes.post("/answer")
async def answer(asked: AnswerRequest, request: Request, service: ServiceOf) -> Answer:
    """Answer with cited excerpts, or decline (`answered` is false) with the nearest passages."""
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
async def search(asked: SearchRequest, request: Request, service: ServiceOf) -> SearchResult:
    """The best passages for a question, best first, without judging whether they answer it."""
    return await service.admission.run(
        lambda: search_library(service.library, asked.question, asked.k, asked.documents), request
    )
