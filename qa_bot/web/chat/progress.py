"""Asking: a question comes in; how far its answer is, and at last the exchange, go out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.errors import IndexNotFoundError
from qa_bot.types import Answer, AnswerProgress
from qa_bot.web import texts
from qa_bot.web.chat.exchanges import Exchange
from qa_bot.web.library.library import Library


@dataclass(slots=True)
class Asked:
    """A question on its way; it may be stopped while it is answered."""

    question: str
    documents: tuple[str, ...] = ()
    """The only documents to ask; none means all."""
    linked: str = ""
    """The generation that a link names; empty where no link asked."""
    stopped: bool = False


def ask_library(
    library: Library, asked: Asked, earlier: Sequence[Exchange]
) -> Iterator[AnswerProgress | Exchange]:
    """What is searched for and found as it becomes known; the exchange comes last.

    Nothing more comes once the question is stopped.

    Raises:
        IndexNotFoundError: there is no index yet.
        DocumentNotFoundError: a document that is to be asked is not in the index.
    """
    if asked.stopped:
        return
    if not library.is_built:
        raise IndexNotFoundError(texts.NOT_BUILT)
    bot = library.bot
    history = [exchange.answer for exchange in earlier]
    chosen = asked.documents or None
    for step in bot.answer_stream(asked.question, history=history, documents=chosen):
        if asked.stopped:
            return
        if isinstance(step, Answer):
            yield Exchange(step, bot.index.manifest.generation, asked.documents)
        else:
            yield step
