"""Readers that give a question and one sentence one score, as cross-encoders for ranking do."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial

import numpy as np

from qa_bot.models.cores import usable_cores
from qa_bot.models.pair_graph import QUESTION_TOKENS, PairGraph
from qa_bot.models.reader import ReaderInput, ReaderScores

_SENTENCE_CACHE = 2_000
"""Sentences whose scores are kept, for the same question asked again."""


class CrossEncoderReader:
    """A `Reader` that reads one sentence at a time.

    Args:
        graph: an exported cross-encoder with one score.
    """

    def __init__(self, graph: PairGraph) -> None:
        self._graph = graph
        self._score_cached = lru_cache(_SENTENCE_CACHE)(self._score)

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[ReaderScores]:
        """The scores of every passage, in order; a passage's logit is its best sentence's."""
        self._graph.load()
        sentences = [p.text[start:end] for p in passages for start, end in p.sentences]
        with ThreadPoolExecutor(usable_cores()) as pool:
            scores = list(pool.map(partial(self._score_cached, question), sentences))
        ends = np.cumsum([len(p.sentences) for p in passages])[:-1]
        parts = np.split(np.array(scores, np.float32), ends) if passages else []
        return [
            ReaderScores(part, float(part.max(initial=-np.inf)), (None,) * len(part))
            for part in parts
        ]

    def _score(self, question: str, sentence: str) -> float:
        layout = self._graph.layout
        asked = self._graph.encode(question).ids[:QUESTION_TOKENS]
        first = (*layout.lead, *asked, *layout.between)
        room = layout.max_tokens - len(first) - len(layout.tail)
        ids = (*first, *self._graph.encode(sentence).ids[:room], *layout.tail)
        return float(self._graph.run(ids, len(first))[0])
