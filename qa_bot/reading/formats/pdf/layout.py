"""Layout: a page's fragments as lines in reading order, region by region.

Ruled tables are taken out first, then columns are found, then the tables without rules in what is
left. What crosses a gutter (a title, a figure) parts the columns above from those below.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_bot.reading.formats.pdf.aligned_tables import find_aligned
from qa_bot.reading.formats.pdf.columns import find_gutter, split_at
from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.drop_caps import join_drop_caps
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.leaders import part_leaders
from qa_bot.reading.formats.pdf.lines import Line, join_marker, join_numbers, make_line, table_line
from qa_bot.reading.formats.pdf.rows import drop_doubles, find_rows
from qa_bot.reading.formats.pdf.ruled_tables import Ruled, find_ruled
from qa_bot.reading.formats.pdf.tables import NUMBER

_FEWEST_LINES = 3
"""Lines of one side of a band that is read column by column, at least."""
_NUMBER_MARGIN = 10.0
_FEWEST_NUMBERS = 10
_MOSTLY = 0.6
"""Share of letters that are equally wide from which a page is typewritten, not code."""

_CAPTION_GAP, _ALONE, _OFF_CENTRE = 2.5, 1.0, 0.05
"""Gap below a caption and room above it, in line heights; how far it may stand off the centre."""
_MOSTLY_TABLE = 0.7
"""Share of a block's lines from which it is a table."""
_LARGE = 1.12
"""Letters of a heading over those of the text, at least."""
_STEP = 0.35
"""Difference of heights, in lines, below which two lines stand side by side."""
_FEWEST_VALUES = 3
"""Numbers of a table that is told before the columns of its page, at least."""
_MOST_BETWEEN = 2
"""Lines of such a stretch in turn, at most, that don't cross the edge."""
_POSTCODE = re.compile(
    r"(?<![\d.,])\d{4,6} [A-Z]|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|, [A-Z]{2} \d{5}\b"
)
"""A line of an address: "3089 Rotterdam", "DE5 8NN", "Salem, OR 97301"."""
_FAR_IN = 2.0
"""How far from the edges of columns a title stands, at least, in line heights."""
_BAND, _NARROW_BAND = 1.0, 0.5
"""Height of the white between two blocks of a page, or below an address, in line heights."""
_SEPARATOR = (24.0, 0.5)
"""Width of the rule above footnotes: points at least, share of its region at most."""

Region = list[Line]


def arrange(fragments: Sequence[Fragment], drawing: Drawing | None = None) -> list[Region]:
    """The regions of a page in reading order, each as its lines from top to bottom."""
    drawing = drawing or Drawing()
    upright = join_drop_caps(drop_doubles([f for f in fragments if f.is_upright]))
    upright = list(part_leaders(upright))
    ruled, rest = find_ruled(_without_line_numbers(_settle_code(upright)), drawing)
    regions = list(_read(rest, ruled, drawing))
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
    for region in _order([*fragments, *(grid.stand_in for grid in ruled)], drawing):
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
    rows = join_numbers([join_marker(row) for row in find_rows(fragments)])
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


def _order(fragments: list[Fragment], drawing: Drawing) -> Iterator[list[Fragment]]:
    """Split at the first gutter: band by band, left before right."""
    edge = find_gutter(fragments, drawing.upright)
    if edge is None:
        blocks = _find_blocks(fragments)
        if len(blocks) > 1 and any(find_gutter(b, drawing.upright) is not None for b in blocks):
            for block in blocks:
                yield from _order(block, drawing)
        else:
            yield from _part_addresses(_find_blocks(fragments, _NARROW_BAND))
        return
    left, right, crossing = split_at(fragments, edge)
    titles = _find_titles(fragments, left, right)
    if titles:
        for block in titles:
            yield from _part(block)
        done = {id(f) for block in titles for f in block}
        yield from _order([f for f in fragments if id(f) not in done], drawing)
        return
    bands = _find_bands(fragments, edge)
    captions = [f for f in left + right if any(_is_caption(f, bar, fragments) for bar in crossing)]
    crossing += captions + [f for f in left if _heads_columns(f, left, right)]
    crossing += [f for band in bands for f in band]
    for block in _find_blocks(fragments):
        crossing += block if _is_table(block, edge, drawing) else []
    apart = {id(f): f for f in crossing}  # each once, though it crosses in more than one way
    rest = [f for f in left + right if id(f) not in apart]
    for bar in _group_bars(list(apart.values()), rest):
        ceiling, floor = max(f.top for f in bar), min(f.bottom for f in bar)
        yield from _order_band([f for f in rest if f.middle >= ceiling], edge, drawing)
        beside = bar + [f for f in rest if floor < f.middle < ceiling]
        in_band = {id(f) for f in beside} & {id(f) for band in bands for f in band}
        if in_band and len(beside) < len(fragments):
            yield from _order(beside, drawing)
        else:
            yield beside
        rest = [f for f in rest if f.middle <= floor]
    yield from _order_band(rest, edge, drawing)


def _find_titles(
    fragments: Sequence[Fragment], left: Sequence[Fragment], right: Sequence[Fragment]
) -> list[list[Fragment]]:
    """The blocks above two columns whose lines stand in the middle: a title, and its authors."""
    starts = [min(Counter(round(f.left) for f in side).most_common(2))[0] for side in (left, right)]
    near = _FAR_IN * statistics.median(f.size for f in right)
    found = []
    for block in _find_blocks(fragments):
        if any(abs(f.left - start) < near for f in block for start in starts):
            break
        found.append(block)
    sides = {id(f): n for n, side in enumerate((left, right)) for f in side}
    both = any(len({sides[id(f)] for f in block if id(f) in sides}) == 2 for block in found)
    return found if both else []


