"""What is drawn on a PDF page beside its text: rules, coloured areas and pictures.

Rules part the cells of tables, strike words out and stand above footnotes; coloured areas mark
sidebars and headers. Text that is drawn without ink, or in white on white, is named here too.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as raw

from qa_bot.reading.formats.pdf.boxes import Box, overlap, turn_box

_MAX_OBJECTS = 20_000
_MAX_PATHS = 6_000
"""Paths of a page that are looked at: a page with more is a map or a plot."""
_MAX_SEGMENTS = 2_000
_MAX_DEPTH = 4
_THIN = 3.5
"""Thickness of a rule, at most, in points."""
_SHORTEST = 3.0
_DOT = (1.5, 6.5)
"""Least and most side of a shape that may be a bullet, in points."""
_CORNERS = 5
"""Points of a closed box without round corners."""
_CORNER = 12.0
"""Radius of a box's round corners, at most, in points."""
_ROUND = 0.7
"""Its shorter side over its longer one, at least."""
_WHITE = 250
"""Least value of each colour that can't be told from paper."""
_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


@dataclass(slots=True)
class Drawing:
    """Boxes in the coordinates of the page's text; rules are boxes without much thickness."""

    level: list[Box] = field(default_factory=list)
    """Rules that run along the lines of text."""
    upright: list[Box] = field(default_factory=list)
    """Rules that run across them."""
    areas: list[Box] = field(default_factory=list)
    """Coloured rectangles, in the order of drawing."""
    colours: list[int] = field(default_factory=list)
    """Their colours, as numbers."""
    pictures: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    """Small shapes that are about as high as wide."""
    without_ink: list[tuple[int, Box]] = field(default_factory=list)
    """Addresses and boxes of text objects that leave no mark."""
    white: list[tuple[int, Box]] = field(default_factory=list)
    """The same of those in white."""

    def turned(self, turn: int, bounds: Box) -> Drawing:
        """The same for a page whose text is turned."""
        rules = [turn_box(box, turn, bounds) for box in (*self.level, *self.upright)]
        return Drawing(
            [box for box in rules if _is_level(box)],
            [box for box in rules if not _is_level(box)],
            [turn_box(box, turn, bounds) for box in self.areas],
            self.colours,
            [turn_box(box, turn, bounds) for box in self.pictures],
            [turn_box(box, turn, bounds) for box in self.dots],
        )

    def unseen(self) -> set[int]:
        """Addresses of the text objects that nobody sees.

        Text without ink over a picture is what a scanner recognised in it, and stays.
        """
        backgrounds = [*self.areas, *self.pictures]
        found = {a for a, box in self.without_ink if not _lies_in(box, self.pictures)}
        return found | {a for a, box in self.white if not _lies_in(box, backgrounds)}


def read_drawing(page: raw.FPDF_PAGE) -> Drawing:
    """Look at the objects of an open page."""
    drawing = Drawing()
    left = [_MAX_OBJECTS, _MAX_PATHS]
    count = raw.FPDFPage_CountObjects(page)
    for index in range(count):
        _visit(raw.FPDFPage_GetObject(page, index), _IDENTITY, drawing, left, 0)
    return drawing


def _visit(
    item: raw.FPDF_PAGEOBJECT, outer: Matrix, drawing: Drawing, left: list[int], depth: int
) -> None:
    left[0] -= 1
    if left[0] < 0:
        return
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        _note_text(item, outer, drawing)
    elif kind == raw.FPDF_PAGEOBJ_PATH:
        left[1] -= 1
        if left[1] >= 0:
            _note_path(item, outer, drawing)
    elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
        box = _bounds(item, outer)
        (drawing.dots if _is_dot(box) else drawing.pictures).append(box)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
        inner = _compose(_matrix(item), outer)
        for index in range(raw.FPDFFormObj_CountObjects(item)):
            _visit(raw.FPDFFormObj_GetObject(item, index), inner, drawing, left, depth + 1)


def _note_text(item: raw.FPDF_PAGEOBJECT, outer: Matrix, drawing: Drawing) -> None:
    if raw.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE:
        drawing.without_ink.append((ctypes.addressof(item.contents), _bounds(item, outer)))
    elif _is_white(_colour(item, raw.FPDFPageObj_GetFillColor)):
        drawing.white.append((ctypes.addressof(item.contents), _bounds(item, outer)))


