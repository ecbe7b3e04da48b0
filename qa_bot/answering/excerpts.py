"""Extend a sentence to the excerpt that can be read by itself.

A sentence that points back ("They establish platforms …") gets the one before it, sentences that
score nearly as high stay beside it, and a list stays whole with the line that announces it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.types import Passage, Sentence

MAX_GAP_TO_NEIGHBOUR = 0.5
"""How far below the best sentence's score a neighbour that is shown with it may lie."""
MAX_SENTENCES = 3
MAX_LIST_WORDS = 150
_POINTS_BACK = re.compile(
    r"(?:(?:they|these|this|those|that|it|its|their|such|he|she|his|her|both|neither)\b"
    r"|(?:additionally|furthermore|moreover|however|for instance|for example|therefore|thus|also)"
    r"\b.{0,40}?"
    r"\b(?:they|these|this|those|it|its|their|such)\b)",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*•‣–]|\(?\d{1,3}[.)]|\(?[a-z][.)])[ \t]+")


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A citable sentence of a passage that was found, with its score."""

    passage: Passage
    sentence_id: int
    sentence: Sentence
    score: float
    logit: float | None = None
    """The reader's log-odds; None where it was not read."""


def join_sentences(
    text: str, best: ScoredSentence, group: Sequence[ScoredSentence]
) -> Sequence[ScoredSentence]:
    """The sentences that `best` is shown with, in reading order.

    Args:
        text: the document's canonical text.
        best: the sentence to show.
        group: the citable sentences of its passage, in reading order.
    """
    place = group.index(best)
    if (whole := _list_around(text, group, place)) is not None:
        return whole
    first = last = place
    if first > 0 and _POINTS_BACK.match(text, best.sentence.start) and _adjacent(group, first):
        first -= 1
    while last + 1 < len(group) and last + 1 - first < MAX_SENTENCES:
        follower = group[last + 1]
        if not _adjacent(group, last + 1) or follower.score < best.score - MAX_GAP_TO_NEIGHBOUR:
            break
        last += 1
    return group[first : last + 1]


def _list_around(
    text: str, group: Sequence[ScoredSentence], place: int
) -> Sequence[ScoredSentence] | None:
    """The whole list that a sentence announces or is an item of, if it is short enough."""
    if not _announces(text, group[place]) and not _is_item(text, group[place]):
        return None
    first, last = place, place
    while first > 0 and _is_item(text, group[first]) and _adjacent(group, first):
        first -= 1
    if not _is_item(text, group[first]) and not _announces(text, group[first]):
        first += 1
    while last + 1 < len(group) and _is_item(text, group[last + 1]) and _adjacent(group, last + 1):
        last += 1
    whole = group[first : last + 1]
    words = text[whole[0].sentence.start : whole[-1].sentence.end].split()
    return whole if len(whole) > 1 and len(words) <= MAX_LIST_WORDS else None


def _is_item(text: str, scored: ScoredSentence) -> bool:
    return bool(_LIST_ITEM.match(text, scored.sentence.start))


def _announces(text: str, scored: ScoredSentence) -> bool:
    return text.endswith(":", scored.sentence.start, scored.sentence.end)


def _adjacent(group: Sequence[ScoredSentence], place: int) -> bool:
    return group[place].sentence_id == group[place - 1].sentence_id + 1
