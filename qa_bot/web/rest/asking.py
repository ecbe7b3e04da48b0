"""`POST /answer` and `POST /search`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request

from qa_bot.bot import QABot
from qa_bot.types import Answer, Hit, Turn
from qa_bot.web.problems import describe_problems
from qa_bot.web.rest.models import AnswerRequest, FoundPassage, SearchRequest, SearchResult
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
        ),
        request,
    )
    service.metrics.answers.labels(str(given.answered).lower()).inc()
    return given


@routes.post("/search")
async def search(asked: SearchRequest, request: Request, service: ServiceOf) -> SearchResult:
    """The best passages for a question, best first, without judging whether they answer it."""

    def find() -> SearchResult:
        bot = service.library.bot
        hits = bot.search(asked.question, asked.k, documents=asked.documents)
        return SearchResult(passages=[describe_hit(bot, hit) for hit in hits])

    return await service.admission.run(find, request)


def describe_hit(bot: QABot, hit: Hit) -> FoundPassage:
    """A hit with its text and its document's title."""
    passage = hit.passage
    document = bot.source(passage.doc_id)
    return FoundPassage(
        doc_id=passage.doc_id,
        title=document.title,
        section=passage.section,
        start=passage.start,
        end=passage.end,
        text=document.text[passage.start : passage.end],
        score=float(hit.score),
        dense=float(hit.dense),
        lexical=float(hit.lexical),
    )
