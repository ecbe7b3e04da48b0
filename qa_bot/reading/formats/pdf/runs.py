"""Runs: the characters of a fragment by their indexes, and the text of each."""

from __future__ import annotations

import itertools
import operator
import unicodedata
from collections.abc import Sequence

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.formats.pdf.characters import Characters
from qa_bot.reading.formats.pdf.scripts import LEVEL

SPACE, WIDE_SPACE, OVER = -1, -2, -3
"""Stand for a space in a run of indexes, for one wider than usual, for the line of a fraction."""

TOUCHING = 0.12
"""Gap, in line heights, without a space between a letter and what is raised beside it."""
_FIRST_RIGHT_TO_LEFT = "\u0590"
_RIGHT_TO_LEFT = ("R", "AL", "NSM")

Run = list[int]
"""The indexes of a fragment's characters, and what stands between them."""


def write_texts(characters: Characters, run: Run, struck: Sequence[bool] | None) -> list[str]:
    """The text of each character and space of a run, struck words between tildes."""
    texts = [
        characters.text(index) if index >= 0 else "/" if index == OVER else " " for index in run
    ]
    if struck is None:
        return texts
    shown = [place for place, index in enumerate(run) if index >= 0]
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
        if index in (SPACE, WIDE_SPACE):
            before, after = characters.boxes[run[place - 1]], characters.boxes[run[place + 1]]
            width = max(before[2] - before[0], 0.1)
            texts[place] = " " * max(1, round((after[0] - before[2]) / width))
    return texts


def find_gaps(
    texts: Sequence[str], characters: Characters, run: Run
) -> tuple[tuple[int, float, float], ...]:
    """The wide spaces of a run: where in its text each stands, and its left and right edge."""
    found, length = [], 0
    for place, (index, text) in enumerate(zip(run, texts, strict=True)):
        if index == WIDE_SPACE:
            left, right = characters.boxes[run[place - 1]][2], characters.boxes[run[place + 1]][0]
            if left < right:
                found.append((length, left, right))
        length += len(text)
    return tuple(found)


def find_parts(
    texts: Sequence[str], characters: Characters, run: Run, kinds: Sequence[int]
) -> list[tuple[str, int]]:
    """The stretches of a run that are level, raised or lowered."""
    letters: list[tuple[str, int]] = []
    kind_of = iter(kinds)
    spaced = False
    before = SPACE
    for index, text in zip(run, texts, strict=True):
        if index == OVER:
            letters.append((text, LEVEL))
            continue
        if index < 0:
            spaced = True
            continue
        kind = next(kind_of)
        turns = before != SPACE and kind != letters[-1][1]
        if spaced and not (turns and _touch(characters.boxes[before], characters.boxes[index])):
            letters.append((" ", letters[-1][1]))
        letters.append((text, kind))
        before, spaced = index, False
    groups = itertools.groupby(letters, key=operator.itemgetter(1))
    return [("".join(text for text, _ in group), kind) for kind, group in groups]


def _touch(before: Box, box: Box) -> bool:
    height = max(before[3] - before[1], box[3] - box[1])
    return box[0] - before[2] <= TOUCHING * height


def join_texts(texts: Sequence[str], characters: Characters, run: Run) -> str:
    """The text of a run, right-to-left characters of one glyph in the order of reading.

    PDFium reverses right-to-left text into reading order one character at a time; where one glyph
    stands for several, that turns them round.
    """
    if all(text < _FIRST_RIGHT_TO_LEFT for text in texts):
        return "".join(texts)
    mended: list[tuple[str, Box | None]] = []
    for text, index in zip(texts, run, strict=True):
        box = None if index < 0 else characters.boxes[index]
        place = len(mended)
        if unicodedata.bidirectional(text[:1]) in _RIGHT_TO_LEFT:
            while place and box == mended[place - 1][1]:
                place -= 1
        mended.insert(place, (text, box))
    return "".join(text for text, _ in mended)
