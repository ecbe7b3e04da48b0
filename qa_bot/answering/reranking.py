"""Judging: hits come in, the best of them are read, and they go out in their final order.

The reader sees question and passage together. What it says of each sentence stays with the hit,
for the evidence and the confidence to use; without a reader the hits stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from qa_bot.answering.answer_type import is_question
from qa_bot.index.folder import Index
from qa_bot.models.reader import Reader, ReaderInput
from qa_bot.types import Hit

RANKING = 0.25
"""What the reader's certainty that a passage answers adds to its fused score."""
GATE = 1.5
"""How far below the best fused score a passage may lie and still be read.

See docs/decisions/evidence.md.
"""
_LEAST = 2
"""Passages that are read however much the first stands out: two cores read two at once."""


def judge_hits(
    reader: Reader | None,
    index: Index,
    question: str,
    hits: Sequence[Hit],
    most: int,
    gate: float = GATE,
) -> list[Hit]:
    """The hits, the best of them read and put in order by what was read.

    Where the best passage stands out few are read; where many lie close together, up to `most`.
    Of fewer hits than that all are read: scores standardised over so few say little. A topic or a
    claim asks nothing that a passage could answer, so its hits keep their order.

    Args:
        reader: what reads, or None to leave the hits as they are.
        index: the generation that the hits come from.
        question: the standalone question.
        hits: best first.
        most: how many passages are read at the most.
        gate: how far below the best fused score a passage that is read may lie.
    """
    if reader is None or not hits:
        return list(hits)
    near = sum(hit.score >= hits[0].score - gate for hit in hits)
    count = min(most, max(near, _LEAST)) if len(hits) >= most else len(hits)
    read, rest = hits[:count], hits[count:]
    scores = reader.read(question, [_as_input(index, hit) for hit in read])
    weight = RANKING if is_question(question) else 0.0
    judged = [
        replace(
            hit,
            score=hit.score + weight * _certainty(own.passage),
            sentence_logits=tuple(float(logit) for logit in own.sentences),
            passage_logit=own.passage,
        )
        for hit, own in zip(read, scores, strict=True)
    ]
    judged.sort(key=lambda hit: -hit.score)
    return [*judged, *rest]


def _certainty(logit: float) -> float:
    """`-ln(1 - p)` of the log-odds of `p`: nothing where the passage does not answer."""
    return max(logit, 0.0) + math.log1p(math.exp(-abs(logit)))


def _as_input(index: Index, hit: Hit) -> ReaderInput:
    """A hit as the reader wants it, with spans relative to its passage."""
    passage = hit.passage
    document = index.documents.document(passage.doc_id)
    text = document.text if document else ""
    sentences = index.documents.sentences([passage.passage_id])[passage.passage_id]
    return ReaderInput(
        text[passage.start : passage.end],
        tuple((s.start - passage.start, s.end - passage.start) for _, s in sentences),
        document.title if document and document.title != document.doc_id else "",
    )
