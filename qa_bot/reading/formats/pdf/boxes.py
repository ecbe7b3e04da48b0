"""Boxes: rectangles on a page, `left` to `right` and `bottom` to `top`, in points."""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def turn_box(box: Box, turn: int, bounds: Box) -> Box:
    """A box in the coordinates of the page turned so that its text runs to the right.

    Args:
        box: as PDFium gives it.
        turn: 0, 90, 180 or 270 degrees, the direction of the text.
        bounds: the page's edges.
    """
    x0, y0, x1, y1 = box
    left, bottom, right, top = bounds
    if turn == 90:
        return y0 - bottom, right - x1, y1 - bottom, right - x0
    if turn == 180:
        return right - x1, top - y1, right - x0, top - y0
    if turn == 270:
        return top - y1, x0 - left, top - y0, x1 - left
    return x0 - left, y0 - bottom, x1 - left, y1 - bottom


def area(box: Box) -> float:
    """The area of a box in square points."""
    return (box[2] - box[0]) * (box[3] - box[1])


def overlap(first: Box, second: Box) -> float:
    """The share of the first box that lies in the second, 0 to 1."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    whole = area(first)
    return max(width, 0.0) * max(height, 0.0) / whole if whole > 0 else 0.0


def unite(boxes: Sequence[Box]) -> Box:
    """The smallest box around others."""
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)
