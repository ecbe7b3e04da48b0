"""Write figures as rows of text, for a terminal, a report or a Markdown file."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.evaluation.bootstrap import Estimate
from qa_bot.evaluation.scoring import LABELS, Scores
from qa_bot.evaluation.strictness import Level

Row = tuple[str, ...]


def metric_rows(scores: Scores) -> list[Row]:
    """A heading, then each metric with its interval and its number of questions."""
    rows: list[Row] = [("Metric", "Value", "95 % interval", "Questions")]
    for name, label in LABELS.items():
        if name in scores.estimates:
            found = scores.estimates[name]
            rows.append((label, f"{found.value:.4f}", format_interval(found), str(found.count)))
    return rows


def other_rows(scores: Scores) -> list[Row]:
    """A heading, then the figures that are not metrics of single questions."""
    rows: list[Row] = [("Figure", "Value")]
    if scores.refusal:
        for label, found in (
            ("Area under the risk-coverage curve", scores.refusal.aurc),
            ("Expected calibration error", scores.refusal.ece),
        ):
            rows.append((label, f"{found.value:.4f} ({format_interval(found)})"))
        rows += [row for level in scores.refusal.levels for row in _level_rows(level)]
    cost = scores.cost
    memory = "not known on Windows" if cost.peak_mib is None else f"{cost.peak_mib:.0f} MiB"
    return [
        *rows,
        ("Build", f"{cost.build_seconds:.1f} s"),
        ("Documents per second", f"{cost.documents_per_second:.1f}"),
        ("Answer, median", f"{cost.p50_ms:.1f} ms"),
        ("Answer, 95th percentile", f"{cost.p95_ms:.1f} ms"),
        ("Peak memory of the process", memory),
    ]


def _level_rows(level: Level) -> list[Row]:
    """What one strictness answers, and what of it is wrong."""
    wrong = "nothing answered"
    if level.risk is not None:
        wrong = f"{level.risk.value:.4f} ({format_interval(level.risk)})"
    coverage = f"{level.coverage.value:.4f} ({format_interval(level.coverage)})"
    name = f"Strictness {level.strictness:g} (confidence {level.least:.2f})"
    return [(f"{name}: answered", coverage), (f"{name}: answers that are wrong", wrong)]


def format_interval(found: Estimate, sign: str = "") -> str:
    """Both ends of an interval."""
    return f"{found.low:{sign}.4f} to {found.high:{sign}.4f}"


def align_rows(rows: Sequence[Row]) -> str:
    """Rows as lines: the first column flush left, the others right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0])]
            + [c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)]
        )
        for row in rows
    )


def describe_scores(scores: Scores) -> str:
    """What was asked, in one line."""
    partial = " The run was stopped early: these figures are partial." if scores.partial else ""
    return (
        f"{scores.dataset}: {scores.documents} documents, {scores.asked} questions, "
        f"model {scores.model}.{partial}"
    )
