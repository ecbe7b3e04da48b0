"""Fragments: runs of characters that stand on one line of a PDF page without a wide gap.

Boxes are as the text is read (turned as most of the page's text is): `left` and `right` grow to the
right, `bottom` and `top` grow upwards.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.formats.pdf.characters import HYPHENS, LINE_ENDS, LINE_HEIGHT, Characters
from qa_bot.reading.formats.pdf.fonts import Fonts
from qa_bot.reading.formats.pdf.runs import (
    OVER,
    SPACE,
    TOUCHING,
    WIDE_SPACE,
    Run,
    close_up,
    find_gaps,
    find_parts,
    find_raised,
    turn_texts,
    widen_spaces,
    write_texts,
)
from qa_bot.reading.formats.pdf.scripts import (
    LEVEL,
    RAISED,
    find_scripts,
    may_hold_scripts,
    write_scripts,
)
from qa_bot.reading.formats.pdf.stacked_fractions import stack_kinds
from qa_bot.reading.formats.pdf.strikes import Strikes

_WIDE_GAP = 0.9
"""Gap between two characters, in line heights, that parts fragments."""
CELL_GAP = 0.3
"""Gap, in line heights, that may part the cells of a table where they stand close."""
_SNUG_GAP = 0.25
"""Gap, in line heights, over which a run goes on although PDFium sees a line end."""
_SHIFT = 0.6
"""How far a character's middle may lie off the one before it, in line heights."""
_LEAST_SPACE = 0.2
"""Gap, in line heights, in which a space stands though PDFium sees none."""
_SIGNS_BEFORE, _DASHES = ",;:!?)–—−", "–—−"
_STEP = 0.25
"""The same after a wide gap."""
_SAME_PLACE = 0.3
"""Shift, in widths of a character, below which the same letter is drawn twice."""
_OF_SYMBOL_FONTS = "".join(map(chr, [0x88, *range(0xE000, 0xE100), *range(0xF020, 0xF100)]))
BULLETS = "•‣⁃∙·▪▫●○◦◉◯■□❏❑◆◇❖▶►▸➢➤➔→⇒✓✔✗✘★✦" + _OF_SYMBOL_FONTS
MARKER = re.compile(
    rf"(?:[{BULLETS}☐☑☒–—*-]|\(?\d{{1,3}}[.)]|\(?[A-Za-z][.)]|\(?(?:[ivx]{{1,5}}|[IVX]{{1,5}})[.)])(?=\s|$)"
)
"""What opens a list item: a bullet, a number, a letter."""

CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?(?=\s|$)")
"""The number of a clause ("3.2"), which may be a value too."""

_BARE_NUMBER = re.compile(r"\d{1,2} ")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of text; `size` is its line height."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False
    mono: bool = False
    """Its letters are all equally wide, as in code."""
    indent: float = 0.0
    """How far from `left` the text starts after a list marker or a number that may be one, or 0."""
    gaps: tuple[tuple[int, float, float], ...] = ()
    """Spaces wider than usual: where in the text, from where, to where."""
    against: bool = False
    """Whether it is read against the direction of its page."""
    opens_bold: bool = False
    """Whether its first letter is bold and its last is not."""
    is_filled_in: bool = False
    """Whether it is the value of a field of the PDF's form."""

    @property
    def middle(self) -> float:
        """The height of its middle line."""
        return (self.bottom + self.top) / 2

    @property
    def is_upright(self) -> bool:
        """False for text that runs up or down the page."""
        return len(self.text) < 4 or self.top - self.bottom < 3 * (self.right - self.left)


