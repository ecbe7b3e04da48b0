"""Fractions whose parts stand above each other, with a rule between them: read as "3/4"."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.formats.pdf.characters import Characters
from qa_bot.reading.formats.pdf.scripts import LEVEL, LOWERED, RAISED

_LONGEST = 40.0
"""Width of the rule in points, at most."""
_MOST = 200
"""Short rules of a page, at most: one with more holds a drawing."""
_HIGH = 1.2
"""How far a digit's middle may stand off the rule, in its heights."""
_NEAR, _LEVEL = 1.0, 0.35
"""How far the letter before or after a fraction may stand off the rule, in its heights."""

Stacked = dict[int, tuple[float, bool]]
"""By the index of a digit the height of the rule, and whether it is the first below it."""


def find_stacked(characters: Characters, rules: Sequence[Box]) -> Stacked:
    """The digits of the stacked fractions in lines of text.

    Args:
        characters: of a page.
        rules: its level rules.
    """
    short = [rule for rule in rules if rule[2] - rule[0] <= _LONGEST]
    if not 0 < len(short) <= _MOST:
        return {}
    digits = [n for n, code in enumerate(characters.codes) if 48 <= code <= 57]
    found: Stacked = {}
    for rule in short:
        above, below = _beside(rule, digits, characters)
        if above and below and _is_inline(rule, above[0], below[-1], characters):
            axis = (rule[1] + rule[3]) / 2
            found |= {index: (axis, index == below[0]) for index in (*above, *below)}
    return found


def _beside(
    rule: Box, digits: Sequence[int], characters: Characters
) -> tuple[list[int], list[int]]:
    """The digits above and below a rule; none where they don't follow each other."""
    axis = (rule[1] + rule[3]) / 2
    above: list[int] = []
    below: list[int] = []
    for index in digits:
        left, bottom, right, top = characters.boxes[index]
        away = (bottom + top) / 2 - axis
        if rule[0] - 2 < (left + right) / 2 < rule[2] + 2 and abs(away) < _HIGH * (top - bottom):
            (above if away > 0 else below).append(index)
    indexes = above + below
    shown = (
        [n for n in range(indexes[0], indexes[-1] + 1) if characters.codes[n] > 32]
        if indexes
        else []
    )
    return (above, below) if shown == indexes else ([], [])


def _is_inline(rule: Box, first: int, last: int, characters: Characters) -> bool:
    """Whether a letter stands beside the rule, at its height."""
    codes, axis = characters.codes, (rule[1] + rule[3]) / 2
    before = next((n for n in range(first - 1, -1, -1) if codes[n] > 32), None)
    after = next((n for n in range(last + 1, len(codes)) if codes[n] > 32), None)
    for index in (before, after):
        if index is not None:
            left, bottom, right, top = characters.boxes[index]
            height = top - bottom
            near = rule[0] - right < _NEAR * height and left - rule[2] < _NEAR * height
            if near and abs((bottom + top) / 2 - axis) < _LEVEL * height:
                return True
    return False


def stack_kinds(run: Sequence[int], stacked: Stacked, kinds: Sequence[int] | None) -> list[int]:
    """For each character of a run whether it is raised, lowered or level, fractions set right."""
    shown = [index for index in run if index >= 0]
    below = False
    found: list[int] = []
    for index, kind in zip(shown, kinds or [LEVEL] * len(shown), strict=True):
        if index in stacked:
            below = stacked[index][1] or (below and bool(found) and found[-1] == LOWERED)
            kind = LOWERED if below else RAISED
        found.append(kind)
    return found
