"""Words that are struck out: a rule runs through the middle of their letters."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from qa_bot.reading.formats.pdf.boxes import Box

_THROUGH = (0.28, 0.68)
"""Where a rule through a letter lies, in its heights above its bottom."""
_OVERHANG = 0.5
"""How far the rule may reach beyond the words, in line heights: dividers reach further."""


class Strikes:
    """The level rules of a page, by their height."""

    def __init__(self, rules: Sequence[Box]) -> None:
        self._rules = sorted(rules, key=lambda rule: rule[1] + rule[3])
        self._heights = [(rule[1] + rule[3]) / 2 for rule in self._rules]

    def find(self, boxes: Sequence[Box]) -> list[bool] | None:
        """For each character of a run whether it is struck; None where none is."""
        through = self._rules_through(boxes)
        found = [_is_struck(box, through) for box in boxes] if through else []
        return found if any(found) else None

    def _rules_through(self, boxes: Sequence[Box]) -> list[Box]:
        bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
        first, last = bisect_left(self._heights, bottom), bisect_left(self._heights, top)
        if first == last:
            return []
        beyond = _OVERHANG * (top - bottom)
        left, right = min(box[0] for box in boxes) - beyond, max(box[2] for box in boxes) + beyond
        return [r for r in self._rules[first:last] if left <= r[0] and r[2] <= right]


def _is_struck(box: Box, rules: Sequence[Box]) -> bool:
    middle, height = (box[0] + box[2]) / 2, box[3] - box[1]
    low, high = (box[1] + share * height for share in _THROUGH)
    return any(r[0] <= middle <= r[2] and low <= (r[1] + r[3]) / 2 <= high for r in rules)
