"""What an excerpt may be made of: the sentences around the best one, and how they hang together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.conditions import limits, names_exception
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.sentence_links import (
    announces,
    completes_name,
    is_item,
    opens_list,
    points_back,
    share_paragraph,
    touch,
)


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

    def limits(self, place: int) -> bool:
        """Whether a sentence says to what, or when, the one before it does not apply."""
        if not self.touches_next(place - 1):
            return False
        said = self.quote(place, place)
        if not self.continues(place - 1):
            return names_exception(said)
        return limits(self.question, said)

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
        """Whether a sentence announces what follows: by its words, or as it goes on in a list."""
        sentence = self.sentences[place].sentence
        if announces(self.text, sentence):
            return True
        after = self.sentences[place + 1].sentence if self.touches_next(place) else None
        return after is not None and opens_list(self.text, sentence, after)

    def quote(self, first: int, last: int) -> str:
        """The text from a sentence to another."""
        start, end = self.sentences[first].sentence.start, self.sentences[last].sentence.end
        return self.text[start:end]
