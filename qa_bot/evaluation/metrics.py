"""Metrics of one question, from 0 to 1, for its ranking and its cited excerpts.

Rankings are judged by document. `ids` are document ids, best first, each once; `relevant` maps the
ids of relevant documents to grades of 1 or more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from qa_bot.evaluation.dataset import Question
from qa_bot.types import Citation

_SPACE = re.compile(r"\s+")
_HELD_WORDS = 3
"""An excerpt that an answer holds is right only when it has more words than this."""


def ndcg(ids: Sequence[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """Normalised discounted cumulative gain: gain 2^grade − 1, discount log2(rank + 1).

    Burges et al., "Learning to rank using gradient descent", 2005 (the gain), and Järvelin and
    Kekäläinen, 2002 (the measure).
    """
    ideal = sorted(relevant.values(), reverse=True)
    return _dcg([relevant.get(i, 0) for i in ids[:k]]) / _dcg(ideal[:k])


def recall(ids: Sequence[str], relevant: Mapping[str, int], k: int = 5) -> float:
    """Relevant documents among the first `k`, over as many as could be there: min(k, relevant)."""
    return len(set(ids[:k]) & set(relevant)) / min(k, len(relevant))


def hit_first(ids: Sequence[str], relevant: Mapping[str, int]) -> float:
    """1 where the first document is relevant."""
    return float(bool(ids) and ids[0] in relevant)


def reciprocal_rank(ids: Sequence[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """1 over the rank of the first relevant document among the first `k`, else 0."""
    return next((1 / rank for rank, i in enumerate(ids[:k], 1) if i in relevant), 0.0)


def is_right(citation: Citation, question: Question) -> bool:
    """Whether an excerpt is evidence for a question.

    It stands in a relevant document (any, where none is judged) and holds an annotated text or,
    when longer than three words, is held by one; white space and case don't count. Where no text
    is annotated the document decides alone.
    """
    relevant = dict(question.relevant)
    if relevant and citation.doc_id not in relevant:
        return False
    quote = _fold(citation.quote)
    long = len(citation.quote.split()) > _HELD_WORDS
    golds = [_fold(gold) for gold in question.gold]
    return not golds or any(gold in quote or (long and quote in gold) for gold in golds)


def _dcg(grades: Sequence[int]) -> float:
    return math.fsum((2**g - 1) / math.log2(rank + 1) for rank, g in enumerate(grades, 1))


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip().lower()
