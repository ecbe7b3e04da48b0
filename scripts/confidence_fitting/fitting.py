"""Fitting: groups come in, the likeliest model and its figures on sets left out go out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from confidence_fitting.groups import Group
from qa_bot.answering.confidence import Model
from qa_bot.evaluation.fitting import fit_model, fit_topic, model_confidence

STRICTNESS = (1.5, 2.0, 3.0, 4.0, 5.0, 10.0, 20.0, 50.0)
FITTED = ("squad2", "newwiki", "selqa", "small")


def fit_and_judge(groups: Sequence[Group]) -> None:
    """Print the model, and its figures on sets that were left out of the fit."""
    fit = [group for group in groups if group.name.split()[0] in FITTED]
    judge = [group for group in groups if group.name.split()[0] not in FITTED]
    model = fit_groups(fit)
    print("coefficients:", model)
    for left in FITTED:
        others = [group for group in fit if group.name.split()[0] != left]
        own = [group for group in fit if group.name.split()[0] == left]
        report(f"{left}, left out", fit_groups(others), own)
    for name in dict.fromkeys(group.name.split()[0] for group in judge):
        report(name, model, [group for group in judge if group.name.split()[0] == name])
    print_thresholds(model, fit, judge)


def fit_groups(groups: Sequence[Group]) -> Model:
    """The likeliest model; answerable questions and the others count the same in all."""
    rows = np.concatenate([group.rows for group in groups])
    answerable = np.concatenate([group.answerable for group in groups])
    weights = np.concatenate([group.weights for group in groups])
    if np.isnan(rows[:, 0]).all():  # no reader
        return fit_topic(np.nan_to_num(rows), answerable, weights)
    return fit_model(rows, answerable, weights)


def report(name: str, model: Model, groups: Sequence[Group]) -> None:
    """AUROC, calibration error, and what is refused where nine in ten answerable are answered."""
    found = np.concatenate([model_confidence(model, group.rows) for group in groups])
    answerable = np.concatenate([group.answerable for group in groups])
    least = np.quantile(found[answerable], 0.1)
    parts = ", ".join(
        f"{g.name}: {(model_confidence(model, g.rows)[~g.answerable] < least).mean():.3f} refused"
        for g in groups
        if (~g.answerable).any()
    )
    places = np.minimum((found * 10).astype(int), 9)
    error = sum(
        abs(found[places == i].sum() - answerable[places == i].sum()) for i in range(10)
    ) / len(found)
    print(
        f"{name}: AUROC {roc_auc_score(answerable, found):.3f}, ECE {error:.3f}, "
        f"at {least:.2f} (90 % answered) {parts}",
        flush=True,
    )


def print_thresholds(model: Model, fit: Sequence[Group], judge: Sequence[Group]) -> None:
    """The least confidence for every strictness; half of the questions count as unanswerable."""
    for name, groups in (("fitted", fit), ("judged", judge)):
        found = np.concatenate([model_confidence(model, group.rows) for group in groups])
        answerable = np.concatenate([group.answerable for group in groups])
        grid = np.linspace(0.02, 0.98, 193)
        wrong = np.array([(found[~answerable] >= t).mean() for t in grid])
        right = np.array([(found[answerable] >= t).mean() for t in grid])
        risk = wrong / np.maximum(wrong + right, 1e-9)
        print(f"{name}: strictness, least confidence, answered, refused")
        for strictness in STRICTNESS:
            enough = np.flatnonzero(risk <= 1 / strictness)
            place = int(enough[0]) if len(enough) else len(grid) - 1
            print(
                f"  {strictness:4.1f} {grid[place]:.2f} {right[place]:.3f} {1 - wrong[place]:.3f}"
            )
