"""Implied grids: tables whose cells have rules or colours of their own, but no upright rules.

Browsers and office programs draw the line below a row, or its colour, cell by cell. Where these
pieces meet, at the same places row after row, the columns meet.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.grids import Grid
from qa_bot.reading.formats.pdf.rows import find_rows

_NEAR = 1.5
"""Points within which edges are the same."""
_PADDING = 1.2
"""Gap, in line heights, between an edge and the text of a row that has none at its other side."""
_MOST_LINES = 4
"""Lines of such a row, at most."""
_MOST_PIECES = 4_000

Edges = tuple[float, ...]


def find_implied(drawing: Drawing, fragments: Sequence[Fragment]) -> list[Grid]:
    """The grids that pieces of rules and colours make round the text."""
    if len(drawing.level) + len(drawing.areas) > _MOST_PIECES:
        return []
    borders: dict[Edges, set[float]] = {}
    for edges, heights in _chains(drawing):
        known = next((other for other in borders if _are_same(other, edges)), edges)
        borders.setdefault(known, set()).update(heights)
    grids = (_make_grid(edges, found, fragments) for edges, found in borders.items())
    return [grid for grid in grids if grid]


def _chains(drawing: Drawing) -> Iterator[tuple[Edges, tuple[float, ...]]]:
    """Pieces side by side that touch: the edges between them, and where they stand."""
    for boxes, sides in ((drawing.level, (1,)), (drawing.areas, (1, 3))):
        ranked = sorted(boxes, key=lambda box: (round(box[1]), round(box[3]), box[0]))
        for _, group in itertools.groupby(ranked, key=lambda b: (round(b[1]), round(b[3]))):
            for chain in _link(list(group)):
                edges = (chain[0][0], *(box[2] for box in chain))
                yield edges, tuple(chain[0][side] for side in sides)


def _link(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    chain = [boxes[0]]
    for box in boxes[1:]:
        if abs(box[0] - chain[-1][2]) < _NEAR:
            chain.append(box)
            continue
        if len(chain) > 1:
            yield chain
        chain = [box]
    if len(chain) > 1:
        yield chain


def _are_same(first: Edges, second: Edges) -> bool:
    return len(first) == len(second) and all(
        abs(a - b) < _NEAR for a, b in zip(first, second, strict=True)
    )


def _make_grid(edges: Edges, heights: set[float], fragments: Sequence[Fragment]) -> Grid | None:
    down = [y for y, above in itertools.pairwise(sorted(heights)) if above - y > _NEAR]
    down.append(max(heights))
    if len(down) < 2:
        return None
    beside = [f for f in fragments if edges[0] - _NEAR < f.centre < edges[-1] + _NEAR]
    inside = [f for f in beside if down[0] < f.middle < down[-1]]
    if sum(len(find_columns(f, edges)) > 1 for f in inside) > 0.1 * len(inside) or not inside:
        return None
    above = _reach(sorted(beside, key=lambda f: f.bottom), edges, down[-1], 1)
    below = _reach(sorted(beside, key=lambda f: -f.top), edges, down[0], -1)
    down = [*below, *down, *above][::-1]
    if len(down) < 3:
        return None
    rows = range(len(down) - 1)
    owners = tuple(tuple((row, n) for n in range(len(edges) - 1)) for row in rows)
    return Grid(edges, tuple(down), owners)


def _reach(ranked: Sequence[Fragment], edges: Edges, border: float, way: int) -> list[float]:
    """The outer edge of a row without a border there, if one stands on that side of a border.

    Args:
        ranked: the fragments, those nearest to the border first.
        edges: of the columns.
        border: its height.
        way: 1 for the row above it, -1 for the one below.
    """
    row: list[Fragment] = []
    end = border
    for fragment in ranked:
        near, far = sorted((fragment.bottom, fragment.top), key=lambda y: way * y)
        if way * (fragment.middle - border) <= 0:
            continue
        gap = way * (near - end)
        if gap > (0.35 if row else _PADDING) * fragment.size:
            break
        row.append(fragment)
        end = max(end, far, key=lambda y: way * y)
    columns = [find_columns(f, edges) for f in row]
    fits = all(len(hit) == 1 for hit in columns) and len({hit[0] for hit in columns}) > 1
    return [end + way] if fits and len(find_rows(row)) <= _MOST_LINES else []


def find_columns(fragment: Fragment, edges: Edges) -> list[int]:
    """The columns in which a fragment stands; several where it reaches over an edge."""
    places = (fragment.left + _NEAR, fragment.right - _NEAR)
    if any(a < edge < b for _, a, b in fragment.gaps for edge in edges):
        return [bisect_right(edges, fragment.centre) - 1]  # it is cut there
    first, last = (bisect_right(edges, place) - 1 for place in places)
    return list(range(first, last + 1))
