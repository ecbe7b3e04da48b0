"""Grids: drawn rules that cross each other, as rows and columns of cells."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.formats.pdf.drawing import Drawing

_NEAR = 3.0
"""Points within which rules touch, and within which double rules are one."""
_OVERHANG = 6.0
"""How far rules reach beyond the outermost rules across them where an outer edge isn't drawn."""
_COVERED = 0.6
"""Share of a cell's side that a rule covers, at least, where it parts two cells."""
_MAX_CROSSINGS = 1_000_000

Place = tuple[int, int]
"""A row and a column, counted from 0."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: where it stands, and from where to where it runs."""

    at: float
    start: float
    end: float

    def crosses(self, other: Rule) -> bool:
        """Whether a rule of the other direction touches this one."""
        return (
            other.start - _NEAR <= self.at <= other.end + _NEAR
            and self.start - _NEAR <= other.at <= self.end + _NEAR
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns between rules."""

    across: tuple[float, ...]
    """Edges of the columns from left to right."""
    down: tuple[float, ...]
    """Edges of the rows from top to bottom."""
    owners: tuple[tuple[Place, ...], ...]
    """For each row and column the place of the upper left corner of the cell that covers it."""

    @property
    def box(self) -> Box:
        """Its outer edges."""
        return self.across[0], self.down[-1], self.across[-1], self.down[0]


def find_grids(drawing: Drawing) -> tuple[list[Grid], list[Box]]:
    """All grids of at least two columns, and the boxes of a single cell."""
    levels = _merge_rules(Rule((b[1] + b[3]) / 2, b[0], b[2]) for b in drawing.level)
    uprights = _merge_rules(Rule((b[0] + b[2]) / 2, b[1], b[3]) for b in drawing.upright)
    if len(levels) * len(uprights) > _MAX_CROSSINGS:
        return [], []
    grids: list[Grid] = []
    frames: list[Box] = []
    for group in _group(levels, uprights):
        if len(group[0]) == len(group[1]) == 2:
            (low, high), (left, right) = (sorted(rule.at for rule in rules) for rules in group)
            frames.append((left, low, right, high))
        elif grid := _make_grid(*group):
            grids.append(grid)
    return grids, frames


def _merge_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Rules that continue or double each other as one."""
    merged: list[Rule] = []
    ranked = sorted(rules, key=lambda rule: rule.at)
    while ranked:
        near = list(itertools.takewhile(lambda r: r.at - ranked[0].at <= _NEAR, ranked))
        del ranked[: len(near)]
        at = statistics.fmean(rule.at for rule in near)
        near.sort(key=lambda rule: rule.start)
        start, end = near[0].start, near[0].end
        for rule in near[1:]:
            if rule.start > end + _NEAR:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        merged.append(Rule(at, start, end))
    return merged


def _group(
    levels: Sequence[Rule], uprights: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together."""
    free = set(range(len(uprights)))
    left = set(range(len(levels)))
    while left:
        found_levels, found_uprights = {left.pop()}, set[int]()
        fresh = set(found_levels)
        while fresh:
            touched = {u for u in free if any(levels[n].crosses(uprights[u]) for n in fresh)}
            free -= touched
            found_uprights |= touched
            fresh = {n for n in left if any(uprights[u].crosses(levels[n]) for u in touched)}
            left -= fresh
            found_levels |= fresh
        yield [levels[n] for n in found_levels], [uprights[u] for u in found_uprights]


def _make_grid(levels: Sequence[Rule], uprights: Sequence[Rule]) -> Grid | None:
    if not levels or not uprights:
        return None
    across = _edges(uprights, levels)
    down = _edges(levels, uprights)[::-1]
    if len(across) < 3 or len(down) < 2:
        return None
    runs: list[list[tuple[int, int]]] = []
    for row in range(len(down) - 1):
        walls = [
            column
            for column in range(1, len(across) - 1)
            if _parts(uprights, across[column], down[row + 1], down[row])
        ]
        runs.append(list(itertools.pairwise([0, *walls, len(across) - 1])))
    if all(len(row) < 2 for row in runs):
        return None
    owners: list[tuple[Place, ...]] = []
    for number, run in enumerate(runs):
        owner: list[Place] = []
        for first, stop in run:
            hangs = (first, stop) in (runs[number - 1] if number else ())
            parted = not hangs or _parts(levels, down[number], across[first], across[stop])
            place = (number, first) if parted else owners[number - 1][first]
            owner += [place] * (stop - first)
        owners.append(tuple(owner))
    return Grid(tuple(across), tuple(down), tuple(owners))


def _edges(rules: Sequence[Rule], crossing: Sequence[Rule]) -> list[float]:
    """Where rules stand, and where those across them end if that is farther out."""
    edges = sorted({rule.at for rule in rules})
    first, last = min(r.start for r in crossing), max(r.end for r in crossing)
    if first < edges[0] - _OVERHANG:
        edges.insert(0, first)
    if last > edges[-1] + _OVERHANG:
        edges.append(last)
    return edges


def _parts(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Whether rules at an edge cover most of a stretch of it."""
    covered = sum(
        max(0.0, min(end, rule.end) - max(start, rule.start))
        for rule in rules
        if abs(rule.at - at) < 0.5
    )
    return covered >= _COVERED * (end - start)