def _part_addresses(blocks: Sequence[list[Fragment]]) -> Iterator[list[Fragment]]:
    """Blocks together, those apart in which addresses stand side by side."""
    together: list[Fragment] = []
    for block in blocks:
        parts = list(_part(block))
        coded = [any(_POSTCODE.search(f.text) for f in part) for part in parts]
        others = [part for part, has_code in zip(parts, coded, strict=True) if not has_code]
        if sum(coded) < 2 and not (any(coded) and others and all(map(_are_facts, others))):
            together += block
            continue
        if together:
            yield together
            together = []
        yield from parts
    if together:
        yield together


def _are_facts(part: Sequence[Fragment]) -> bool:
    """Whether lines beside an address say facts of the letter ("Our ref: 118")."""
    named = sum(":" in f.text for f in part)
    return named > 1 and 2 * named >= len(part)


def _part(block: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """A block cut where white reaches over its whole height."""
    part: list[Fragment] = []
    for fragment in sorted(block, key=lambda f: f.left):
        if part and fragment.left - max(f.right for f in part) > _BAND * fragment.size:
            yield part
            part = []
        part.append(fragment)
    yield part


def _find_bands(fragments: Sequence[Fragment], edge: float) -> list[list[Fragment]]:
    """Stretches of lines that have columns of their own: they cross an edge, beside other text."""
    bands: list[list[list[Fragment]]] = [[]]
    between: list[list[Fragment]] = []
    for row in find_rows(fragments):
        if any(f.left < edge < f.right for f in row):
            bands[-1] += [*between, row]
            between = []
        elif bands[-1]:
            between.append(row)
            if len(between) > _MOST_BETWEEN:
                bands.append([])
                between = []
    return [
        [f for row in band for f in row]
        for band in bands
        if sum(len(row) > 1 for row in band) >= _FEWEST_LINES
    ]


def _heads_columns(fragment: Fragment, left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """Whether a line in large letters stands above both columns, though it is a short one."""
    body = statistics.median(f.size for f in right)
    if fragment.size < _LARGE * body:
        return False
    if any(fragment.bottom - body < f.middle < fragment.top + body for f in right):
        return False
    tops = [
        max((f.top for f in side if f.top < fragment.bottom), default=0.0) for side in (left, right)
    ]
    return min(tops) > 0 and abs(tops[0] - tops[1]) < _STEP * body


def _is_table(block: Sequence[Fragment], edge: float, drawing: Drawing) -> bool:
    """Whether a block on both sides of an edge is a table of numbers."""
    if all(f.right <= edge for f in block) or all(f.left >= edge for f in block):
        return False
    rows = find_rows(block)
    headed = len(rows[0]) > 2 and all(f.bold for f in rows[0])
    if not headed and sum(bool(NUMBER.fullmatch(f.text)) for f in block) < _FEWEST_VALUES:
        return False
    return any(
        len(table.edges) > 2
        and stop - first >= _MOSTLY_TABLE * len(rows)
        and (headed or table.count_numbered() >= 0.5 * len(table.rows))
        for first, stop, table in find_aligned(rows, drawing)
    )


def _find_blocks(fragments: Sequence[Fragment], band: float = _BAND) -> list[list[Fragment]]:
    """The stretches of a region between white bands of a height, from top to bottom."""
    blocks: list[list[Fragment]] = []
    floor = 0.0
    for fragment in sorted(fragments, key=lambda f: -f.top):
        if not blocks or floor - fragment.top > band * fragment.size:
            blocks.append([])
            floor = fragment.bottom
        blocks[-1].append(fragment)
        floor = min(floor, fragment.bottom)
    return blocks


def _is_caption(fragment: Fragment, bar: Fragment, fragments: Sequence[Fragment]) -> bool:
    """Whether a fragment stands alone in the middle above what crosses the columns."""
    off = abs(fragment.left + fragment.right - bar.left - bar.right) / 2
    gap = fragment.bottom - bar.top
    if off > _OFF_CENTRE * (bar.right - bar.left) or not -1 < gap < _CAPTION_GAP * fragment.size:
        return False
    return not any(
        f is not fragment
        and f.left < fragment.right
        and f.right > fragment.left
        and fragment.bottom < f.middle < fragment.top + _ALONE * fragment.size
        for f in fragments
    )


def _order_band(band: list[Fragment], edge: float, drawing: Drawing) -> Iterator[list[Fragment]]:
    """The columns of a band, or the band as it is where it is only a line or two."""
    left = [f for f in band if f.right <= edge]
    right = [f for f in band if f.right > edge]
    if not left or not right or max(map(len, map(find_rows, (left, right)))) < _FEWEST_LINES:
        if band:
            yield band
        return
    yield from _order(left, drawing)
    yield from _order(right, drawing)


def _group_bars(crossing: list[Fragment], rest: list[Fragment]) -> list[list[Fragment]]:
    """Crossing fragments, those together that no column text parts, from top to bottom."""
    groups: list[list[Fragment]] = []
    for bar in sorted(crossing, key=lambda f: -f.middle):
        before = groups[-1][-1].middle if groups else float("inf")
        if groups and not any(bar.middle < f.middle < before for f in rest):
            groups[-1].append(bar)
        else:
            groups.append([bar])
    return groups