def _note_path(item: raw.FPDF_PAGEOBJECT, outer: Matrix, drawing: Drawing) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    colour = _colour(item, raw.FPDFPageObj_GetFillColor)
    filled = fill.value and not _is_white(colour)
    stroked = stroke.value and not _is_white(_colour(item, raw.FPDFPageObj_GetStrokeColor))
    if not filled and not stroked:
        return
    box = _bounds(item, outer)
    count = raw.FPDFPath_CountSegments(item)
    if _is_dot(box):
        drawing.dots.append(box)
    elif min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        _add_rule(drawing, box)
    elif count <= _MAX_SEGMENTS:
        for outline in _outlines(item, count, _compose(_matrix(item), outer)):
            if filled:
                _add_area(drawing, _around(outline), colour)
            if stroked:
                for (x0, y0), (x1, y1) in itertools.pairwise(outline):
                    if min(abs(x1 - x0), abs(y1 - y0)) <= 1:
                        side = _around([(x0, y0), (x1, y1)])
                        is_round = len(outline) > _CORNERS
                        _add_rule(drawing, _reach_corners(side, box) if is_round else side)


def _is_dot(box: Box) -> bool:
    shorter, longer = sorted((box[2] - box[0], box[3] - box[1]))
    return _DOT[0] <= shorter and longer <= _DOT[1] and shorter >= _ROUND * longer


def _add_area(drawing: Drawing, box: Box, colour: int) -> None:
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        _add_rule(drawing, box)
    else:
        drawing.areas.append(box)
        drawing.colours.append(colour)


def _reach_corners(side: Box, box: Box) -> Box:
    """A side of a box as long as the box, whose corners may be round."""
    along = 0 if _is_level(side) else 1
    across = 1 - along
    on_edge = min(side[across] - box[across], box[across + 2] - side[across + 2]) < 1
    rounded = box[along + 2] - box[along] - side[along + 2] + side[along]
    if not on_edge or not 0 < rounded < 2 * _CORNER < side[along + 2] - side[along]:
        return side
    return (box[0], side[1], box[2], side[3]) if along == 0 else (side[0], box[1], side[2], box[3])


def _add_rule(drawing: Drawing, box: Box) -> None:
    if max(box[2] - box[0], box[3] - box[1]) >= _SHORTEST:
        (drawing.level if _is_level(box) else drawing.upright).append(box)


def _outlines(item: raw.FPDF_PAGEOBJECT, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The corners of each part of a path; a part that is closed ends where it starts."""
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[Point] = []
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(corners) > 1:
                yield corners
            corners = []
        corners.append(_move((x.value, y.value), matrix))
        if raw.FPDFPathSegment_GetClose(segment):
            yield [*corners, corners[0]]
            corners = []
    if len(corners) > 1:
        yield corners


def _bounds(item: raw.FPDF_PAGEOBJECT, outer: Matrix) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    if outer == _IDENTITY:
        return left, bottom, right, top
    corners = ((left, bottom), (left, top), (right, bottom), (right, top))
    return _around([_move(corner, outer) for corner in corners])


def _matrix(item: raw.FPDF_PAGEOBJECT) -> Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _compose(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    across = (a * p + b * r, a * q + b * s)
    return (*across, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _move(point: Point, matrix: Matrix) -> Point:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(points: Sequence[Point]) -> Box:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def _is_level(box: Box) -> bool:
    return box[2] - box[0] >= box[3] - box[1]


def _colour(item: raw.FPDF_PAGEOBJECT, read: Callable[..., int]) -> int:
    """A colour as 0xRRGGBB; -1 where it is none of red, green and blue, as a pattern's."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = read(item, red, green, blue, alpha)
    return (red.value << 16) + (green.value << 8) + blue.value if known else -1


def _is_white(colour: int) -> bool:
    return colour >= 0 and min(colour >> 16, colour >> 8 & 0xFF, colour & 0xFF) >= _WHITE


def _lies_in(box: Box, others: Sequence[Box]) -> bool:
    return any(overlap(box, other) > 0.5 for other in others)
