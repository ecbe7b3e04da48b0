"""Probing: an index comes in, how well it tells what it holds from what it doesn't goes out.

A probe is half of the content words of one of the corpus's own sentences. Asked of the whole index
it has an answer; asked of the index without its document (where there is only one: without its
passage and the two beside it) and without any other passage that holds nearly all of its words, it
stands next to the topics and has none. How often the first gets
the higher confidence, without the reader, is the index's separability (the area under the ROC
curve).
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.confidence import estimate_confidence
from qa_bot.answering.evidence import find_evidence, text_of
from qa_bot.answering.query import make_query
from qa_bot.answering.retrieval import find_passages
from qa_bot.config import Settings
from qa_bot.index.folder import Index, LocalIndex
from qa_bot.index.lexical.bm25 import terms_of, words_of
from qa_bot.models.encoder import Encoder
from qa_bot.types import Passage

PROBES = 24
LEAST = 0.75
"""Separability under which confidences are drawn towards a half."""
_FEWEST_WORDS = 6
_NEARLY_ALL = 0.8
_SEED = 3


def measure_separability(index: LocalIndex, encoder: Encoder, settings: Settings) -> float | None:
    """The index's separability, 0 to 1; None where it is too small to probe."""
    held, missing = [], []
    for passage, question in _make_probes(index):
        without = _rows_without(index, passage, question)
        if len(without):
            held.append(_ask(index, encoder, settings, question, None))
            missing.append(_ask(index, encoder, settings, question, without))
    if not held:
        return None
    above = np.array(held)[:, None] - np.array(missing)[None, :]
    return float((above > 0).mean() + (above == 0).mean() / 2)


def temper_confidence(confidence: float, separability: float | None) -> float:
    """A confidence drawn towards a half, all the more the less an index's probes told apart."""
    if separability is None or separability >= LEAST:
        return confidence
    share = max(0.0, separability - 0.5) / (LEAST - 0.5)
    return 0.5 + (confidence - 0.5) * share


def _make_probes(index: Index) -> list[tuple[Passage, str]]:
    """Passages, spread over the index, each with half of the words of one of its sentences."""
    rng = random.Random(_SEED)
    count = index.manifest.passages
    ids = sorted(rng.sample(range(count), min(count, PROBES)))
    groups = index.documents.sentences(ids)
    probes = []
    for passage in index.documents.passages(ids):
        text = text_of(index.documents, passage.doc_id)
        spans = [s for _, s in groups[passage.passage_id] if s.citable]
        sentences = [words_of(text[s.start : s.end]) for s in spans]
        long = [words for words in sentences if len(words) >= _FEWEST_WORDS]
        if long:
            words = rng.choice(long)
            kept = sorted(rng.sample(range(len(words)), len(words) // 2))
            probes.append((passage, " ".join(words[i] for i in kept)))
    return probes


def _rows_without(index: LocalIndex, passage: Passage, probe: str) -> NDArray[np.int64]:
    """All rows but those that may answer a passage's probe."""
    terms = set(terms_of(probe))
    held = sum((index.lexical.scores({term: 1.0}) > 0).astype(float) for term in terms)
    others = np.flatnonzero(held < _NEARLY_ALL * len(terms))
    if index.manifest.documents > 1:
        own: Sequence[int] = index.documents.passage_ids([passage.doc_id])
    else:
        own = [passage.passage_id + step for step in (-1, 0, 1)]
    return np.setdiff1d(others, own)


def _ask(
    index: Index,
    encoder: Encoder,
    settings: Settings,
    question: str,
    within: NDArray[np.int64] | None,
) -> float:
    query = make_query(index, question, encoder)
    hits = find_passages(index, query, settings, settings.evidence_passages, within)
    evidence = find_evidence(index, query, hits, 1)
    return estimate_confidence(index, query, hits, evidence)
