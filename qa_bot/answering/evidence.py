"""Select the excerpts that answer, best first, from the passages in their final order.

A sentence's score mixes its own vector's cosine, the share of the question's rare words it holds,
its passage's score and, where its passage was read, what the reader says of it; passages that were
not read give evidence only where none was. The best sentence grows to an excerpt (`excerpts.py`).
Further excerpts are shown only where they belong to the same answer or answer by themselves, and
say something new; one that says the same elsewhere is another place of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

from qa_bot.answering.excerpts import Surroundings, grow_excerpt
from qa_bot.answering.membership import ScoredSentence, estimate_membership, is_near
from qa_bot.answering.query import Query
from qa_bot.answering.repetition import Statement
from qa_bot.answering.required import drop_other_codes, find_requirements, keep_required
from qa_bot.answering.reranking import RankedPassage
from qa_bot.answering.retrieval import weigh_query
from qa_bot.answering.sentence_links import restates
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
MIN_MEMBERSHIP = 0.3
"""The least probability of a sentence near the best one that it belongs to the same answer."""
MIN_OWN_LOGIT, MAX_OWN_GAP = 0.0, 4.0
"""The least log-odds, and the greatest distance to the best score, of an answer elsewhere."""


def select_evidence(
    index: Index, query: Query, ranked: Sequence[RankedPassage], limit: int
) -> list[Evidence]:
    """The excerpts that answer; none where no passage has what the question requires.

    Args:
        index: the generation that the passages come from.
        query: what was searched for.
        ranked: the passages to look at, best first.
        limit: how many different excerpts are wanted at the most; repetitions come on top.
    """
    required = find_requirements(query.text)
    ranked = keep_required(index, ranked, required)
    scored = drop_other_codes(index, score_evidence(index, query, ranked), required)
    if not scored:
        return []
    best = max(scored, key=lambda one: (one.score, -one.sentence_id))
    chances = estimate_membership(query.text, best, scored)
    wanted = {
        one.sentence_id
        for one, chance in zip(scored, chances, strict=True)
        if _belongs(best, one, chance)
        or _answers_itself(best, one)
        or _text(index, one) == _text(index, best)
    }
    selection = _Selection(index, query, scored, limit)
    return selection.take(one for one in _best_first(scored) if one.sentence_id in wanted)


def select_nearest(
    index: Index, query: Query, ranked: Sequence[RankedPassage], limit: int
) -> list[Evidence]:
    """The excerpts nearest to a question that is not answered, each saying something else."""
    scored = score_evidence(index, query, ranked)
    return _Selection(index, query, scored, limit, keep_repeats=False).take(_best_first(scored))


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


def text_of(documents: Documents, doc_id: str) -> str:
    """A document's canonical text."""
    document = documents.document(doc_id)
    return document.text if document else ""


def _best_first(scored: Sequence[ScoredSentence]) -> Iterator[ScoredSentence]:
    yield from sorted(scored, key=lambda one: (-one.score, one.sentence_id))


def _text(index: Index, one: ScoredSentence) -> str:
    """A sentence's own text."""
    return text_of(index.documents, one.passage.doc_id)[one.sentence.start : one.sentence.end]


def _belongs(best: ScoredSentence, one: ScoredSentence, chance: float) -> bool:
    """Whether a sentence near the best one belongs to the same answer."""
    return one is best or (is_near(best, one) and chance >= MIN_MEMBERSHIP)


def _answers_itself(best: ScoredSentence, one: ScoredSentence) -> bool:
    """Whether a sentence answers on its own, nearly as well as the best one."""
    is_close = one.score >= best.score - MAX_OWN_GAP
    return is_close and (one.logit is None or one.logit >= MIN_OWN_LOGIT)


@dataclass
class _Selection:
    """Excerpts chosen so far; each sentence is shown once."""

    index: Index
    query: Query
    scored: Sequence[ScoredSentence]
    limit: int
    keep_repeats: bool = True
    _found: list[Evidence] = field(default_factory=list)
    _statements: list[Statement] = field(default_factory=list)
    _taken: set[int] = field(default_factory=set)

    def take(self, wanted: Iterator[ScoredSentence]) -> list[Evidence]:
        """Grow each sentence to an excerpt, and keep those that add something or repeat it."""
        asked = frozenset(terms_of(self.query.text))
        for one in wanted:
            if one.sentence_id in self._taken:
                continue
            run = self._grow(one)
            start, end = run[0].sentence.start, run[-1].sentence.end
            text = text_of(self.index.documents, one.passage.doc_id)[start:end]
            statement = Statement(text, self.index.lexical.idf)
            same_as = next(
                (i for i, s in enumerate(self._statements) if statement.repeats(s)), None
            )
            if same_as is None:
                shown = sum(evidence.same_as is None for evidence in self._found)
                adds = statement.adds_to(self._statements, asked)
                vague = restates(self.query.text, text)
                if self._found and (shown >= self.limit or vague or not adds):
                    continue
            elif self.keep_repeats:
                same_as = self._first_of(same_as)
            else:
                continue
            self._taken |= {sentence.sentence_id for sentence in run}
            self._found.append(Evidence(one.passage, start, end, one.score, one.logit, same_as))
            self._statements.append(statement)
        return self._found

    def _first_of(self, place: int) -> int:
        """The place of the excerpt that is shown for another that repeats it."""
        same_as = self._found[place].same_as
        return place if same_as is None else same_as

    def _grow(self, best: ScoredSentence) -> Sequence[ScoredSentence]:
        """The excerpt around a sentence, without sentences that are shown already."""
        text = text_of(self.index.documents, best.passage.doc_id)
        around = Surroundings(self.query.text, text, self._find_section(best))
        run = [s for s in grow_excerpt(best, around) if s.sentence_id not in self._taken]
        place = run.index(best)
        first = last = place
        while first > 0 and run[first - 1].sentence_id == run[first].sentence_id - 1:
            first -= 1
        while last + 1 < len(run) and run[last + 1].sentence_id == run[last].sentence_id + 1:
            last += 1
        return run[first : last + 1]

    def _find_section(self, best: ScoredSentence) -> list[ScoredSentence]:
        """The citable sentences around one in its section: those found, and their neighbours."""
        passage = best.passage
        found = {
            one.sentence_id: one
            for one in self.scored
            if (one.passage.doc_id, one.passage.section) == (passage.doc_id, passage.section)
        }
        last = self.index.manifest.passages - 1
        beside = [i for i in (passage.passage_id - 1, passage.passage_id + 1) if 0 <= i <= last]
        others = [
            other
            for other in self.index.documents.passages(beside)
            if (other.doc_id, other.section) == (passage.doc_id, passage.section)
        ]
        numbered = self.index.documents.sentences([other.passage_id for other in others])
        for other in others:
            for number, sentence in numbered[other.passage_id]:
                if sentence.citable:
                    found.setdefault(number, ScoredSentence(other, number, sentence, -inf))
        return [found[number] for number in sorted(found)]
