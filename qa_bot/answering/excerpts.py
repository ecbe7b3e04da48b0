"""Extend the best sentence to an excerpt that answers by itself.

The excerpt is the run of neighbouring sentences that most likely matches the whole answer, by the
expected F1 of its words. Then it is completed: a list or what a line announces is shown whole, a
sentence that points back brings the one before, and one that only restates the question brings what
follows. It never crosses a heading, nor a paragraph's end without such a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.membership import NEAR_SENTENCES, ScoredSentence, estimate_membership
from qa_bot.answering.sentence_links import (
    announces,
    completes_name,
    is_item,
    is_row,
    points_back,
    restates,
    share_paragraph,
    touch,
)

MAX_WORDS = 120
"""Words that an excerpt of several sentences has at the most, lists apart."""
MAX_LIST_WORDS = 150
MAX_SENTENCES_BEFORE = 2
"""Sentences that are added because the excerpt's first one points back."""
MAX_SENTENCES_AFTER = 4
"""Sentences that are added because the excerpt announces them or says nothing by itself."""
LONGER_RUN_FACTOR = 0.88
"""Factor on the expected F1 of several sentences: one that does nearly as well is preferred."""


@dataclass(frozen=True)
class Surroundings:
    """What an excerpt may be made of.

    Args:
        question: the standalone question.
        text: the document's canonical text.
        sentences: the citable sentences of one section, in reading order; those that were not found
            have the score `-inf`.
    """

    question: str
    text: str
    sentences: Sequence[ScoredSentence]

    def touches_next(self, place: int) -> bool:
        """Whether nothing stands between a sentence and the next one."""
        if place < 0 or place + 1 >= len(self.sentences):
            return False
        before, after = self.sentences[place], self.sentences[place + 1]
        return after.sentence_id == before.sentence_id + 1 and touch(
            self.text, before.sentence, after.sentence
        )

    def continues(self, place: int) -> bool:
        """Whether the next sentence stands in the same paragraph."""
        return self.touches_next(place) and share_paragraph(
            self.text, self.sentences[place].sentence, self.sentences[place + 1].sentence
        )

    def points_back(self, place: int) -> bool:
        """Whether a sentence needs the one before it."""
        if not self.touches_next(place - 1):
            return False
        before, sentence = self.sentences[place - 1].sentence, self.sentences[place].sentence
        return points_back(self.text, sentence) or completes_name(self.text, before, sentence)

    def is_item(self, place: int) -> bool:
        """Whether a sentence is an item of a list."""
        return is_item(self.text, self.sentences[place].sentence)

    def announces(self, place: int) -> bool:
        """Whether a sentence announces what follows."""
        return announces(self.text, self.sentences[place].sentence)

    def quote(self, first: int, last: int) -> str:
        """The text from a sentence to another."""
        start, end = self.sentences[first].sentence.start, self.sentences[last].sentence.end
        return self.text[start:end]


def grow_excerpt(best: ScoredSentence, around: Surroundings) -> Sequence[ScoredSentence]:
    """The sentences that `best` is shown with, in reading order."""
    place = next(i for i, one in enumerate(around.sentences) if one.sentence_id == best.sentence_id)
    if (whole := _find_list(around, place)) is not None:
        first, last = whole
        first = _add_antecedents(around, first, last)
    else:
        first, last = _choose_run(around, place)
        first = _add_antecedents(around, first, last)
        last = _add_announced(around, first, last)
    return around.sentences[first : last + 1]


def _choose_run(around: Surroundings, place: int) -> tuple[int, int]:
    """The run around the best sentence with the greatest expected F1 of its words."""
    sentences = around.sentences
    if is_row(around.text, sentences[place].sentence):
        return place, place
    chances = estimate_membership(around.question, sentences[place], sentences)
    words = [len(around.quote(i, i).split()) for i in range(len(sentences))]
    near = range(max(0, place - NEAR_SENTENCES), min(len(sentences), place + NEAR_SENTENCES + 1))
    wanted = sum(chances[i] * words[i] for i in near)
    best_score, best_run = 0.0, (place, place)
    for first in range(place, near.start - 1, -1):
        if first < place and not _may_join(around, first, chances):
            break
        for last in range(place, near.stop):
            if last > place and not _may_join(around, last - 1, chances):
                break
            run = range(first, last + 1)
            length = sum(words[i] for i in run)
            if len(run) > 1 and length > MAX_WORDS:
                break
            score = 2 * sum(chances[i] * words[i] for i in run) / max(1.0, length + wanted)
            score *= LONGER_RUN_FACTOR if len(run) > 1 else 1.0
            if score > best_score:
                best_score, best_run = score, (first, last)
    return best_run


def _may_join(around: Surroundings, place: int, chances: Sequence[float]) -> bool:
    """Whether a sentence and the next, both found, may stand in one excerpt."""
    if min(chances[place], chances[place + 1]) == 0.0:
        return False
    return around.continues(place) or (around.touches_next(place) and around.points_back(place + 1))


def _find_list(around: Surroundings, place: int) -> tuple[int, int] | None:
    """The whole list that a sentence announces or is an item of, if it is short enough."""
    first = last = place
    while first > 0 and around.is_item(first) and around.touches_next(first - 1):
        first -= 1
    if not around.is_item(first) and not around.announces(first):
        first += 1
    if first > place:
        return None
    while around.touches_next(last) and around.is_item(last + 1):
        last += 1
    if last <= first or not around.is_item(last):
        return None
    return (first, last) if _count_words(around, first, last) <= MAX_LIST_WORDS else None


def _add_announced(around: Surroundings, first: int, last: int) -> int:
    """The last sentence once what the excerpt announces, or leaves unsaid, is added."""
    unsaid = restates(around.question, around.quote(first, last))
    if not unsaid and not around.announces(last):
        return last
    for _ in range(MAX_SENTENCES_AFTER):
        if not around.touches_next(last) or _count_words(around, first, last + 1) > MAX_WORDS:
            break
        if not (around.continues(last) or around.points_back(last + 1) or around.announces(last)):
            break
        last += 1
    return last


def _add_antecedents(around: Surroundings, first: int, last: int) -> int:
    """The first sentence once those that the excerpt's opening points to are added."""
    for _ in range(MAX_SENTENCES_BEFORE):
        too_long = _count_words(around, first - 1, last) > MAX_LIST_WORDS if first else True
        if too_long or not around.points_back(first):
            break
        first -= 1
    return first


def _count_words(around: Surroundings, first: int, last: int) -> int:
    return len(around.quote(first, last).split())
