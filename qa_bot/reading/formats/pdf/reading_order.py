"""Reading order: the regions of a page, column by column and block by block.

What crosses a gutter (a title, a figure) parts the columns above from those below.
"""

from __future__ import annotations

from collections.abc import Iterator

from qa_bot.reading.formats.pdf.addresses import part_addresses
from qa_bot.reading.formats.pdf.columns import find_gutter, split_at
from qa_bot.reading.formats.pdf.cuts import cut_level, cut_upright
from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.rows import find_rows
from qa_bot.reading.formats.pdf.spanning import (
    find_bands,
    find_other_columns,
    find_titles,
    group_bars,
    heads_columns,
    is_caption,
    is_table,
)

_FEWEST_LINES = 3
"""Lines of one side of a band that is read column by column, at least."""
_NARROW_BAND = 0.5
"""Height of the white below an address, in line heights."""


def find_order(fragments: list[Fragment], drawing: Drawing) -> Iterator[list[Fragment]]:
    """The regions of a page: split at the first gutter, band by band, left before right."""
    edge = find_gutter(fragments, drawing.upright)
    if edge is None:
        blocks = cut_level(fragments)
        if len(blocks) > 1 and any(find_gutter(b, drawing.upright) is not None for b in blocks):
            for block in blocks:
                yield from find_order(block, drawing)
        else:
            yield from part_addresses(cut_level(fragments, _NARROW_BAND))
        return
    left, right, crossing = split_at(fragments, edge)
    titles = find_titles(fragments, left, right)
    if titles:
        for block in titles:
            yield from cut_upright(block)
        done = {id(f) for block in titles for f in block}
        yield from find_order([f for f in fragments if id(f) not in done], drawing)
        return
    bands = find_other_columns(fragments, edge, drawing) or find_bands(fragments, edge)
    captions = [f for f in left + right if any(is_caption(f, bar, fragments) for bar in crossing)]
    crossing += captions + [f for f in left if heads_columns(f, left, right)]
    crossing += [f for band in bands for f in band]
    for block in cut_level(fragments):
        one_sided = max(f.left for f in block) < edge < max(f.right for f in block)
        crossing += block if one_sided or is_table(block, edge, drawing) else []
    apart = {id(f): f for f in crossing}  # each once, though it crosses in more than one way
    rest = [f for f in left + right if id(f) not in apart]
    for bar in group_bars(list(apart.values()), rest):
        ceiling, floor = max(f.top for f in bar), min(f.bottom for f in bar)
        yield from _order_band([f for f in rest if f.middle >= ceiling], edge, drawing)
        beside = bar + [f for f in rest if floor < f.middle < ceiling]
        in_band = {id(f) for f in beside} & {id(f) for band in bands for f in band}
        if in_band and len(beside) < len(fragments):
            yield from find_order(beside, drawing)
        else:
            yield beside
        rest = [f for f in rest if f.middle <= floor]
    yield from _order_band(rest, edge, drawing)


def _order_band(band: list[Fragment], edge: float, drawing: Drawing) -> Iterator[list[Fragment]]:
    """The columns of a band, or the band as it is where it is only a line or two."""
    left = [f for f in band if f.right <= edge]
    right = [f for f in band if f.right > edge]
    if not left or not right or max(map(len, map(find_rows, (left, right)))) < _FEWEST_LINES:
        if band:
            yield band
        return
    yield from find_order(left, drawing)
    yield from find_order(right, drawing)
