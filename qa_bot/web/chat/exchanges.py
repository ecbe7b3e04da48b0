"""Exchanges: what a conversation consists of, as the browser keeps it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from qa_bot.types import Answer


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
