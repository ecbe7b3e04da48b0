"""Read the best candidates with the reader and put them in order by what it says.

The reader sees question and passage together, which vectors and word counts can't. Without a reader
the candidates keep their order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.answering.answer_type import is_question
from qa_bot.answering.retrieval import Candidate
from qa_bot.index.folder import Index
from qa_bot.models.reader import Reader, ReaderInput, ReaderScores
from qa_bot.types import Hit

CERTAINTY_WEIGHT = 0.25
"""What the reader's certainty that a passage answers adds to its fused score."""
MAX_GAP_TO_READ = 1.5
"""How far below the best fused score a passage may lie and still be read.

See docs/decisions/evidence.md.
"""
MIN_PASSAGES_READ = 2
"""Passages that are read however much the first stands out: two cores read two at once."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A candidate in its final order."""

    candidate: Candidate
    score: float
    """Its fused score, and what the reader's certainty adds to it."""
    reading: ReaderScores | None
    """What the reader says of it and of each of its sentences; None where it was not read."""

    @property
    def hit(self) -> Hit:
        """The passage with this score."""
        return replace(self.candidate.hit, score=self.score)


def rerank(
    reader: Reader | None,
    index: Index,
    question: str,
    candidates: Sequence[Candidate],
    max_read: int,
    max_gap: float = MAX_GAP_TO_READ,
) -> list[RankedPassage]:
    """The candidates, the best of them read and put in order by what was read.

    Where the best passage stands out few are read; where many lie close together, up to `max_read`.
    Of fewer candidates than that all are read: scores standardised over so few say little. A topic
    or a claim asks nothing that a passage could answer, so its candidates keep their order.

    Args:
        reader: what reads, or None to keep the order.
        index: the generation that the candidates come from.
        question: the standalone question.
        candidates: best first.
        max_read: how many passages are read at the most.
        max_gap: how far below the best fused score a passage that is read may lie.
    """
    if reader is None or not candidates:
        return [RankedPassage(one, one.hit.score, None) for one in candidates]
    near = sum(one.hit.score >= candidates[0].hit.score - max_gap for one in candidates)
    enough = len(candidates) >= max_read
    count = min(max_read, max(near, MIN_PASSAGES_READ)) if enough else len(candidates)
    readings = reader.read(question, [_make_input(index, one) for one in candidates[:count]])
    weight = CERTAINTY_WEIGHT if is_question(question) else 0.0
    ranked = [
        RankedPassage(one, one.hit.score + weight * _measure_certainty(reading.passage), reading)
        for one, reading in zip(candidates[:count], readings, strict=True)
    ]
    ranked.sort(key=lambda passage: -passage.score)
    return ranked + [RankedPassage(one, one.hit.score, None) for one in candidates[count:]]


def _measure_certainty(logit: float) -> float:
    """`-ln(1 - p)` of the log-odds of `p`: nothing where the passage does not answer."""
    return max(logit, 0.0) + math.log1p(math.exp(-abs(logit)))


def _make_input(index: Index, candidate: Candidate) -> ReaderInput:
    """A passage as the reader wants it, with spans relative to its start."""
    passage = candidate.hit.passage
    document = index.documents.document(passage.doc_id)
    text = document.text if document else ""
    return ReaderInput(
        text[passage.start : passage.end],
        tuple((s.start - passage.start, s.end - passage.start) for s in candidate.sentences),
        document.title if document and document.title != document.doc_id else "",
    )