def find_runs(characters: Characters, walls: Sequence[Box] = ()) -> Iterator[Run]:
    """The characters of a page, cut at line ends, wide gaps and upright rules.

    Args:
        characters: of the page, in the order of its stream.
        walls: upright rules, which part the cells of tables.
    """
    boxes, codes, stacked = characters.boxes, characters.codes, characters.stacked
    edges = sorted((wall[0] + wall[2]) / 2 for wall in walls)
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
            walled = near and edges and is_walled(edges, walls, (right, y0, x0, y1))
            turned = not near and not ended and shift < 2 * height and characters.climbs(index)
            if walled or not (near or turned):
                yield run
                run = []
            elif (
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


def is_walled(edges: Sequence[float], walls: Sequence[Box], gap: Box) -> bool:
    """Whether an upright rule stands in the gap between two characters."""
    left, right = min(gap[0], gap[2]) - 1, max(gap[0], gap[2]) + 1
    at = bisect_left(edges, left)
    if at == len(edges) or edges[at] > right:
        return False
    middle = (gap[1] + gap[3]) / 2
    return any(
        left <= (wall[0] + wall[2]) / 2 <= right and wall[1] <= middle <= wall[3] for wall in walls
    )


def make_fragment(characters: Characters, run: Run, fonts: Fonts, strikes: Strikes) -> Fragment:
    """A run of characters with its text, its box and its face."""
    if run[1:2] == [SPACE] and not characters.has_backwards:
        run = close_up(characters, run)
    shown = [index for index in run if index >= 0]
    boxes = [characters.boxes[index] for index in shown]
    kinds = None
    raised = find_raised(characters, run)
    if raised:
        kinds = [RAISED if index in raised else LEVEL for index in shown]
    elif may_hold_scripts(boxes):
        kinds = find_scripts([characters.letter(index) for index in shown])
    if OVER in run:
        kinds = stack_kinds(run, characters.stacked, kinds)
    first, last = fonts.face(shown[0]), fonts.face(shown[-1])
    texts = write_texts(characters, run, strikes.find(boxes))
    if first.mono and last.mono:
        texts = widen_spaces(texts, characters, run)
    level = shown
    against = False
    if characters.has_backwards:
        text, backwards = turn_texts(texts, characters, run, kinds)
        against = backwards != characters.is_backwards
    elif kinds is None:
        text = "".join(texts)
    else:
        text = write_scripts(find_parts(texts, characters, run, kinds))
        level = [index for index, kind in zip(shown, kinds, strict=True) if kind == LEVEL] or shown
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    left, _, right, _ = zip(*boxes, strict=True)
    _, bottom, _, top = zip(*(characters.boxes[index] for index in level), strict=True)
    return Fragment(
        text,
        min(left),
        min(bottom),
        max(right),
        max(top),
        size=_line_height(characters, level),
        bold=first.bold and last.bold,
        mono=first.mono and last.mono,
        indent=0.0 if against else _indent(characters, run, text),
        gaps=() if kinds or (first.mono and last.mono) else find_gaps(texts, characters, run),
        against=against,
        opens_bold=first.bold and not last.bold,
    )


def _line_height(characters: Characters, level: Sequence[int]) -> float:
    """The height of a line of such letters; that of their boxes where the font's size is odd."""
    first, middle, last = level[0], level[len(level) // 2], level[-1]
    size = characters.letter(middle)[0]
    if abs(characters.letter(first)[0] - size) > 0.05 * size:  # small capitals
        size = sorted(characters.letter(index)[0] for index in (first, middle, last))[1]
    _, bottom, _, top = characters.boxes[middle]
    is_odd = not 0.5 * (top - bottom) < LINE_HEIGHT * size < 2 * (top - bottom)
    return max(top - bottom if is_odd else LINE_HEIGHT * size, 1.0)


def _indent(characters: Characters, run: Run, text: str) -> float:
    if not any(opening.match(text) for opening in (MARKER, CLAUSE, _BARE_NUMBER)):
        return 0.0
    boxes, side, ordered = characters.boxes, 0, run
    if characters.is_backwards:
        side, ordered = 2, run[::-1]
    start = next((place for place, index in enumerate(ordered) if index < 0), 0)
    return abs(boxes[ordered[start + 1]][side] - boxes[ordered[0]][side]) if start else 0.0
