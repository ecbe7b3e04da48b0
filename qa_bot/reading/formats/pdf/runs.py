"""Runs: the characters of a fragment by their indexes, and the text of each."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Sequence

from qa_bot.reading.formats.pdf.characters import Characters

SPACE = -1
"""Stands for a space in a run of indexes."""

Run = list[int]
"""The indexes of a fragment's characters, and `SPACE` for each space between them."""


def write_texts(characters: Characters, run: Run, struck: Sequence[bool] | None) -> list[str]:
    """The text of each character and space of a run, struck words between tildes."""
    texts = [" " if index == SPACE else characters.text(index) for index in run]
    if struck is None:
        return texts
    shown = [place for place, index in enumerate(run) if index != SPACE]
    for is_struck, group in itertools.groupby(
        zip(struck, shown, strict=True), operator.itemgetter(0)
    ):
        if is_struck:
            places = [place for _, place in group]
            first, last = places[0], places[-1]
            glued = (
                first > 0 and texts[first - 1] != " ",
                last + 1 < len(texts) and texts[last + 1] != " ",
            )
            texts[first] = f"{' ' * glued[0]}~~{texts[first]}"
            texts[last] = f"{texts[last]}~~{' ' * glued[1]}"
    return texts


def widen_spaces(texts: list[str], characters: Characters, run: Run) -> list[str]:
    """The texts of a line of code with as many spaces as there is room for."""
    for place, index in enumerate(run[1:-1], 1):
        if index == SPACE:
            before, after = characters.boxes[run[place - 1]], characters.boxes[run[place + 1]]
            width = max(before[2] - before[0], 0.1)
            texts[place] = " " * max(1, round((after[0] - before[2]) / width))
    return texts
