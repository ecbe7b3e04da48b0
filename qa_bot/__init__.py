"""Ask your documents: verbatim excerpts with citations, nothing made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa_bot.answering.bot import QABot
    from qa_bot.api import AsyncQABot, answer, build_index
    from qa_bot.errors import QABotError
    from qa_bot.types import Answer, Citation, Turn

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "AsyncQABot",
    "Citation",
    "QABot",
    "QABotError",
    "Turn",
    "answer",
    "build_index",
]

_HOMES = {
    "AsyncQABot": "qa_bot.api",
    "QABot": "qa_bot.answering.bot",
    "answer": "qa_bot.api",
    "build_index": "qa_bot.api",
    "QABotError": "qa_bot.errors",
    "Answer": "qa_bot.types",
    "Citation": "qa_bot.types",
    "Turn": "qa_bot.types",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the public name stands for
    """Import a public name when it is first used, so that `import qa_bot` is instant."""
    if name not in _HOMES:
        raise AttributeError(f"module 'qa_bot' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names, which are imported only when used."""
    return sorted([*__all__, "__version__"])
