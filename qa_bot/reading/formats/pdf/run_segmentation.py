"""Run segmentation: the characters of a page cut into runs at line ends, gaps and rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.formats.pdf.characters import HYPHENS, LINE_ENDS, Characters
from qa_bot.reading.formats.pdf.runs import CELL_GAP, OVER, SPACE, TOUCHING, WIDE_SPACE, Run
from qa_bot.reading.formats.pdf.walls import Walls

_WIDE_GAP = 0.9
"""Gap between two characters, in line heights, that parts fragments."""
_SNUG_GAP = 0.25
"""Gap, in line heights, over which a run goes on although PDFium sees a line end."""
_SHIFT = 0.6
"""How far a character's middle may lie off the one before it, in line heights."""
_STEP = 0.25
"""The same after a wide gap."""
_LEAST_SPACE = 0.2
"""Gap, in line heights, in which a space stands though PDFium sees none."""
_SIGNS_BEFORE, _DASHES = ",;:!?)–—−", "–—−"
_APART = 1.3
"""How far an index may stand below an exponent, in heights of the larger one."""
_BESIDE, _REACH, _LARGER = 0.4, 0.15, 1.2
"""Of an index below an exponent, in its heights: how far it may start off the end of the letter
before both, how far it reaches along it at least; how high that letter is at least."""
_SAME_PLACE = 0.3
"""Shift, in widths of a character, below which the same letter is drawn twice."""


def find_runs(characters: Characters, walls: Sequence[Box] = ()) -> Iterator[Run]:
    """The characters of a page, cut at line ends, wide gaps and upright rules.

    Args:
        characters: of the page, in the order of its stream.
        walls: upright rules, which part the cells of tables.
    """
    boxes, codes, stacked = characters.boxes, characters.codes, characters.stacked
    parted = Walls(walls) if walls else None
    run: Run = []
    before = SPACE
    ended = spaced = False
    left = bottom = right = top = 0.0
    for index, code in enumerate(codes):
        if code <= 32 and code != 2:
            ended = ended or code in LINE_ENDS
            spaced = spaced or code in (9, 32)
            continue
        x0, y0, x1, y1 = boxes[index]
        if index in stacked:
            y0, y1, is_below = _settle(boxes[index], stacked[index])
            run += [OVER] * is_below
            x0 = right if is_below else x0
            ended, spaced = ended and not is_below, spaced and not is_below
        if before >= 0:
            height = max(top - bottom, y1 - y0, 1.0)
            gap = max(x0 - right, left - x1)
            shift = abs(y0 + y1 - bottom - top) / 2
            near = _are_near(gap / height, shift / height, ended)
            if near and code == codes[before] and 0 < abs(x0 - left) < _SAME_PLACE * (x1 - x0):
                continue
            walled = near and parted and parted.stand_in((right, y0, x0, y1))
            turned = not near and not ended and shift < 2 * height and characters.climbs(index)
            apart = shift / height
            beside = not near and apart < _APART and _is_beside_script(boxes, run, boxes[index])
            x1 = max(right, x1) if beside else x1
            if walled or not (near or turned or beside):
                yield run
                run = []
            elif not beside and (
                spaced
                or (ended and gap > TOUCHING * height)
                or (gap > _LEAST_SPACE * height and _are_apart(codes[before], code))
            ):
                run.append(_space(gap / height))
        run.append(index)
        before, ended, spaced = index, False, False
        left, bottom, right, top = x0, y0, x1, y1
        if code in HYPHENS and characters.is_line_end_hyphen(index):
            yield run
            run, before = [], SPACE
    if run:
        yield run


def _is_beside_script(boxes: Sequence[Box], run: Run, box: Box) -> bool:
    """Whether a small character stands above or below the small ones before it, as in x_i^2.

    They start at the same place, behind a letter that is higher than they are.
    """
    height = box[3] - box[1]
    place = next(
        (n for n, index in enumerate(reversed(run)) if index < 0 or _is_higher(boxes[index], box)),
        None,
    )
    if not place or run[-1 - place] < 0:
        return False
    letter, first = boxes[run[-1 - place]], boxes[run[-place]]
    middle, off = (letter[1] + letter[3]) / 2, (box[1] + box[3]) / 2
    apart = abs(off - (first[1] + first[3]) / 2)
    return (
        abs(box[0] - letter[2]) < _BESIDE * height
        and min(letter[3], box[3]) - max(letter[1], box[1]) > _REACH * height
        and (off > middle) != ((first[1] + first[3]) / 2 > middle)
        and apart > _SHIFT * height
    )


def _is_higher(box: Box, script: Box) -> bool:
    return box[3] - box[1] > _LARGER * (script[3] - script[1])


def _settle(box: Box, place: tuple[float, bool]) -> tuple[float, float, bool]:
    """A digit of a stacked fraction: bottom and top as if on its line, whether it opens a half."""
    axis, is_below = place
    half = (box[3] - box[1]) / 2
    return axis - half, axis + half, is_below


def _are_apart(before: int, code: int) -> bool:
    """Whether a gap between two characters is a space: of a sign or a number and a word."""
    first, second = chr(before), chr(code)
    if second.isalpha():
        return first.isdigit() or first in _SIGNS_BEFORE
    return first.isalpha() and second in _DASHES


def _space(gap: float) -> int:
    return WIDE_SPACE if gap > CELL_GAP else SPACE


def _are_near(gap: float, shift: float, ended: bool) -> bool:
    """Whether a character goes on with the one before it; gap and shift in line heights."""
    if gap > (_SNUG_GAP if ended else _WIDE_GAP):
        return False
    return shift <= (_SHIFT if gap <= CELL_GAP else _STEP)
