"""Follow-up: a question and the turns before it come in, a standalone question goes out.

A turn that leans on what came before ("And ENISA?", "Who funds it?") gets what it leans on: in
place of a pronoun where that reads well, in parentheses elsewhere. Every other turn is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.followup.merging import resolve
from qa_bot.answering.followup.topics import Rarity, Topics
from qa_bot.types import Answer, Turn


def make_standalone(
    question: str,
    history: Sequence[str | Turn | Answer],
    rarity: Rarity = lambda term: 0.0,
) -> str:
    """The question with what it leans on; unchanged where it stands on its own.

    Args:
        question: the turn to answer.
        history: the turns before, oldest first: questions, questions with replies, or answers.
        rarity: how rare a stemmed term is in the documents (`Lexicon.rarity`); a turn with a
            rare word of its own is not held to be vague.
    """
    topics = Topics(rarity)
    for turn in map(as_turn, history):
        topics.follow(resolve(turn.question, topics), turn.reply)
    return resolve(question, topics)


def as_turn(item: str | Turn | Answer) -> Turn:
    """A turn of a conversation: an answer counts as its standalone question and its quotes."""
    if isinstance(item, str):
        return Turn(item)
    if isinstance(item, Answer):
        return Turn(item.asked_as, " ".join(citation.quote for citation in item.citations))
    return item
