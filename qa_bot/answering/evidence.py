"""Select the sentences that answer, best first, from the passages in their final order.

A sentence's score mixes its own vector's cosine, the share of the question's rare words it holds,
its passage's score and, where its passage was read, what the reader says of it; passages that were
not read give evidence only where none was. Evidence far less likely than the best is left out, so
that an answer has as many excerpts as speak to it. `excerpts.py` adds the sentences that it can't
be read without, and evidence that repeats better evidence nearly word for word points to that one.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.excerpts import ScoredSentence, join_sentences
from qa_bot.answering.query import Query
from qa_bot.answering.reranking import RankedPassage
from qa_bot.answering.retrieval import weigh_query
from qa_bot.index.documents import Documents
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Evidence

COSINE_WEIGHT, COVERAGE_WEIGHT, PASSAGE_WEIGHT = 3.9, 5.3, 1.7
"""Fitted so that the softmax of the scores is the chance to hold the answer.

See docs/decisions/evidence.md.
"""
READER_WEIGHT = 1.5
"""Weight of the reader's log-odds beside them."""
MAX_SCORE_GAP = 15.0
"""How far below the best score further evidence may lie (docs/decisions/evidence.md)."""
SAME_TEXT_OVERLAP = 0.8
"""Jaccard overlap of terms from which on two pieces of evidence say the same."""


def select_evidence(
    index: Index, query: Query, ranked: Sequence[RankedPassage], limit: int
) -> list[Evidence]:
    """The best evidence from the passages.

    Args:
        index: the generation that the passages come from.
        query: what was searched for.
        ranked: the passages to look at, best first.
        limit: how many different pieces are wanted; repetitions come on top.
    """
    scored = score_evidence(index, query, ranked)
    found: list[Evidence] = []
    terms: list[frozenset[str]] = []
    taken: set[int] = set()
    different = 0
    for best in sorted(scored, key=lambda s: (-s.score, s.sentence_id)):
        if found and best.score < found[0].score - MAX_SCORE_GAP:
            break
        if best.sentence_id in taken:
            continue
        text = text_of(index.documents, best.passage.doc_id)
        group = [s for s in scored if s.passage.passage_id == best.passage.passage_id]
        run = [s for s in join_sentences(text, best, group) if s.sentence_id not in taken]
        taken |= {s.sentence_id for s in run}
        start, end = run[0].sentence.start, run[-1].sentence.end
        words = frozenset(terms_of(text[start:end]))
        same_as = next(
            (i for i, t in enumerate(terms) if measure_overlap(t, words) >= SAME_TEXT_OVERLAP), None
        )
        if same_as is None and different == limit:
            continue
        different += same_as is None
        found.append(Evidence(best.passage, start, end, best.score, best.logit, same_as))
        terms.append(words)
    return found


def measure_overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Jaccard overlap: shared terms over all terms."""
    return len(first & second) / max(1, len(first | second))


def text_of(documents: Documents, doc_id: str) -> str:
    """A document's canonical text."""
    document = documents.document(doc_id)
    return document.text if document else ""


def score_evidence(
    index: Index, query: Query, ranked: Sequence[RankedPassage]
) -> list[ScoredSentence]:
    """Every citable sentence of the passages, scored, in the passages' order."""
    ranked = [one for one in ranked if one.reading is not None] or ranked
    total = sum(weigh_query(index, query).values()) or 1.0
    scored = []
    for one in ranked:
        candidate, reading = one.candidate, one.reading
        own = COSINE_WEIGHT * candidate.cosine + COVERAGE_WEIGHT * candidate.coverage / total
        for place, sentence in enumerate(candidate.sentences):
            if not sentence.citable:
                continue
            logit = float(reading.sentences[place]) if reading else None
            score = float(own[place]) + PASSAGE_WEIGHT * one.score + READER_WEIGHT * (logit or 0.0)
            number = candidate.first_sentence + place
            scored.append(ScoredSentence(candidate.hit.passage, number, sentence, score, logit))
    return scored
