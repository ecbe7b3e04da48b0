"""Follow-up: a question and the questions before it come in, a standalone question goes out.

A turn that leans on what came before ("And ENISA?", "Who funds it?") gets the content words of the
last question that stood on its own; every other turn is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.lexical import words_of

_OPENING = re.compile(r"^\s*(?:and|but|or|so|what about|how about|why not|also)\b", re.IGNORECASE)
_REFERRING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|his|him|her|this|that|these|those|there|one|ones"
    r"|former|latter|same)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 6


def make_standalone(question: str, history: Sequence[str]) -> str:
    """The question with what it leans on; unchanged where it stands on its own.

    Args:
        question: the turn to answer.
        history: the person's earlier questions, oldest first.
    """
    earlier = [turn for turn in history if turn.strip()]
    if not earlier or not leans_on_history(question):
        return question
    present = {word.casefold() for word in words_of(question)}
    subject = next((turn for turn in reversed(earlier) if not leans_on_history(turn)), earlier[-1])
    carried = [word for word in words_of(subject) if word.casefold() not in present]
    return f"{question.strip()} ({' '.join(carried)})" if carried else question


def leans_on_history(question: str) -> bool:
    """Whether a turn opens like a continuation, or refers back with few words of its own."""
    if _OPENING.match(question):
        return True
    words = words_of(question)
    return bool(_REFERRING.search(question)) and len(words) <= _FEW_WORDS
