"""Extend the best sentence to an excerpt that answers by itself.

The excerpt is the run of neighbouring sentences that most likely matches the whole answer, by the
expected F1 of its words. Then it is completed (`completion.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa_bot.answering.completion import complete_run, find_whole, max_words
from qa_bot.answering.membership import NEAR_SENTENCES, ScoredSentence, estimate_membership
from qa_bot.answering.rows import is_row
from qa_bot.answering.surroundings import Surroundings

LONGER_RUN_FACTOR = 0.88
"""Factor on the expected F1 of several sentences: one that does nearly as well is preferred."""


def grow_excerpt(best: ScoredSentence, around: Surroundings) -> Sequence[ScoredSentence]:
    """The sentences that `best` is shown with, in reading order."""
    place = next(i for i, one in enumerate(around.sentences) if one.sentence_id == best.sentence_id)
    whole = find_whole(around, place)
    first, last = complete_run(around, place, *(whole or _choose_run(around, place)), bool(whole))
    return around.sentences[first : last + 1]


def _choose_run(around: Surroundings, place: int) -> tuple[int, int]:
    """The run around the best sentence with the greatest expected F1 of its words."""
    sentences = around.sentences
    if is_row(around.text, sentences[place].sentence):
        return place, place
    near = range(max(0, place - NEAR_SENTENCES), min(len(sentences), place + NEAR_SENTENCES + 1))
    beside = sentences[near.start : near.stop]
    found = estimate_membership(around.question, sentences[place], beside)
    chances = dict(zip(near, found, strict=True))
    words = {i: len(around.quote(i, i).split()) for i in near}
    wanted = sum(chances[i] * words[i] for i in near)
    longest = max_words(around.question)
    best_score, best_run = 0.0, (place, place)
    for first in range(place, near.start - 1, -1):
        if first < place and not _may_join(around, first, chances):
            break
        for last in range(place, near.stop):
            if last > place and not _may_join(around, last - 1, chances):
                break
            run = range(first, last + 1)
            length = sum(words[i] for i in run)
            if len(run) > 1 and length > longest:
                break
            score = 2 * sum(chances[i] * words[i] for i in run) / max(1.0, length + wanted)
            score *= LONGER_RUN_FACTOR if len(run) > 1 else 1.0
            if score > best_score:
                best_score, best_run = score, (first, last)
    return best_run


def _may_join(around: Surroundings, place: int, chances: Mapping[int, float]) -> bool:
    """Whether a sentence and the next, both found, may stand in one excerpt."""
    if min(chances[place], chances[place + 1]) == 0.0:
        return False
    return around.continues(place) or (around.touches_next(place) and around.points_back(place + 1))
