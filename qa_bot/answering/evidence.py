"""Evidence: hits come in, the sentences that speak to the question go out, best first.

A sentence's score mixes its own vector's cosine, the share of the question's rare words it holds,
its passage's score and, where its passage was read, what the reader says of it; passages that were
not read give evidence only where none was. Evidence far less likely than the best is left out, so
that an answer has as many excerpts as speak to it. `joining.py` adds the sentences that it can't be
read without, and evidence that repeats better evidence nearly word for word points to that one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa_bot.answering.excerpts import Scored, join_sentences
from qa_bot.answering.query import Query
from qa_bot.answering.retrieval import query_weights, score_sentences
from qa_bot.index.documents import Documents
from qa_bot.index.folder import Index
from qa_bot.index.lexical.bm25 import terms_of
from qa_bot.types import Evidence, Hit

COSINE, COVERAGE, PASSAGE = 3.9, 5.3, 1.7
"""Fitted so that the softmax of the scores is the chance to hold the answer.

See docs/decisions/evidence.md.
"""
READER = 1.5
"""Weight of the reader's log-odds beside them."""
FLOOR = 15.0
"""How far below the best score further evidence may lie (docs/decisions/evidence.md)."""
_SAME_WORDS = 0.8
"""Jaccard overlap of terms above which two pieces of evidence say the same."""


def find_evidence(index: Index, query: Query, hits: Sequence[Hit], limit: int) -> list[Evidence]:
    """The best evidence from the hits' passages.

    Args:
        index: the generation that the hits come from.
        query: what was searched for.
        hits: the passages to look at.
        limit: how many different pieces are wanted; repetitions come on top.
    """
    scored = score_evidence(index, query, hits)
    found: list[Evidence] = []
    terms: list[frozenset[str]] = []
    taken: set[int] = set()
    different = 0
    for best in sorted(scored, key=lambda s: (-s.score, s.sentence_id)):
        if found and best.score < found[0].score - FLOOR:
            break
        if best.sentence_id in taken:
            continue
        text = text_of(index.documents, best.passage.doc_id)
        group = [s for s in scored if s.passage.passage_id == best.passage.passage_id]
        run = [s for s in join_sentences(text, best, group) if s.sentence_id not in taken]
        taken |= {s.sentence_id for s in run}
        start, end = run[0].sentence.start, run[-1].sentence.end
        words = frozenset(terms_of(text[start:end]))
        same_as = next((i for i, t in enumerate(terms) if overlap(t, words) >= _SAME_WORDS), None)
        if same_as is None and different == limit:
            continue
        different += same_as is None
        found.append(Evidence(best.passage, start, end, best.score, best.logit, same_as))
        terms.append(words)
    return found


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Jaccard overlap: shared terms over all terms."""
    return len(first & second) / max(1, len(first | second))


def text_of(documents: Documents, doc_id: str) -> str:
    """A document's canonical text."""
    document = documents.document(doc_id)
    return document.text if document else ""


def score_evidence(index: Index, query: Query, hits: Sequence[Hit]) -> list[Scored]:
    """Every citable sentence of the hits, scored, in the hits' order."""
    hits = [hit for hit in hits if hit.passage_logit is not None] or hits
    passage_ids = [hit.passage.passage_id for hit in hits]
    data = index.passages.load(np.array(passage_ids, np.int64))
    scores = score_sentences(index, query, data)
    total = sum(query_weights(index, query).values()) or 1.0
    own = COSINE * scores.cosine + COVERAGE * scores.coverage / total
    groups = index.documents.sentences(passage_ids)
    scored = []
    for place, sentence_id, score in zip(scores.owners, scores.ids, own, strict=True):
        hit = hits[int(place)]
        position = int(sentence_id) - groups[hit.passage.passage_id][0][0]
        sentence = groups[hit.passage.passage_id][position][1]
        logit = hit.sentence_logits[position] if hit.sentence_logits else None
        mixed = float(score) + PASSAGE * hit.score + READER * (logit or 0.0)
        scored.append(Scored(hit.passage, int(sentence_id), sentence, mixed, logit))
    return [one for one in scored if one.sentence.citable]
