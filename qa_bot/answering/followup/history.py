"""Read a conversation's history in any of the forms that callers have it in.

Bare questions, `Turn`s, earlier `Answer`s, and messages as OpenAI and Gradio write them
(`{"role": "user", "content": …}`) may be mixed; one item alone counts as a list of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qa_bot.errors import QABotError
from qa_bot.types import Answer, Turn

Message = Mapping[str, Any]
"""A chat message: a role, and content that is a text or a list of parts."""
HistoryItem = str | Turn | Answer | Message
History = HistoryItem | Sequence[HistoryItem]
"""What came before a question, oldest first."""

_IGNORED_ROLES = frozenset({"system", "developer", "tool", "function"})


def read_history(history: History) -> list[Turn]:
    """The turns of a conversation, oldest first.

    Raises:
        QABotError: an item is none of the forms that are understood.
    """
    items = [history] if isinstance(history, str | Turn | Answer | Mapping) else history
    if not isinstance(items, Iterable):
        raise _wrong(items)
    turns: list[Turn] = []
    for item in items:
        if isinstance(item, Mapping):
            _add_message(turns, item)
        else:
            turns.append(as_turn(item))
    return turns


def as_turn(item: str | Turn | Answer) -> Turn:
    """A turn of a conversation: an answer counts as its standalone question and its quotes."""
    if isinstance(item, str):
        return Turn(item)
    if isinstance(item, Answer):
        return Turn(item.asked_as, " ".join(citation.quote for citation in item.citations))
    if isinstance(item, Turn):
        return item
    raise _wrong(item)


def _add_message(turns: list[Turn], message: Message) -> None:
    """Take in a message: a person's opens a turn, the assistant's is a reply to the last."""
    role, text = message.get("role"), _text_of(message.get("content"))
    if role == "user":
        turns.append(Turn(text))
    elif role == "assistant":
        last = turns.pop() if turns else Turn("")
        turns.append(Turn(last.question, f"{last.reply}\n{text}".strip()))
    elif role not in _IGNORED_ROLES:
        raise QABotError(
            f"a message of the history has the role {role!r}; give role and content, with the role "
            "user or assistant"
        )


def _text_of(content: object) -> str:
    """A message's text, that of its parts joined; files and pictures have none."""
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        text = content.get("text")
        return text if isinstance(text, str) else ""
    if isinstance(content, Sequence):
        return "\n".join(filter(None, map(_text_of, content)))
    return ""


def _wrong(item: object) -> QABotError:
    return QABotError(
        f"the history holds {type(item).__name__}; give questions, turns, answers or messages with "
        "role and content"
    )
