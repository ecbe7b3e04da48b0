"""Read a line that only announces a list as what it announces: "Children should pack:".

Such a line says nothing by itself, so the reader gives it little; its list is the answer where
things are asked for. The items alone lack what the line says of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.answer_type import asks_for_one_fact, asks_for_several
from qa_bot.answering.sentence_links import find_last_item, opens_list
from qa_bot.types import Sentence


def raise_leads(
    question: str, text: str, sentences: Sequence[Sentence], log_odds: Sequence[float]
) -> list[float]:
    """The reader's log-odds, those of a line that opens a list as high as of its best item.

    Where one fact is asked for they stay: an item alone may be that.

    Args:
        question: the standalone question.
        text: the document's text.
        sentences: those of a passage, in reading order.
        log_odds: one for each.
    """
    raised = list(log_odds)
    if asks_for_one_fact(question) and not asks_for_several(question):
        return raised
    for place in range(len(sentences) - 1):
        if opens_list(text, sentences[place], sentences[place + 1]):
            last = find_last_item(text, sentences, place)
            raised[place] = max(raised[place : last + 1])
    return raised
