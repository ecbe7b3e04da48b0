"""Walls: the upright rules of a page, which part the cells of tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from qa_bot.reading.formats.pdf.boxes import Box


class Walls:
    """The upright rules of a page, by their places from left to right."""

    def __init__(self, rules: Sequence[Box]) -> None:
        self._rules = rules
        self._places = sorted((rule[0] + rule[2]) / 2 for rule in rules)

    def stand_in(self, gap: Box) -> bool:
        """Whether an upright rule stands in the gap between two characters."""
        left, right = min(gap[0], gap[2]) - 1, max(gap[0], gap[2]) + 1
        at = bisect_left(self._places, left)
        if at == len(self._places) or self._places[at] > right:
            return False
        middle = (gap[1] + gap[3]) / 2
        return any(
            left <= (rule[0] + rule[2]) / 2 <= right and rule[1] <= middle <= rule[3]
            for rule in self._rules
        )
