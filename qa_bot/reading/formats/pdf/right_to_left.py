"""Pages with right-to-left text: their letters put in order by place, and such pages mirrored.

Files hold the letters of such lines in either order and cut into pieces, so that only their places
tell how they follow each other. A page that is read from the right is mirrored once its lines are
texts: its columns, indents and tables are then found as on any other page.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.reading.formats.pdf.boxes import Box, unite
from qa_bot.reading.formats.pdf.characters import Characters
from qa_bot.reading.formats.pdf.directions import is_backward_letter, is_mark
from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.runs import OVER, SPACE, Run
from qa_bot.reading.formats.pdf.walls import Walls

_FIRST = 0x590
"""The first character of the scripts that are read from the right."""
_FAR = 0.7
"""Gap between two pieces of a line, or overlap, in line heights, that parts them."""
_STEP = 0.4
"""How far the feet of the letters of a line may differ, in line heights."""
_SPACE = 0.18
"""Gap between two letters, in line heights, in which a space stands."""


def settle_letters(characters: Characters) -> Characters:
    """The characters of a page, letters of such scripts as high as their line.

    PDFium gives the bounds of their ink for some of them.
    """
    codes = characters.codes
    if max(codes, default=0) < _FIRST:
        return characters
    letters = [index for index, code in enumerate(codes) if is_backward_letter(code)]
    if not letters:
        return characters
    boxes = list(characters.boxes)
    for index in letters:
        boxes[index] = characters.line_box(index)
    others = sum(chr(code).isalpha() for code in codes) - len(letters)
    return replace(characters, boxes=boxes, has_backwards=True, is_backwards=len(letters) >= others)


def order_runs(runs: Sequence[Run], characters: Characters, walls: Sequence[Box]) -> list[Run]:
    """The runs of a page with such text, those in it whole and from left to right.

    Args:
        runs: as the file holds them.
        characters: of the page.
        walls: upright rules, which part the cells of tables.
    """
    parted = Walls(walls)
    marks, pieces = _part_marks(runs, characters)
    pieces.sort(key=lambda piece: -piece.foot)
    rows: list[list[_Piece]] = []
    for piece in pieces:
        if not rows or rows[-1][0].foot - piece.foot > _STEP * piece.height:
            rows.append([])
        rows[-1].append(piece)
    joined: list[_Piece] = []
    for row in rows:
        row.sort(key=lambda piece: piece.box[0])
        for n, piece in enumerate(row):
            if n and _go_together(joined[-1], piece, parted):
                joined[-1] = joined[-1].join(piece)
            else:
                joined.append(piece)
    for mark in marks:
        _place_mark(mark, joined, characters)
    return [piece.order(characters) for piece in joined]


@dataclass(slots=True)
class _Piece:
    """A part of a line, and whether its letters are to be put in order."""

    run: Run
    box: Box
    foot: float
    backwards: bool

    @property
    def height(self) -> float:
        """The height of its letters."""
        return self.box[3] - self.box[1]

    def join(self, other: _Piece) -> _Piece:
        """Both as one."""
        box = unite((self.box, other.box))
        return _Piece([*self.run, *other.run], box, self.foot, True)

    def order(self, characters: Characters) -> Run:
        """Its letters from left to right, each with its marks, and the spaces between them."""
        if not self.backwards or OVER in self.run:
            return self.run
        boxes = characters.boxes
        clusters: list[Run] = []
        for index in self.run:
            if index >= 0 and clusters and is_mark(characters.codes[index]):
                clusters[-1].append(index)
            elif index >= 0:
                clusters.append([index])
        ordered = sorted(clusters, key=lambda cluster: _centre(boxes[cluster[0]]))
        run: Run = []
        before = boxes[ordered[0][0]]
        for cluster in ordered:
            box = boxes[cluster[0]]
            height = min(before[3] - before[1], box[3] - box[1])
            run += [SPACE] * (box[0] - before[2] > _SPACE * height) + cluster
            before = box
        return run


def _part_marks(runs: Sequence[Run], characters: Characters) -> tuple[list[int], list[_Piece]]:
    """The marks above and below letters, and what else the runs hold."""
    codes = characters.codes
    marks: list[int] = []
    pieces: list[_Piece] = []
    for run in runs:
        own = [index for index in run if index >= 0 and is_mark(codes[index])]
        marks += own
        rest = [index for index in run if index not in own] if own else run
        shown = [index for index in rest if index >= 0]
        if shown:
            own = [index for index in shown if is_backward_letter(codes[index])]
            if own and characters.boxes[own[0]][0] < characters.boxes[own[-1]][0]:
                rest = rest[::-1]  # so that letters of one glyph follow each other as shown
            box = unite([characters.boxes[index] for index in shown])
            foot = characters.letter(shown[0])[1]
            pieces.append(_Piece(rest, box, foot, bool(own) or characters.is_backwards))
    return marks, pieces


def _go_together(piece: _Piece, after: _Piece, walls: Walls) -> bool:
    """Whether two pieces of a line stand beside each other, one of them of such a script."""
    gap = (after.box[0] - piece.box[2]) / max(piece.height, after.height)
    if not (piece.backwards or after.backwards) or abs(gap) > _FAR:
        return False
    between = piece.box[2], after.box[1], after.box[0], after.box[3]
    return not walls.stand_in(between)


def _place_mark(mark: int, pieces: Sequence[_Piece], characters: Characters) -> None:
    """Put a mark behind the letter that stands nearest to it."""
    x, y = _centre(characters.boxes[mark]), characters.letter(mark)[1]
    boxes = characters.boxes

    def away(index: int) -> float:
        return max(boxes[index][0] - x, x - boxes[index][2], 0.0) + abs(_centre(boxes[index]) - x)

    letters: list[int] = []
    for piece in sorted(pieces, key=lambda piece: abs(piece.foot - y)):
        if not letters and piece.box[0] - piece.height <= x <= piece.box[2] + piece.height:
            run = piece.run
            letters = [i for i in run if i >= 0 and _is_letter(characters.codes[i])]
    if mark + 1 in letters and boxes[mark + 1] == boxes[mark]:
        letters = [mark + 1]  # of one glyph, which PDFium turns round as a whole
    if letters:
        place = run.index(min(letters, key=away)) + 1
        while place < len(run) and run[place] >= 0 and is_mark(characters.codes[run[place]]):
            place += 1
        run.insert(place, mark)


def _is_letter(code: int) -> bool:
    return is_backward_letter(code) and not is_mark(code)


def mirror(
    fragments: Sequence[Fragment], drawing: Drawing, width: float
) -> tuple[list[Fragment], Drawing]:
    """A page as it looks in a mirror."""
    turned = [replace(f, left=width - f.right, right=width - f.left, gaps=()) for f in fragments]
    flip = functools.partial(_flip, width=width)
    return turned, replace(
        drawing,
        level=list(map(flip, drawing.level)),
        upright=list(map(flip, drawing.upright)),
        areas=list(map(flip, drawing.areas)),
        pictures=list(map(flip, drawing.pictures)),
        dots=list(map(flip, drawing.dots)),
    )


def _flip(box: Box, width: float) -> Box:
    return width - box[2], box[1], width - box[0], box[3]


def _centre(box: Box) -> float:
    return (box[0] + box[2]) / 2
