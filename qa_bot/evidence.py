"""Evidence: hits come in, the sentences that speak to the question go out, best first.

A sentence's score mixes its own vector's cosine, the share of the question's rare words it holds,
and its passage's score. A sentence that needs the one before it is joined to it, and evidence that
repeats better evidence nearly word for word points to that one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa_bot.encoding import Vectors
from qa_bot.index import Index
from qa_bot.lexical import LexicalIndex, terms_of
from qa_bot.retrieval import scale_to_unit
from qa_bot.types import Evidence, Hit, Passage, Sentence

DENSE, LEXICAL, PASSAGE = 0.4, 0.3, 0.3
_NEAR_LEAD = 0.08
"""How close to the best sentence's score a neighbour must be to be shown with it."""
_MOST_SENTENCES = 3
_SAME_WORDS = 0.8
"""Jaccard overlap of terms above which two pieces of evidence say the same."""
_LEANING = re.compile(
    r"(?:(?:they|these|this|those|that|it|its|their|such|he|she|his|her)\b"
    r"|(?:additionally|furthermore|moreover|however|for instance|for example|therefore|thus|also)"
    r"\b.{0,40}?"
    r"\b(?:they|these|this|those|it|its|their|such)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Scored:
    passage: Passage
    position: int
    sentence: Sentence
    score: float


def find_evidence(
    index: Index, question: str, vector: Vectors, hits: Sequence[Hit], limit: int
) -> list[Evidence]:
    """The best evidence from the hits' passages.

    Args:
        index: the generation that the hits come from.
        question: the standalone question.
        vector: its unit vector, shape (dim,).
        hits: the passages to look at.
        limit: how many different pieces are wanted; repetitions come on top.
    """
    groups = index.documents.sentences([hit.passage.passage_id for hit in hits])
    scored = _score_sentences(index, question, vector, hits, groups)
    found: list[Evidence] = []
    terms: list[frozenset[str]] = []
    taken: set[tuple[int, int]] = set()
    different = 0
    for best in sorted(scored, key=lambda s: (-s.score, s.passage.passage_id, s.position)):
        if (best.passage.passage_id, best.position) in taken:
            continue
        group = [s for s in scored if s.passage.passage_id == best.passage.passage_id]
        run = [
            s for s in _join(index, best, group) if (s.passage.passage_id, s.position) not in taken
        ]
        taken |= {(s.passage.passage_id, s.position) for s in run}
        evidence, words = _as_evidence(index, best, run)
        same_as = next((i for i, t in enumerate(terms) if overlap(t, words) >= _SAME_WORDS), None)
        if same_as is None and different == limit:
            continue
        different += same_as is None
        found.append(
            Evidence(evidence.passage, evidence.start, evidence.end, evidence.score, same_as)
        )
        terms.append(words)
    return found


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Jaccard overlap: shared terms over all terms."""
    return len(first & second) / max(1, len(first | second))


def coverage(lexical: LexicalIndex, question: str, text: str) -> float:
    """The share of the question's terms, weighed by rarity, that a text holds; 0 to 1."""
    wanted = set(terms_of(question))
    held = wanted & set(terms_of(text))
    total = sum(lexical.rarity(term) for term in wanted)
    return sum(lexical.rarity(term) for term in held) / total if total else 0.0


def _score_sentences(
    index: Index,
    question: str,
    vector: Vectors,
    hits: Sequence[Hit],
    groups: dict[int, list[tuple[int, Sentence]]],
) -> list[_Scored]:
    rows = [
        (hit, position, row, sentence)
        for hit in hits
        for position, (row, sentence) in enumerate(groups[hit.passage.passage_id])
        if sentence.citable
    ]
    if not rows:
        return []
    dense = np.asarray(index.sentence_vectors[[row for _, _, row, _ in rows]]) @ vector
    texts = _texts(index, hits)
    lexical = [
        coverage(index.lexical, question, texts[h.passage.doc_id][s.start : s.end])
        for h, _, _, s in rows
    ]
    score = DENSE * scale_to_unit(dense) + LEXICAL * np.asarray(lexical, np.float32)
    return [
        _Scored(hit.passage, position, sentence, float(own) + PASSAGE * hit.score)
        for (hit, position, _, sentence), own in zip(rows, score, strict=True)
    ]


def _texts(index: Index, hits: Sequence[Hit]) -> dict[str, str]:
    found = {}
    for doc_id in {hit.passage.doc_id for hit in hits}:
        document = index.documents.document(doc_id)
        found[doc_id] = document.text if document else ""
    return found


def _join(index: Index, best: _Scored, group: list[_Scored]) -> list[_Scored]:
    """The best sentence with the one it leans on and close seconds beside it, in reading order."""
    document = index.documents.document(best.passage.doc_id)
    text = document.text if document else ""
    place = group.index(best)
    first = last = place
    if first > 0 and _LEANING.match(text, group[first].sentence.start) and _adjacent(group, first):
        first -= 1
    while (
        last + 1 < len(group) and last + 1 - first < _MOST_SENTENCES and _adjacent(group, last + 1)
    ):
        if group[last + 1].score < best.score - _NEAR_LEAD:
            break
        last += 1
    return group[first : last + 1]


def _adjacent(group: list[_Scored], place: int) -> bool:
    return group[place].position == group[place - 1].position + 1


def _as_evidence(
    index: Index, best: _Scored, run: list[_Scored]
) -> tuple[Evidence, frozenset[str]]:
    start, end = run[0].sentence.start, run[-1].sentence.end
    document = index.documents.document(best.passage.doc_id)
    words = frozenset(terms_of(document.text[start:end] if document else ""))
    return Evidence(best.passage, start, end, best.score), words
