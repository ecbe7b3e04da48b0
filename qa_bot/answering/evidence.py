"""Select the excerpts that answer, best first, from the passages in their final order.

A sentence's score mixes its own vector's cosine, the share of the question's rare words it holds,
its passage's score and, where its passage was read, what the reader says of it; passages that were
not read give evidence only where none was. The best sentence grows to an excerpt (`excerpts.py`).
Further excerpts are shown only where they belong to the same answer or answer by themselves, and
say something new; one that says the same elsewhere is another place of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from qa_bot.answering.citations import text_of
from qa_bot.answering.definitions import find_statement
from qa_bot.answering.list_leads import raise_leads
from qa_bot.answering.membership import ScoredSentence, estimate_membership, is_near
from qa_bot.answering.proposals import asks_what_holds, reports_proposal
from qa_bot.answering.query import Query
from qa_bot.answering.repetition import is_other_version
from qa_bot.answering.replaced import find_replaced
from qa_bot.answering.required import (
    drop_other_codes,
    find_requirements,
    keep_phrases,
    keep_required,
)
from qa_bot.answering.reranking import RankedPassage
from qa_bot.answering.retrieval import weigh_query
from qa_bot.answering.row_subjects import drop_other_rows, have_same_name
from qa_bot.answering.scope_sentences import (
    asks_of_document,
    asks_of_mail,
    is_mail_field,
    tells_scope,
)
from qa_bot.answering.selection import OnLeftOut, Selection, ignore
from qa_bot.answering.series import find_later
from qa_bot.index.folder import Index
from qa_bot.trace import Cause
from qa_bot.types import Evidence

COSINE_WEIGHT, COVERAGE_WEIGHT, PASSAGE_WEIGHT = 3.9, 5.3, 1.7
"""Fitted so that the softmax of the scores is the chance to hold the answer.

See docs/decisions/evidence.md.
"""
READER_WEIGHT = 2.0
"""Weight of the reader's log-odds beside them."""
PROPOSAL_PENALTY = 8.0
"""Taken off the score of a sentence that reports a proposal where what holds is asked for."""
SCOPE_PENALTY = 8.0
"""Taken off the score of a sentence that only says what its document, or its mail, is."""
REPLACED_PENALTY = 8.0
"""Taken off the score of a sentence of a document that another one says it replaces."""
MIN_MEMBERSHIP = 0.3
"""The least probability of a sentence near the best one that it belongs to the same answer."""
MIN_OWN_LOGIT, MAX_OWN_GAP = 0.0, 4.0
"""The least log-odds, and the greatest distance to the best score, of an answer elsewhere."""


def select_evidence(
    index: Index,
    query: Query,
    ranked: Sequence[RankedPassage],
    limit: int,
    on_left_out: OnLeftOut = ignore,
) -> list[Evidence]:
    """The excerpts that answer; none where no passage has what the question requires.

    Args:
        index: the generation that the passages come from.
        query: what was searched for.
        ranked: the passages to look at, best first.
        limit: how many different excerpts are wanted at the most; repetitions come on top.
        on_left_out: called with each sentence that is in none of them.
    """
    required = find_requirements(query.text)
    kept = keep_required(index, ranked, required)
    found = score_evidence(index, query, kept)
    scored = drop_other_codes(index, found, required)
    if on_left_out is not ignore:
        has_all = {one.hit.passage.passage_id for one in kept}
        lacking = [one for one in ranked if one.hit.passage.passage_id not in has_all]
        _report_lost(
            score_evidence(index, query, lacking), [], "lacks what must occur", on_left_out
        )
        _report_lost(found, scored, "names another code", on_left_out)
    unsaid = [one for one in scored if not (query.said and _text(index, one) in query.said)]
    _report_lost(scored, unsaid, "said before", on_left_out)
    scored = drop_other_rows(index, unsaid, query.text)
    _report_lost(unsaid, scored, "another subject", on_left_out)
    if not scored:
        return []
    having = keep_phrases(index, scored, required)
    best = max(having, key=lambda one: (one.score, -one.sentence_id))
    best = find_later(index, best, having, query.text) or best
    chances = estimate_membership(query.text, best, scored)
    wanted = {
        one.sentence_id
        for one, chance in zip(scored, chances, strict=True)
        if _belongs(best, one, chance)
        or _answers_itself(best, one)
        or _text(index, one) == _text(index, best)
        or is_other_version(index, best, one)
        or have_same_name(index, best, one, query.text)
    }
    likely = [one for one in scored if one.sentence_id in wanted]
    _report_lost(scored, likely, "floor", on_left_out)
    others = (one for one in _best_first(likely) if one is not best)
    return Selection(index, query, scored, limit, on_left_out).take(chain([best], others))


def select_nearest(
    index: Index, query: Query, ranked: Sequence[RankedPassage], limit: int
) -> list[Evidence]:
    """The excerpts nearest to a question that is not answered, each saying something else.

    None of their words are highlighted: they don't answer.
    """
    scored = [replace(one, highlights=None) for one in score_evidence(index, query, ranked)]
    selection = Selection(index, query, scored, limit, keep_repeats=False)
    return selection.take(_best_first(scored))


def score_evidence(
    index: Index, query: Query, ranked: Sequence[RankedPassage]
) -> list[ScoredSentence]:
    """Every citable sentence of the passages, scored, in the passages' order."""
    ranked = [one for one in ranked if one.reading is not None] or ranked
    total = sum(weigh_query(index, query).values()) or 1.0
    wanted = find_statement(query.text)
    is_of_rules, is_of_document = asks_what_holds(query.text), asks_of_document(query.text)
    is_of_mail = asks_of_mail(query.text)
    replaced = find_replaced(index, (one.hit.passage.doc_id for one in ranked), query.text)
    scored = []
    for one in ranked:
        candidate, reading = one.candidate, one.reading
        passage = candidate.hit.passage
        text = text_of(index.documents, passage.doc_id)
        own = COSINE_WEIGHT * candidate.cosine + COVERAGE_WEIGHT * candidate.coverage / total
        log_odds = list(map(float, reading.sentences)) if reading else [0.0] * len(own)
        read = raise_leads(query.text, text, candidate.sentences, log_odds)
        for place, sentence in enumerate(candidate.sentences):
            if not sentence.citable:
                continue
            states = wanted and wanted.pattern.match(text, sentence.start, sentence.end)
            said = wanted.bonus if wanted and states else 0.0
            said += read[place]
            score = float(own[place]) + PASSAGE_WEIGHT * one.score + READER_WEIGHT * said
            own_text = text[sentence.start : sentence.end]
            if is_of_rules and reports_proposal(own_text):
                score -= PROPOSAL_PENALTY
            if not is_of_document and tells_scope(own_text):
                score -= SCOPE_PENALTY
            if not is_of_mail and is_mail_field(own_text):
                score -= SCOPE_PENALTY
            if passage.doc_id in replaced:
                score -= REPLACED_PENALTY
            number = candidate.first_sentence + place
            logit, marks = (said, reading.highlights) if reading else (None, None)
            scored.append(ScoredSentence(passage, number, sentence, score, logit, marks, place))
    return scored


def _report_lost(
    before: Sequence[ScoredSentence],
    after: Sequence[ScoredSentence],
    cause: Cause,
    on_left_out: OnLeftOut,
) -> None:
    """Report the sentences that are no longer there."""
    kept = {one.sentence_id for one in after}
    for one in before:
        if one.sentence_id not in kept:
            on_left_out(one, cause)


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
