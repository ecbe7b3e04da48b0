"""Score a run: every question's values, and the figures of the data set.

A question has a value for each metric that its judgements allow: rankings where documents are
judged, evidence where texts are annotated and the question is answerable, refusal where
`answerable` is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_bot.evaluation.bootstrap import Estimate, Statistic, estimate, estimate_mean
from qa_bot.evaluation.dataset import Question
from qa_bot.evaluation.evidence import compare_sentences, compare_words
from qa_bot.evaluation.metrics import hit_first, is_right, ndcg, recall, reciprocal_rank
from qa_bot.evaluation.refusal import (
    Bin,
    Flags,
    Floats,
    area_under_risk,
    auroc,
    calibration_error,
    reliability,
    risk_coverage,
)
from qa_bot.evaluation.running import Record, Run
from qa_bot.evaluation.strictness import Level, measure_levels

LABELS = {
    "ndcg10": "nDCG@10",
    "recall5": "Recall@5",
    "hit1": "Hit@1",
    "mrr10": "MRR@10",
    "ev1": "First excerpt right",
    "ev3": "One of three excerpts right",
    "words1": "Words in the first excerpt",
    **{
        f"{which}_{unit}_{name}": f"{label} beside the marked {units}: {name}"
        for which, label in (("first", "First excerpt"), ("all", "All excerpts"))
        for unit, units in (("word", "words"), ("sentence", "sentences"))
        for name in ("precision", "recall", "f1")
    },
    "answered": "Answerable: answered",
    "refused": "Unanswerable: refused",
    "auroc": "AUROC of the confidence",
}
"""Every metric with an interval, in the order of the report; all but the last are means."""
_CURVE_POINTS = 200


@dataclass(frozen=True, slots=True)
class Scored:
    """One question's values."""

    metrics: dict[str, float]
    confidence: float
    answerable: bool | None
    right: bool
    """Whether answering it was right: answerable, and one of three excerpts is evidence."""

    @property
    def loss(self) -> float:
        """How far the confidence is from what was right, 0 to 1."""
        return abs(self.confidence - self.right)


@dataclass(frozen=True, slots=True)
class Refusal:
    """How well the confidence tells what to decline."""

    aurc: Estimate
    ece: Estimate
    curve: tuple[tuple[float, float], ...]
    """Coverage and risk."""
    bins: tuple[Bin, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What the run took."""

    build_seconds: float
    documents_per_second: float
    p50_ms: float
    p95_ms: float
    peak_mib: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """A data set's figures."""

    dataset: str
    model: str
    documents: int
    asked: int
    partial: bool
    estimates: dict[str, Estimate]
    refusal: Refusal | None
    cost: Cost
    questions: dict[str, Scored]

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON-ready values."""
        return asdict(self)


def score_run(run: Run) -> Scores:
    """The figures of a run with at least one record."""
    asked = {q.question_id: q for q in run.dataset.questions}
    scored = {r.question_id: score_question(asked[r.question_id], r) for r in run.records}
    return Scores(
        dataset=run.dataset.name,
        model=run.model,
        documents=run.build.documents,
        asked=len(scored),
        partial=run.is_partial,
        estimates=estimate_metrics(list(scored.values())),
        refusal=measure_refusal(list(scored.values()), run.build.passages),
        cost=measure_cost(run),
        questions=scored,
    )


def score_question(question: Question, record: Record) -> Scored:
    """A question's values."""
    metrics: dict[str, float] = {}
    ids, relevant = [i for i, _ in record.documents], dict(question.relevant)
    if relevant:
        metrics["ndcg10"] = ndcg(ids, relevant)
        metrics["recall5"] = recall(ids, relevant)
        metrics["hit1"] = hit_first(ids, relevant)
        metrics["mrr10"] = reciprocal_rank(ids, relevant)
    right = [is_right(citation, question) for citation in record.citations[:3]]
    if question.gold and question.answerable is not False:
        metrics["ev1"] = float(any(right[:1]))
        metrics["ev3"] = float(any(right))
        if record.citations:
            metrics["words1"] = float(len(record.citations[0].quote.split()))
        metrics |= _compare_with_marked(question, record)
    if question.answerable is not None:
        name = "answered" if question.answerable else "refused"
        metrics[name] = float(record.answered == question.answerable)
    should_answer = question.answerable is not False and any(right)
    return Scored(metrics, record.confidence, question.answerable, should_answer)


def _compare_with_marked(question: Question, record: Record) -> dict[str, float]:
    """How the first excerpt and all of them fit the sentences that make the whole answer."""
    if not question.gold_sets:
        return {}
    quotes = [citation.quote for citation in record.citations]
    found = {}
    for which, shown in (("first", quotes[:1]), ("all", quotes)):
        for unit, overlap in (
            ("word", compare_words(" ".join(shown), question.gold_sets)),
            ("sentence", compare_sentences(shown, question.gold_sets)),
        ):
            for name in ("precision", "recall", "f1"):
                found[f"{which}_{unit}_{name}"] = float(getattr(overlap, name))
    return found


def estimate_metrics(scored: Sequence[Scored]) -> dict[str, Estimate]:
    """Every metric that some question has, with its interval."""
    found = {}
    for name in LABELS:
        values = [s.metrics[name] for s in scored if name in s.metrics]
        if values:
            found[name] = estimate_mean(np.asarray(values))
    confidence, answerable, _ = _judged(scored)
    if len(set(answerable.tolist())) == 2:
        found["auroc"] = estimate(
            lambda draws: np.array([auroc(confidence[d], answerable[d]) for d in draws]),
            len(confidence),
        )
    return found


def measure_refusal(scored: Sequence[Scored], passages: int) -> Refusal | None:
    """Risk, coverage and calibration over the questions judged for being answerable.

    Args:
        scored: the questions' values.
        passages: how many were searched.
    """
    confidence, answerable, right = _judged(scored)
    n = len(confidence)
    if not n:
        return None
    coverage, risk = risk_coverage(confidence, ~right)
    shown = np.unique(np.linspace(0, len(risk) - 1, _CURVE_POINTS).round().astype(int))
    bins = reliability(confidence, answerable)
    return Refusal(
        aurc=estimate(
            over(lambda d: area_under_risk(risk_coverage(confidence[d], ~right[d])[1])), n
        ),
        ece=estimate(
            over(lambda d: calibration_error(reliability(confidence[d], answerable[d]))), n
        ),
        curve=tuple((float(coverage[i]), float(risk[i])) for i in shown),
        bins=tuple(bins),
        levels=measure_levels(confidence, ~right, passages),
    )


def over(figure: Callable[[NDArray[np.int64]], float]) -> Statistic:
    """A figure of one draw of questions as a figure of many."""
    return lambda draws: np.array([figure(draw) for draw in draws])


def measure_cost(run: Run) -> Cost:
    """Times and memory of a run."""
    p50, p95 = np.percentile([record.ms for record in run.records], [50, 95])
    seconds = run.build.seconds
    return Cost(seconds, run.build.documents / seconds, float(p50), float(p95), run.peak_mib)


def _judged(scored: Sequence[Scored]) -> tuple[Floats, Flags, Flags]:
    """Confidence, answerable and right of the questions judged for being answerable."""
    rows = [(s.confidence, s.answerable, s.right) for s in scored if s.answerable is not None]
    confidence, answerable, right = zip(*rows, strict=True) if rows else ((), (), ())
    return np.asarray(confidence, float), np.asarray(answerable, bool), np.asarray(right, bool)
