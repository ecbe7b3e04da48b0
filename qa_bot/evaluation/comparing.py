"""Compare two result files: the difference of every metric, with its interval.

Both runs answered the same questions, so the bootstrap is paired: a resample draws questions and
takes both values of each. A difference is called significant when its 95 % interval leaves out 0;
each metric is tested on its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ValidationError

from qa_bot.errors import DatasetError
from qa_bot.evaluation.bootstrap import Estimate, estimate, estimate_mean
from qa_bot.evaluation.refusal import auroc
from qa_bot.evaluation.scoring import LABELS
from qa_bot.evaluation.tables import Row, format_interval


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric of two results over their common questions; `change` is second − first."""

    metric: str
    first: float
    second: float
    change: Estimate

    @property
    def is_significant(self) -> bool:
        """Whether the interval of the change leaves out 0."""
        return not self.change.low <= 0 <= self.change.high


class _Question(BaseModel):
    metrics: dict[str, float]
    confidence: float
    answerable: bool | None


class Result(BaseModel):
    """What a comparison reads of a file that `qa-bot eval --json` wrote."""

    dataset: str
    questions: dict[str, _Question]


def load_result(path: Path) -> Result:
    """Read a result file.

    Raises:
        DatasetError: it can't be read or is not a result.
    """
    try:
        return Result.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DatasetError(f"{path} can't be read ({error.strerror}); check the name") from error
    except ValidationError as error:
        raise DatasetError(
            f"{path} is not a result; write one with: qa-bot eval DATASET_DIR --json {path}"
        ) from error


def compare_results(first: Result, second: Result) -> list[Difference]:
    """Every metric that both have, over the questions that both have it for.

    Raises:
        DatasetError: the results have no question in common.
    """
    common = [i for i in first.questions if i in second.questions]
    pairs = [(first.questions[i], second.questions[i]) for i in common]
    if not pairs:
        raise DatasetError(
            f"the results, of {first.dataset} and {second.dataset}, have no question in common; "
            "compare two runs of one data set"
        )
    found = []
    for name in LABELS:
        both = [
            (a.metrics[name], b.metrics[name])
            for a, b in pairs
            if name in a.metrics and name in b.metrics
        ]
        if both:
            a, b = np.asarray(both).T
            found.append(Difference(name, a.mean(), b.mean(), estimate_mean(b - a)))
    return found + _compare_auroc(pairs)


def _compare_auroc(pairs: list[tuple[_Question, _Question]]) -> list[Difference]:
    judged = [
        (a.confidence, b.confidence, a.answerable)
        for a, b in pairs
        if a.answerable is not None and a.answerable == b.answerable
    ]
    if len({answerable for _, _, answerable in judged}) < 2:
        return []
    a, b, positive = (np.asarray(column) for column in zip(*judged, strict=True))
    change = estimate(
        lambda draws: np.array(
            [auroc(b[d], positive[d]) - auroc(a[d], positive[d]) for d in draws]
        ),
        len(positive),
    )
    return [Difference("auroc", auroc(a, positive), auroc(b, positive), change)]


def difference_rows(found: list[Difference]) -> list[Row]:
    """A heading, then each difference as a row of text."""
    rows: list[Row] = [("Metric", "A", "B", "B − A", "95 % interval", "Questions", "Significant")]
    for difference in found:
        rows.append(
            (
                LABELS[difference.metric],
                f"{difference.first:.4f}",
                f"{difference.second:.4f}",
                f"{difference.change.value:+.4f}",
                format_interval(difference.change, "+"),
                str(difference.change.count),
                "yes" if difference.is_significant else "no",
            )
        )
    return rows
