"""Follow-ups: turn a question that depends on earlier turns into one that stands alone.

A question that points back ("And ENISA?", "Who funds it?") gets what it points to: in place of a
pronoun where that reads well, in parentheses elsewhere. Every other question is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.followup.history import HistoryItem, read_history
from qa_bot.answering.followup.merging import Resolution, resolve
from qa_bot.answering.followup.topics import Idf, Topics
from qa_bot.answering.forms.detection import find_topic


def make_standalone(
    question: str,
    history: HistoryItem | Sequence[HistoryItem],
    idf: Idf = lambda term: 0.0,
) -> str:
    """The text of `resolve_question`."""
    return resolve_question(question, history, idf).text


def resolve_question(
    question: str,
    history: HistoryItem | Sequence[HistoryItem],
    idf: Idf = lambda term: 0.0,
) -> Resolution:
    """The question with what it points back to; unchanged where it stands on its own.

    Args:
        question: the turn to answer.
        history: the turns before, oldest first, in any form that `read_history` understands.
        idf: the inverse document frequency of a stemmed term; a turn with a
            rare word of its own is not held to be vague.

    Raises:
        QABotError: an item of the history is in no form that is understood.
    """
    topics = Topics(idf)
    for turn in read_history(history):
        topics.follow(find_topic(resolve(turn.question, topics).text), turn.reply)
    return resolve(question, topics)
