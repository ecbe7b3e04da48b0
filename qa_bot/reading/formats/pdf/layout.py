"""Layout: a page's fragments as lines in reading order, region by region.

Ruled tables are taken out first, then columns are found, then the tables without rules in what is
left.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_bot.reading.formats.pdf.aligned_tables import find_aligned
from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.drop_caps import join_drop_caps
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.leaders import part_leaders
from qa_bot.reading.formats.pdf.lines import (
    Line,
    join_choices,
    join_marker,
    join_numbers,
    make_line,
    table_line,
)
from qa_bot.reading.formats.pdf.margin_notes import part_notes
from qa_bot.reading.formats.pdf.reading_order import find_order
from qa_bot.reading.formats.pdf.rows import drop_doubles, find_rows
from qa_bot.reading.formats.pdf.ruled_tables import Ruled, find_ruled

_NUMBER_MARGIN = 10.0
_FEWEST_NUMBERS = 10
_MOSTLY = 0.6
"""Share of letters that are equally wide from which a page is typewritten, not code."""
_SEPARATOR = (24.0, 0.5)
"""Width of the rule above footnotes: points at least, share of its region at most."""

Region = list[Line]


def arrange(fragments: Sequence[Fragment], drawing: Drawing | None = None) -> list[Region]:
    """The regions of a page in reading order, each as its lines from top to bottom."""
    drawing = drawing or Drawing()
    upright = join_drop_caps(drop_doubles([f for f in fragments if f.is_upright]))
    upright = list(part_leaders(upright))
    ruled, rest = find_ruled(_without_line_numbers(_settle_code(upright)), drawing)
    rest, notes = part_notes(rest)
    regions = [*_read(rest, ruled, drawing), *_read(notes, (), drawing)]
    turned = [[make_line([f])] for f in fragments if not f.is_upright]
    return [region for region in regions if region] + turned


def _settle_code(fragments: list[Fragment]) -> list[Fragment]:
    """Fragments that are not code where a page is typewritten as a whole."""
    mono = sum(len(f.text) for f in fragments if f.mono)
    if mono <= _MOSTLY * sum(len(f.text) for f in fragments):
        return fragments
    return [replace(f, mono=False) for f in fragments]


def _without_line_numbers(fragments: list[Fragment]) -> list[Fragment]:
    """Without the numbers 1, 2, 3 … that a transcript or a draft has beside its lines."""
    margin = min((f.left for f in fragments), default=0.0) + _NUMBER_MARGIN
    numbers = [f for f in fragments if f.left <= margin and f.text.isdecimal()]
    ranked = sorted(numbers, key=lambda f: -f.middle)
    if len(ranked) < _FEWEST_NUMBERS or len(numbers) == len(fragments):
        return fragments
    if [int(f.text) for f in ranked] != list(range(1, len(ranked) + 1)):
        return fragments
    rest = [f for f in fragments if f.left > margin or not f.text.isdecimal()]
    is_table = statistics.median(len(row) for row in find_rows(rest)) > 1
    return fragments if is_table else rest


def _read(
    fragments: Sequence[Fragment], ruled: Sequence[Ruled], drawing: Drawing
) -> Iterator[Region]:
    """The regions of fragments, among which ruled tables stand in for the text in them."""
    grids = {id(grid.stand_in): grid for grid in ruled}
    for region in find_order([*fragments, *(grid.stand_in for grid in ruled)], drawing):
        rest = [f for f in region if id(f) not in grids]
        lines: Region = []
        blocks = [(grids[id(f)], f) for f in region if id(f) in grids]
        ends = [(f.bottom if grid.is_frame else f.top, -f.left, grid) for grid, f in blocks]
        for end, _, grid in sorted(ends, key=lambda each: each[:2], reverse=True):
            lines += _make_lines([f for f in rest if f.middle > end], drawing)
            rest = [f for f in rest if f.middle <= end]
            if grid.table is not None:
                lines.append(table_line(grid.table, [list(grid.fragments)]))
            else:
                yield lines
                lines = []
                for cell in grid.cells:
                    for own in _read(cell, (), drawing):
                        yield [replace(line, is_aside=grid.is_frame) for line in own]
        yield lines + _make_lines(rest, drawing)


def _make_lines(fragments: Sequence[Fragment], drawing: Drawing) -> Region:
    """The lines of a region, with tables that have no rules as single ones."""
    rows = join_numbers([join_marker(join_choices(row)) for row in find_rows(fragments)])
    lines: Region = []
    done = 0
    for first, stop, table in find_aligned(rows, drawing):
        lines += map(make_line, rows[done:first])
        lines.append(table_line(table, rows[first:stop]))
        done = stop
    lines += map(make_line, rows[done:])
    return _mark_notes(lines, drawing)


def _mark_notes(lines: Region, drawing: Drawing) -> Region:
    """The lines, those below the short rule above footnotes marked."""
    if not lines or not drawing.level:
        return lines
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    least, most = _SEPARATOR
    short = [
        rule[1]
        for rule in drawing.level
        if abs(rule[0] - left) <= 3 and least <= rule[2] - rule[0] <= most * (right - left)
    ]
    places = [n for n, line in enumerate(lines) if short and line.top <= min(short) + 2]
    first = places[0] if places else 0
    if not first or any(line.table for line in lines[first:]):
        return lines
    return [*lines[:first], *(replace(line, below_rule=True) for line in lines[first:])]
