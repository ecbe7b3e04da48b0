"""Retrieval: a question comes in, `Hit`s go out, best first.

Candidates come from the dense and from the lexical side; each then gets both scores exactly, and
the two are fused after min-max scaling over the candidates.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qa_bot.config import Settings
from qa_bot.encoding import Vectors
from qa_bot.index import Index
from qa_bot.types import Hit


def find_passages(
    index: Index, question: str, vector: Vectors, settings: Settings, k: int
) -> list[Hit]:
    """The `k` best passages.

    Args:
        index: the generation to search.
        question: the standalone question.
        vector: its unit vector, shape (dim,).
        settings: candidates and the dense side's weight.
        k: how many hits are wanted.
    """
    wanted = max(k, settings.candidates)
    near, _ = index.store.search(vector, wanted)
    lexical = index.lexical.scores(question)
    matching = _largest(lexical, wanted)
    candidates = np.union1d(near, matching[lexical[matching] > 0])
    if len(candidates) == 0:
        return []
    dense = index.store.rows(candidates) @ vector
    fused = settings.dense_weight * scale_to_unit(dense)
    fused += (1 - settings.dense_weight) * scale_to_unit(lexical[candidates])
    best = np.lexsort((candidates, -fused))[:k]
    passages = index.documents.passages([int(row) for row in candidates[best]])
    return [
        Hit(passage, float(fused[i]), float(dense[i]), float(lexical[candidates[i]]))
        for passage, i in zip(passages, best, strict=True)
    ]


def scale_to_unit(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores mapped linearly so that the least is 0 and the greatest 1 (all 0 where equal)."""
    if len(scores) == 0:
        return scores
    low, high = scores.min(), scores.max()
    return np.zeros_like(scores) if high == low else (scores - low) / (high - low)


def _largest(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Positions of the `k` largest scores, in no order."""
    if len(scores) <= k:
        return np.arange(len(scores))
    return np.argpartition(-scores, k)[:k]
