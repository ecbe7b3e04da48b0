"""Shapes on slides and pages in the order in which they are read."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from qa_bot.reading.formats.opendocument.names import draw, svg

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)\s*(cm|mm|in|pt|pc|px)?")
_MILLIMETRES = {"cm": 10.0, "mm": 1.0, "in": 25.4, "pt": 0.353, "pc": 4.23, "px": 0.265}
_MOVED = re.compile(r"translate\s*\(\s*([^\s,)]+)[\s,]+([^\s,)]+)\s*\)")


def ordered(parent: Element) -> list[Element]:
    """The shapes of a slide or a group from top to bottom, then from left to right."""
    shapes = [child for child in parent if child.tag.startswith(draw(""))]
    return sorted(shapes, key=_place)


def _place(shape: Element) -> tuple[float, float]:
    """How far a shape is from the top and from the left, in millimetres."""
    if shape.tag == draw("g"):
        inner = [_place(child) for child in shape if child.tag.startswith(draw(""))]
        return min(inner, default=(0.0, 0.0))
    moved = _MOVED.search(shape.get(draw("transform"), ""))
    left, top = moved.groups() if moved else ("0", "0")
    x = shape.get(svg("x")) or shape.get(svg("x1")) or left
    y = shape.get(svg("y")) or shape.get(svg("y1")) or top
    return _millimetres(y), _millimetres(x)


def _millimetres(length: str) -> float:
    found = _LENGTH.match(length)
    return float(found[1]) * _MILLIMETRES[found[2] or "mm"] if found else 0.0
