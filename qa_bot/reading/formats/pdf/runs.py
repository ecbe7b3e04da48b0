"""Runs: the characters of a fragment by their indexes, and the text of each."""

from __future__ import annotations

import itertools
import operator
import re
import statistics
from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.formats.pdf.characters import Characters
from qa_bot.reading.formats.pdf.directions import is_backwards, read_shown
from qa_bot.reading.formats.pdf.scripts import LEVEL, RAISED
from qa_bot.reading.superscripts import raise_text

SPACE, WIDE_SPACE, OVER = -1, -2, -3
"""Stand for a space in a run of indexes, for one wider than usual, for the line of a fraction."""

CELL_GAP = 0.3
"""Gap, in line heights, that may part the cells of a table where they stand close."""
TOUCHING = 0.12
"""Gap, in line heights, without a space between a letter and what is raised beside it."""
_FEWEST_APART, _APART = 5, 0.8
"""Letters of a run, at least, and share of them with spaces between, if they are set apart."""
_WIDER = 1.6
"""A space between words over one between letters that are set apart, at least."""
_WIDER_GAP = 1.2
"""A space that may part the cells of a table over the least one of its run, if some are wider."""
_SPREAD, _EVEN = 0.05, 1.35
"""Gap between letters, in heights, that are spread; and the most that one may be wider."""
_NARROW = 0.8
"""Width of a raised digit over that of the digit before it, at most."""
_NUMBER_ENDS = "0123456789%)"
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3} \d{3}(?!\d)")
_NUMBER_AND_WORD = re.compile(r"\d [^\W\d_]")
_CLOSING = ".,;:)”’\"'!?"

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


def close_up(characters: Characters, run: Run) -> Run:
    """A run without the spaces that PDFium sees between letters that are set apart.

    All of them may be, or those of some words. Spaces that the file holds stay; where it holds
    none, those much wider than the others do.
    """
    spaces = [place for place, index in enumerate(run) if index in (SPACE, WIDE_SPACE)]
    shown = len(run) - len(spaces)
    if shown < _FEWEST_APART or len(spaces) < _FEWEST_APART - 1:
        return run
    is_whole = len(spaces) >= _APART * (shown - 1) and all(
        characters.text(index).isalpha() for index in run if index >= 0
    )
    stretches = [spaces] if is_whole else _find_words_apart(characters, run)
    dropped = {place for inner in stretches for place in _false_spaces(characters, run, inner)}
    return [index for place, index in enumerate(run) if place not in dropped]


def _false_spaces(characters: Characters, run: Run, spaces: Sequence[int]) -> list[int]:
    made = [place for place in spaces if characters.is_generated(run[place - 1] + 1)]
    if len(made) < len(spaces):
        return made
    boxes = characters.boxes
    gaps = {p: boxes[run[p + 1]][0] - boxes[run[p - 1]][2] for p in made}
    usual = statistics.median(gaps.values())
    return [place for place, gap in gaps.items() if gap <= _WIDER * usual]


def _find_words_apart(characters: Characters, run: Run) -> Iterator[list[int]]:
    """The spaces between single letters, most of them small ones, that stand near each other."""
    bare = [-1, *run, -1]
    singles = [n for n, (a, b, c) in enumerate(zip(bare, run, bare[2:], strict=False))
               if a < 0 <= b and c < 0]  # fmt: skip
    for _, group in itertools.groupby(enumerate(singles), lambda each: each[1] - 2 * each[0]):
        places = [place for _, place in group]
        small = sum(characters.text(run[place]).islower() for place in places)
        if small < max(_FEWEST_APART, _APART * len(places)):
            continue
        boxes = [characters.boxes[run[place]] for place in places]
        near = [b[0] - a[2] < CELL_GAP * (a[3] - a[1]) for a, b in itertools.pairwise(boxes)]
        if sum(near) > len(near) / 2:
            yield [place + 1 for place in places[:-1]]


