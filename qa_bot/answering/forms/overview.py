"""An overview of documents in their own sentences, one or two a section, in the text's order.

Nothing is written: of each part the sentence is taken that is nearest to what its part and the
whole speak of, by the vectors of the sentences, with a preference for openings and for sentences
that stand by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from qa_bot.answering.forms.decisions import tells_decision
from qa_bot.answering.forms.sentences import DocumentSentences, without_letterhead
from qa_bot.answering.rows import is_row
from qa_bot.answering.sentence_links import (
    announces,
    connects,
    find_last_item,
    is_item,
    is_vague,
    opens_list,
    points_back,
    touch,
)
from qa_bot.types import Evidence

MAX_EXCERPTS = 10
"""Excerpts of an overview, unless more or fewer are asked for."""
SENTENCES_FOR_ANOTHER, SENTENCES_FOR_ONE = 7, 4
"""Sentences of a section for which a second one is taken, and of a text without sections for one
more than two."""
MAX_OF_ONE_PART, MAX_WITHOUT_PARTS = 2, 5
"""Sentences taken of a section, and of a text that has no sections."""
MIN_TO_JOIN = 3
"""Sentences from which on an overview is of the longest sections rather than of the whole text."""
DOCUMENT_WEIGHT = 0.4
"""Weight of being near to the whole document, beside being near to the own part."""
OPENING_BONUS, NEXT_BONUS = 0.12, 0.05
"""For the first sentence of a part, and the second."""
SHORT_WORDS, LONG_WORDS = 6, 45
"""Words below and above which a sentence says little, or too much, for an overview."""
LABEL_WORDS = 4
"""Words below which it is a label ("3. Fees.")."""
LENGTH_PENALTY, VAGUE_PENALTY, DEPENDENT_PENALTY, UNREADY_PENALTY = 0.1, 0.15, 0.2, 0.25
"""For such a length, for saying only that something matters, for pointing back ("They …", "For
instance, …"), and for a question, an announcement or a label."""
MAX_LIST_WORDS = 60
"""Words up to which a list is shown whole, with the line that announces it."""
DECISION_BONUS = 1.0
"""For a sentence that tells a decision, where decisions are asked for."""
MIN_NEWNESS = 0.9
"""Cosine from which on a sentence says what another one chosen says."""
_NAMES_PERSON_ONLY = re.compile(r"^[^.!?]{0,60}:\s*\S+@\S+|\S+@\S+\.\w+$")


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence chosen for an overview, with the heading that it stands under."""

    heading: str
    evidence: Evidence


def choose_extracts(
    given: DocumentSentences, budget: int, of_decisions: bool = False
) -> list[Extract]:
    """At most `budget` sentences that give an overview of a document, in its order.

    Args:
        given: the document's sentences.
        budget: how many are wanted at the most.
        of_decisions: whether what was decided is wanted; what tells none gives way then.
    """
    given = without_letterhead(given)
    if not len(given):
        return []
    whole = _center(given.vectors)
    chosen: list[int] = []
    for part, count in _share_out(given, budget):
        chosen += _choose(given, part, count, whole, chosen, of_decisions)
    if of_decisions:
        chosen = [i for i in chosen if tells_decision(given.text(i))] or chosen
    extracts: list[Extract] = []
    for place in sorted(chosen):
        shown = _extend(given, place)
        if not extracts or shown.start >= extracts[-1].evidence.end:
            extracts.append(Extract(_heading_of(given, place), shown))
    return extracts


def _share_out(given: DocumentSentences, budget: int) -> list[tuple[range, int]]:
    """The parts of a document, each with how many sentences are to be taken of it."""
    parts = _find_parts(given, budget)
    if len(parts) == 1:
        count = max(1, min(budget, MAX_WITHOUT_PARTS, 2 + len(given) // SENTENCES_FOR_ONE))
        parts = [p for p in _cut(range(len(given)), count) if p]
    counts = [1] * len(parts)
    spare = budget - len(parts)
    for place in sorted(range(len(parts)), key=lambda i: -len(parts[i])):
        wanted = min(MAX_OF_ONE_PART, 1 + len(parts[place]) // SENTENCES_FOR_ANOTHER)
        if spare > 0 and wanted > 1:
            counts[place], spare = wanted, spare - 1
    return list(zip(parts, counts, strict=True))


def _find_parts(given: DocumentSentences, budget: int) -> list[range]:
    """Runs of sentences under one heading, of the deepest level with no more than `budget`."""
    paths = [
        tuple(section.start for section in given.document.sections_at(sentence.start))
        for sentence in given.sentences
    ]
    parts = [range(len(paths))]
    for depth in range(1, 1 + max(map(len, paths))):
        deeper = _group([path[:depth] for path in paths])
        if len(deeper) > budget:
            return _join(deeper, budget) if len(parts) == 1 and budget >= MIN_TO_JOIN else parts
        parts = deeper
    return parts


def _group(keys: Sequence[tuple[int, ...]]) -> list[range]:
    """Runs of equal keys."""
    cuts = [0, *(i for i in range(1, len(keys)) if keys[i] != keys[i - 1]), len(keys)]
    return [range(first, last) for first, last in pairwise(cuts)]


def _join(parts: list[range], budget: int) -> list[range]:
    """Of more parts than are wanted the longest, in order."""
    longest = sorted(range(len(parts)), key=lambda i: (-len(parts[i]), i))[:budget]
    return [parts[i] for i in sorted(longest)]


def _cut(part: range, count: int) -> list[range]:
    """A run cut into stretches of about the same length."""
    edges = [part.start + round(i * len(part) / count) for i in range(count + 1)]
    return [range(first, last) for first, last in pairwise(edges)]


def _choose(
    given: DocumentSentences,
    part: range,
    count: int,
    whole: np.ndarray,
    chosen: Sequence[int],
    of_decisions: bool,
) -> list[int]:
    """The sentences of a part that say most of it, those with a decision first if these count."""
    own = given.vectors[part.start : part.stop]
    near = own @ _center(own) + DOCUMENT_WEIGHT * (own @ whole)
    scores = {
        place: float(near[place - part.start]) + _adjust(given, part, place) for place in part
    }
    for place in part if of_decisions else ():
        scores[place] += DECISION_BONUS * tells_decision(given.text(place))
    taken: list[int] = []
    for place in sorted(scores, key=lambda one: (-scores[one], one)):
        others = [*chosen, *taken]
        alike = given.vectors[others] @ given.vectors[place] if others else np.zeros(1)
        if alike.max() < MIN_NEWNESS:
            taken.append(place)
        if len(taken) == count:
            break
    return taken


def _adjust(given: DocumentSentences, part: range, place: int) -> float:
    """What a sentence's place and form add to its score."""
    text, sentence = given.text(place), given.sentences[place]
    words = len(text.split())
    score = {0: OPENING_BONUS, 1: NEXT_BONUS}.get(place - part.start, 0.0)
    is_entry = is_item(given.document.text, sentence) or is_row(given.document.text, sentence)
    is_short = words < SHORT_WORDS or text.rstrip()[-1:].isalnum()
    if (is_short and not is_entry) or words > LONG_WORDS:
        score -= LENGTH_PENALTY
    if points_back(given.document.text, sentence) or connects(given.document.text, sentence):
        score -= DEPENDENT_PENALTY
    if is_vague(text):
        score -= VAGUE_PENALTY
    is_label = words < LABEL_WORDS and not is_row(given.document.text, sentence)
    if is_label or text.rstrip().endswith("?") or announces(given.document.text, sentence):
        score -= UNREADY_PENALTY
    if _NAMES_PERSON_ONLY.search(text):
        score -= UNREADY_PENALTY
    return score


def _extend(given: DocumentSentences, place: int) -> Evidence:
    """A sentence as evidence, with what it needs: its list or item, or what it points back to."""
    sentence, text = given.sentences[place], given.document.text
    start = sentence.start
    if (whole := _find_list(given, place)) is not None:
        first, last = whole
        return Evidence(
            given.passages[first], given.sentences[first].start, given.sentences[last].end, 0.0
        )
    if _goes_on_in_item(given, place):
        start = text.rfind("\n", 0, start) + 1
        start += len(text[start : sentence.start]) - len(text[start : sentence.start].lstrip())
    elif place and points_back(text, sentence):
        before = given.sentences[place - 1]
        if touch(text, before, sentence) and _same_section(given, place - 1, place):
            start = before.start
    return Evidence(given.passages[place], start, sentence.end, 0.0)


def _find_list(given: DocumentSentences, place: int) -> tuple[int, int] | None:
    """The announcing line and the last item of a short list that a sentence is of."""
    text, sentences = given.document.text, given.sentences
    first = place
    while (
        first > 0
        and is_item(text, sentences[first])
        and touch(text, *sentences[first - 1 : first + 1])
    ):
        first -= 1
    if first + 1 >= len(sentences) or not opens_list(text, *sentences[first : first + 2]):
        return None
    last = find_last_item(text, sentences, place)
    words = len(text[sentences[first].start : sentences[last].end].split())
    return (first, last) if words <= MAX_LIST_WORDS else None


def _goes_on_in_item(given: DocumentSentences, place: int) -> bool:
    """Whether a sentence stands in a list's item behind another of it."""
    text, sentence = given.document.text, given.sentences[place]
    line = text.rfind("\n", 0, sentence.start) + 1
    return is_item(text, sentence) and bool(text[line : sentence.start].strip())


def _same_section(given: DocumentSentences, first: int, second: int) -> bool:
    return given.passages[first].section == given.passages[second].section


def _heading_of(given: DocumentSentences, place: int) -> str:
    path = given.document.sections_at(given.sentences[place].start)
    return path[-1].title if path else ""


def _center(vectors: np.ndarray) -> np.ndarray:
    """The mean direction of some unit vectors."""
    mean = np.asarray(vectors.mean(axis=0))
    length = float(np.linalg.norm(mean))
    return mean / length if length else mean
