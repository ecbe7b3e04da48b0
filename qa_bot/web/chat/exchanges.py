"""Exchanges: what a conversation consists of, as the browser keeps it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qa_bot.errors import QABotError
from qa_bot.types import Answer

_MOST = 500


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, and what it was put to."""

    answer: Answer
    generation: str = ""
    """The generation that answered."""
    documents: tuple[str, ...] = ()
    """The only documents that were asked; none means all."""

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as JSON-ready values."""
        return asdict(self)


_CONVERSATION = TypeAdapter(list[Exchange])


def read_exchanges(kept: object) -> list[Exchange]:
    """A conversation that a browser kept.

    Raises:
        QABotError: it isn't one.
    """
    try:
        return _CONVERSATION.validate_python(kept)[-_MOST:]
    except ValidationError as error:
        raise QABotError(
            "this chat can't be read; it was kept by another version of the page"
        ) from error