def drop_false_spaces(characters: Characters, run: Run) -> Run:
    """A run whose letters are set apart without the spaces that PDFium sees between some of them.

    They are as wide as the gaps between letters, and much less wide than the other spaces.
    """
    boxes = characters.boxes
    if len(run) < 2 or run[1] < 0 or SPACE not in run:
        return run
    first, second = boxes[run[0]], boxes[run[1]]
    if second[0] - first[2] <= _SPREAD * (first[3] - first[1]):
        return run
    between = [boxes[b][0] - boxes[a][2] for a, b in itertools.pairwise(run) if min(a, b) >= 0]
    most = _EVEN * statistics.median(between)
    spaces = [place for place, index in enumerate(run) if index in (SPACE, WIDE_SPACE)]
    gaps = {n: boxes[run[n + 1]][0] - boxes[run[n - 1]][2] for n in spaces}
    false = {
        place
        for place, gap in gaps.items()
        if gap < most and characters.is_generated(run[place - 1] + 1)
    }
    others = [gap for place, gap in gaps.items() if place not in false]
    if not false or len(others) < len(spaces) / 4 or min(others, default=0.0) < _WIDER * most:
        return run
    return [index for place, index in enumerate(run) if place not in false]


def find_gaps(
    texts: Sequence[str], characters: Characters, run: Run
) -> tuple[tuple[int, float, float], ...]:
    """The wide spaces of a run: where in its text each stands, and its left and right edge.

    Columns of numbers may stand nearer than that: where a run holds nothing else, all spaces
    count that don't part the thousands of a number.
    """
    joined = "".join(texts)
    spaces = {WIDE_SPACE}
    is_number = SPACE in run and texts[-1] in _NUMBER_ENDS and joined.upper() == joined.lower()
    if is_number and not _THOUSANDS.search(joined):
        spaces.add(SPACE)
    may_part = SPACE in run and _NUMBER_AND_WORD.search(joined)
    if spaces.isdisjoint(run) and not may_part:
        return ()
    found, least = [], float("inf")
    parted = False
    for place in [n for n, index in enumerate(run) if index in (SPACE, WIDE_SPACE)]:
        before, after = run[place - 1], run[place + 1]
        left, right = characters.boxes[before][2], characters.boxes[after][0]
        least = min(least, right - left)
        parts = may_part and _may_part(characters, before, after)
        if left < right and (run[place] in spaces or parts):
            found.append((sum(map(len, texts[:place])), left, right))
            parted = parted or bool(parts)
    is_even = SPACE in spaces or parted
    wider = [] if is_even else [gap for gap in found if gap[2] - gap[1] > _WIDER_GAP * least]
    return tuple(wider or found)


def _may_part(characters: Characters, before: int, after: int) -> bool:
    """Whether a number and a word with a space between were drawn one by one, as cells are."""
    first, second = chr(characters.codes[before]), chr(characters.codes[after])
    is_edge = first.isdigit() and second.isalpha()
    return is_edge and not characters.are_drawn_together(before, after)


def find_raised(characters: Characters, run: Run) -> set[int]:
    """The digits of a run that are raised by their signs alone: behind words, or narrow ones."""
    codes, boxes = characters.codes, characters.boxes
    found: set[int] = set()
    for far, before, index in zip([SPACE, SPACE, *run], [SPACE, *run], run, strict=False):
        if index < 0 or not 48 <= codes[index] <= 57:
            continue
        if before < 0:
            after = next((i for i in run[run.index(index) :] if not 48 <= codes[i] <= 57), SPACE)
            likely = index == run[0] and after >= 0 and chr(codes[after]).isalpha()
        elif 48 <= codes[before] <= 57:
            width = boxes[before][2] - boxes[before][0]
            likely = before in found or boxes[index][2] - boxes[index][0] < _NARROW * width
        else:
            sign = chr(codes[before])
            likely = sign.isalpha() or (far >= 0 and sign in _CLOSING and codes[far] > 57)
        if likely and characters.is_raised(index):
            found.add(index)
    return found


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


def turn_texts(
    texts: Sequence[str], characters: Characters, run: Run, kinds: Sequence[int] | None
) -> tuple[str, bool]:
    """The text of a run from left to right as it is read, and whether it is from the right."""
    kind_of = iter(kinds or ())
    written = [
        raise_text(text)
        if index >= 0 and next(kind_of, LEVEL) == RAISED and text.isascii()
        else text
        for index, text in zip(run, texts, strict=True)
    ]
    backwards = is_backwards("".join(texts), characters.is_backwards)
    return read_shown(written, backwards), backwards
