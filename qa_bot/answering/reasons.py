"""Tell why a question is not answered."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.followup.words import is_light
from qa_bot.answering.required import find_absent
from qa_bot.index.lexical.words import words_of
from qa_bot.types import Citation, Reason

MIN_TOPIC = 0.3
"""The least probability of being on the topic of passages that are said to be."""


def find_reason(question: str, nearest: Sequence[Citation], topic: float) -> Reason:
    """Why the nearest excerpts are no answer.

    Args:
        question: the standalone question.
        nearest: the nearest excerpts.
        topic: the probability that they are on the question's topic.
    """
    if find_absent(question, [citation.quote for citation in nearest]):
        return "missing_word"
    if all(is_light(word) for word in words_of(question)):
        return "too_general"
    return "off_topic" if topic < MIN_TOPIC else "not_answered"
