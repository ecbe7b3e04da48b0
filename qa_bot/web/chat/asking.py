"""Asking: what a browser sends with a question, and the messages that go back until the answer.

The server keeps no conversation: a question brings the turns before it, so that a chat goes on
after a restart, in another tab or on another server.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from qa_bot.errors import QABotError
from qa_bot.types import Answer, AnswerProgress, Turn
from qa_bot.web.chat.answers import render_answer, render_progress
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.library.library import Library
from qa_bot.web.models import Name, Question
from qa_bot.web.notices import explain

_MOST_TURNS, _REMEMBERED = 20, 1_000


class Asked(BaseModel):
    """A question as the page sends it."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(max_length=64)]
    question: Question
    turns: list[tuple[Question, str]] = Field(default=[], max_length=_MOST_TURNS)
    """The questions before, as they were asked, and the replies, oldest first."""
    documents: list[Name] = Field(default=[], max_length=10_000)
    """The only documents to ask; none means all."""


class Stopped:
    """The last questions that were stopped; what is asked, and waits, ends at its next step."""

    def __init__(self) -> None:
        self._ids: deque[str] = deque(maxlen=_REMEMBERED)

    def add(self, question_id: str) -> None:
        """Stop a question."""
        self._ids.append(question_id)

    def __contains__(self, question_id: object) -> bool:
        """Whether a question was stopped."""
        return question_id in self._ids


def answer_question(
    library: Library, sent: object, stopped: Container[str] = ()
) -> Iterator[dict[str, Any]]:
    """Messages for the page: how far the answer is, then its HTML and the exchange, or an error."""
    try:
        asked = Asked.model_validate(sent)
    except ValidationError:
        yield {"id": "", "error": "this question can't be read; reload the page"}
        return
    try:
        steps = _steps(library, asked)
        while asked.id not in stopped and (step := next(steps, None)) is not None:
            yield {"id": asked.id, **step}
    except QABotError as error:
        yield {"id": asked.id, "error": explain(error)}


def _steps(library: Library, asked: Asked) -> Iterator[dict[str, Any]]:
    bot = library.bot
    history = [Turn(question, reply) for question, reply in asked.turns]
    chosen = asked.documents or None
    for step in bot.answer_stream(asked.question, history=history, documents=chosen):
        if isinstance(step, AnswerProgress):
            yield {"progress": render_progress(step)}
        elif isinstance(step, Answer):
            exchange = Exchange(step, bot.index.manifest.generation, tuple(asked.documents))
            yield draw_exchange(library, exchange) | {"exchange": exchange.to_dict()}


def draw_exchange(library: Library, exchange: Exchange) -> dict[str, Any]:
    """An answer as the page shows it."""
    return {"html": render_answer(exchange.answer, several=library.document_count > 1)}
