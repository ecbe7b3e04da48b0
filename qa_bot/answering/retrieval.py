"""Find the passages that are most likely to answer a query, from vectors and words together.

Candidates come from the dense and from the lexical side. Each then gets both scores exactly, looked
at as a whole and by its best sentence, and the two sides are fused after standardising them over
the candidates (z-scores). In a document that the question names, what else it says tells the
passages apart. docs/decisions/retrieval.md has the comparison that chose this.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.named_document import NamedDocument, find_named
from qa_bot.answering.query import Query
from qa_bot.config import Settings
from qa_bot.index.folder import Index
from qa_bot.index.passages import PassageData, Scores
from qa_bot.types import Hit, Sentence

SENTENCE_COVERAGE_WEIGHT, WORD_PAIR_WEIGHT = 0.25, 0.2
"""What the best sentence's coverage, and the question's word pairs, add to BM25."""
REST_WEIGHT = 0.75
"""Weight of the question without a document's name, beside the whole, in that document.

See docs/decisions/retrieval.md.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found, with its sentences.

    `sentences` are in reading order and numbered from `first_sentence` on; `cosine` and `coverage`,
    both (sentences,), are those of `SentenceScores`.
    """

    hit: Hit
    first_sentence: int
    sentences: tuple[Sentence, ...]
    cosine: Scores
    coverage: Scores


@dataclass(frozen=True)
class SentenceScores:
    """The sentences of some passages, each with what it says of the question.

    All arrays have shape (sentences,): the sentence's number, its passage's place in the list
    that was asked for, its cosine, the summed idf of the question's terms in it (each once), and of
    those of the question's neighbouring words that are neighbours there too.
    """

    ids: NDArray[np.int64]
    passage_of_sentence: NDArray[np.int64]
    cosine: Scores
    coverage: Scores
    word_pairs: Scores


@dataclass(frozen=True)
class PassageScores:
    """What either side says of the candidates, all of shape (passages,), and their sentences."""

    rows: NDArray[np.int64]
    dense: Scores
    lexical: Scores
    sentences: SentenceScores

    def fuse(self, dense_weight: float) -> Scores:
        """Both sides together, each looked at as a whole and by its best sentence."""
        sentences, count = self.sentences, len(self.rows)
        dense = self.dense + _best_of_each(sentences.cosine, sentences, count)
        words = SENTENCE_COVERAGE_WEIGHT * sentences.coverage
        words = words + WORD_PAIR_WEIGHT * sentences.word_pairs
        lexical = self.lexical + _best_of_each(words, sentences, count)
        return dense_weight * standardise(dense) + (1 - dense_weight) * standardise(lexical)

    def rank(self, dense_weight: float) -> NDArray[np.int64]:
        """The places of the passages, best first."""
        return np.lexsort((self.rows, -self.fuse(dense_weight)))


def retrieve(
    index: Index,
    query: Query,
    settings: Settings,
    k: int,
    within: NDArray[np.int64] | None = None,
) -> list[Candidate]:
    """The `k` best passages, best first.

    Args:
        index: the generation to search.
        query: what is searched for.
        settings: candidates and the dense side's weight.
        k: how many are wanted.
        within: the passages to search, ascending; by default all.
    """
    wanted = max(k, settings.candidates)
    rows, lexical = index.passages.find(query.vector, query.terms, wanted, within)
    if len(rows) == 0:
        return []
    data = index.passages.load(rows)
    sentences = score_sentences(index, query, data)
    found = PassageScores(rows, data.vectors @ query.vector, lexical, sentences)
    named = find_named(index, query, rows, int(rows[found.rank(settings.dense_weight)[0]]))
    if named is not None:
        found = _tell_apart(index, found, data, named)
    fused = found.fuse(settings.dense_weight)
    best = found.rank(settings.dense_weight)[:k]
    passages = index.documents.passages([int(row) for row in rows[best]])
    hits = [
        Hit(passage, float(fused[i]), float(found.dense[i]), float(lexical[i]))
        for passage, i in zip(passages, best, strict=True)
    ]
    return _with_sentences(index, hits, best, found.sentences)


def _tell_apart(
    index: Index, found: PassageScores, data: PassageData, named: NamedDocument
) -> PassageScores:
    """The scores, those of a named document's passages by what else the question says."""
    sentences, rest = found.sentences, score_sentences(index, named.rest, data)
    is_own = named.is_own[sentences.passage_of_sentence]
    dense = _move(found.dense, data.vectors @ named.rest.vector, named.is_own, REST_WEIGHT)
    cosine = _move(sentences.cosine, rest.cosine, is_own, REST_WEIGHT)
    coverage = _move(sentences.coverage, rest.coverage, is_own, 1.0)
    pairs = np.where(is_own, rest.word_pairs, sentences.word_pairs)
    told = replace(sentences, cosine=cosine, coverage=coverage, word_pairs=pairs)
    return replace(found, dense=dense, sentences=told)


def _move(scores: Scores, rest: Scores, is_own: NDArray[np.bool_], weight: float) -> Scores:
    """The scores, a document's mixed with `rest`; the best of them stays as high as it was."""
    mixed = (1 - weight) * scores[is_own] + weight * rest[is_own]
    moved = scores.copy()
    moved[is_own] = mixed + (scores[is_own].max() - mixed.max())
    return moved


def score_sentences(index: Index, query: Query, data: PassageData) -> SentenceScores:
    """Score every sentence of some passages."""
    terms, sentence_of_term = data.terms, data.sentence_of_term
    cosine = data.sentence_vectors @ query.vector
    coverage = np.zeros(len(cosine), np.float32)
    weights = weigh_query(index, query)
    for number, weight in weights.items():
        coverage[sentence_of_term[terms == number]] += (
            weight  # a sentence that comes twice counts once
        )
    pairs = np.zeros(len(cosine), np.float32)
    numbers = list(weights)
    beside = sentence_of_term[:-1] == sentence_of_term[1:]
    for first, second in pairwise(numbers):
        found = beside & (terms[:-1] == first) & (terms[1:] == second)
        pairs[sentence_of_term[:-1][found]] += (weights[first] + weights[second]) / 2
    return SentenceScores(data.sentence_ids, data.passage_of_sentence, cosine, coverage, pairs)


def weigh_query(index: Index, query: Query) -> dict[int, float]:
    """The numbers of the query's known terms, each with weight times idf, in order."""
    return {
        number: min(weight, 1.0) * index.lexical.idf(term)
        for term, weight in query.terms.items()
        if (number := index.lexical.term_id(term)) is not None
    }


def standardise(scores: Scores) -> Scores:
    """Scores with mean 0 and standard deviation 1 (all 0 where they are equal)."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros_like(scores)


def _best_of_each(scores: Scores, sentences: SentenceScores, passages: int) -> Scores:
    """The best sentence's score for every passage, shape (passages,)."""
    best = np.full(passages, -np.inf, np.float32)
    np.maximum.at(best, sentences.passage_of_sentence, scores)
    return best


def _with_sentences(
    index: Index, hits: list[Hit], places: NDArray[np.int64], scores: SentenceScores
) -> list[Candidate]:
    """The hits with their sentences; `places` says where each stands among the scored passages."""
    spans = index.documents.sentences([hit.passage.passage_id for hit in hits])
    candidates = []
    for hit, place in zip(hits, places, strict=True):
        own = scores.passage_of_sentence == place
        numbered = spans[hit.passage.passage_id]
        candidates.append(
            Candidate(
                hit,
                numbered[0][0] if numbered else 0,
                tuple(sentence for _, sentence in numbered),
                scores.cosine[own],
                scores.coverage[own],
            )
        )
    return candidates
