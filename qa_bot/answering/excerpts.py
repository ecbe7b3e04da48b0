"""Extend the best sentence to an excerpt that answers by itself.

The excerpt is the run of neighbouring sentences that most likely matches the whole answer, by the
expected F1 of its words. Then it is completed: a list or what a line announces is shown whole, and
so is the paragraph below a heading that asks the same; a sentence that points back brings the one
before, and one that only restates the question brings what follows. It never crosses a heading, nor
a paragraph's end without such a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.answer_type import asks_for_one_fact, asks_for_several
from qa_bot.answering.membership import NEAR_SENTENCES, ScoredSentence, estimate_membership
from qa_bot.answering.rows import is_row
from qa_bot.answering.sentence_links import (
    announces,
    completes_name,
    is_heading,
    is_item,
    lacks_remedy,
    opens_case,
    points_back,
    restates,
    share_paragraph,
    touch,
)

MAX_WORDS = 120
"""Words that an excerpt of several sentences has at the most, lists apart."""
MAX_LIST_WORDS = 150
MAX_ITEM_WORDS = 40
"""Words up to which a numbered paragraph is shown whole, with its number and what it is headed."""
MIN_OTHER_ITEMS = 0.3
"""Mean chance of their best sentences from which on other items belong to what one answers."""
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
        if self.text.startswith("[", before.start):
            return False  # what a picture shows, not what somebody says
        return points_back(self.text, sentence) or completes_name(self.text, before, sentence)

    def is_item(self, place: int) -> bool:
        """Whether a sentence is an item of a list."""
        return is_item(self.text, self.sentences[place].sentence)

    def shares_item(self, place: int) -> bool:
        """Whether a sentence and the next one stand in the line of one item."""
        if not self.touches_next(place) or not self.is_item(place):
            return False
        before, after = self.sentences[place].sentence, self.sentences[place + 1].sentence
        return "\n" not in self.text[before.end : after.start]

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
    whole = _find_list(around, place)
    first, last = whole or _complete_item(around, *_choose_run(around, place))
    if not whole and is_heading(around.question, around.sentences[place].passage.section):
        first, last = _take_paragraph(around, first, last)
    first = _add_antecedents(around, first, last)
    if not whole:
        last = _add_remedy(around, _add_announced(around, first, last))
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
    """The whole list that a sentence announces or is an item of, if it is short enough.

    Around an item it is the answer only where the question may ask for all of them.
    """
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
    if around.is_item(place) and not _wants_all_items(around, place, first, last):
        return None
    return (first, last) if _count_words(around, first, last) <= MAX_LIST_WORDS else None


def _wants_all_items(around: Surroundings, place: int, first: int, last: int) -> bool:
    """Whether the other items of a list belong to the answer that one of them gives.

    Short items that a line announces do. Numbered paragraphs, such as clauses or minutes, do where
    what the reader says of the others is near enough.
    """
    if asks_for_one_fact(around.question) and not asks_for_several(around.question):
        return False
    items = range(first if around.is_item(first) else first + 1, last + 1)
    if items.start > first and not any(around.shares_item(i) for i in items[:-1]):
        return True
    chances = estimate_membership(around.question, around.sentences[place], around.sentences)
    parts = {_find_item(around, i) for i in items} - {_find_item(around, place)}
    others = [max(chances[start : end + 1]) for start, end in parts]
    return bool(others) and sum(others) / len(others) >= MIN_OTHER_ITEMS


def _complete_item(around: Surroundings, first: int, last: int) -> tuple[int, int]:
    """The run grown to the whole item that it is of, with its number, if that is short."""
    if not around.is_item(first):
        return first, last
    start, end = _find_item(around, first)
    is_short = last <= end and _count_words(around, start, end) <= MAX_ITEM_WORDS
    return (start, end) if is_short else (first, last)


def _find_item(around: Surroundings, place: int) -> tuple[int, int]:
    """The sentences of the item that one of them stands in."""
    first = last = place
    while first > 0 and around.shares_item(first - 1):
        first -= 1
    while around.shares_item(last):
        last += 1
    return first, last


def _take_paragraph(around: Surroundings, first: int, last: int) -> tuple[int, int]:
    """The run grown to its paragraph, as far as that is short enough."""
    while around.continues(first - 1) and _count_words(around, first - 1, last) <= MAX_WORDS:
        first -= 1
    while around.continues(last) and _count_words(around, first, last + 1) <= MAX_WORDS:
        last += 1
    return first, last


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


def _add_remedy(around: Surroundings, last: int) -> int:
    """The last sentence once what is to be done is added, unless another case follows."""
    lacking = lacks_remedy(around.question, around.quote(last, last)) and around.continues(last)
    return last + (lacking and not opens_case(around.text, around.sentences[last + 1].sentence))


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
