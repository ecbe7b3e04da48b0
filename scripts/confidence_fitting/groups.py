"""Groups: questions asked in one way, as rows of features, and the file that keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MISLEADING = 4.0
"""Weight of the questions that people wrote to mislead, of which there are two groups of ten."""
Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """Questions asked in one way: their features, and which the documents answer."""

    name: str
    rows: Rows
    answerable: NDArray[np.bool_]

    @property
    def weights(self) -> Rows:
        """How much each question counts in the fit."""
        group = MISLEADING if self.name.endswith("misleading") else 1.0
        return np.full(len(self.answerable), group / len(self.answerable))


def save_groups(path: Path, groups: Sequence[Group]) -> None:
    """Write the features, answerable or not in the last column."""
    arrays = {group.name: np.column_stack([group.rows, group.answerable]) for group in groups}
    np.savez(path, **arrays)


def load_groups(path: Path) -> list[Group]:
    """What `save_groups` wrote."""
    with np.load(path) as kept:
        return [Group(name, kept[name][:, :-1], kept[name][:, -1] > 0) for name in kept.files]
