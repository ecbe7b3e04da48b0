"""Fitting: groups come in, the likeliest model and its figures on sets left out go out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from confidence_fitting.groups import Group, Rows
from qa_bot.answering.confidence import Features, Model, apply_model

STRICTNESS = (1.5, 2.0, 3.0, 4.0, 5.0, 10.0, 20.0, 50.0)
PRIOR = 1e-4
"""Weight of a normal prior, which keeps the numbers finite."""
STARTS = ((0.0, 0.5, -3.0, 8.0, 3.0), (1.0, 0.3, -6.0, 15.0, 2.0), (0.0, 0.3, -2.0, 3.0, 6.0))
FITTED = ("squad2", "newwiki", "selqa", "small")


def fit_and_judge(groups: Sequence[Group]) -> None:
    """Print the model, and its figures on sets that were left out of the fit."""
    fit = [group for group in groups if group.name.split()[0] in FITTED]
    judge = [group for group in groups if group.name.split()[0] not in FITTED]
    model = fit_model(fit)
    print("coefficients:", model)
    for left in FITTED:
        others = [group for group in fit if group.name.split()[0] != left]
        own = [group for group in fit if group.name.split()[0] == left]
        report(f"{left}, left out", fit_model(others), own)
    for name in dict.fromkeys(group.name.split()[0] for group in judge):
        report(name, model, [group for group in judge if group.name.split()[0] == name])
    print_thresholds(model, fit, judge)


def fit_model(groups: Sequence[Group]) -> Model:
    """The likeliest model; answerable questions and the others count the same in all."""
    rows = np.concatenate([group.rows for group in groups])
    answerable = np.concatenate([group.answerable for group in groups])
    weights = np.concatenate([group.weights for group in groups])
    for value in (True, False):
        weights[answerable == value] /= weights[answerable == value].sum()

    def loss(values: Rows) -> float:
        chance = np.clip(confidence(as_model(values), rows), 1e-6, 1 - 1e-6)
        likelihood = np.where(answerable, np.log(chance), np.log(1 - chance))
        return float(-(weights * likelihood).sum() + PRIOR * (values**2).sum())

    fits = [minimize(loss, start, method="L-BFGS-B") for start in STARTS]
    return as_model(min(fits, key=lambda found: found.fun).x)


def as_model(values: Rows) -> Model:
    """Five numbers as a model."""
    constant, weight, *topic = (float(value) for value in values)
    return Model((constant, weight), (topic[0], topic[1], topic[2]))


def confidence(model: Model, rows: Rows) -> Rows:
    """The confidence of every question."""
    return np.array([apply_model(model, Features(*row)) for row in rows])


def report(name: str, model: Model, groups: Sequence[Group]) -> None:
    """AUROC, calibration error, and what is refused where nine in ten answerable are answered."""
    found = np.concatenate([confidence(model, group.rows) for group in groups])
    answerable = np.concatenate([group.answerable for group in groups])
    least = np.quantile(found[answerable], 0.1)
    parts = ", ".join(
        f"{g.name}: {(confidence(model, g.rows)[~g.answerable] < least).mean():.3f} refused"
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
        found = np.concatenate([confidence(model, group.rows) for group in groups])
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
