"""What spans the columns of a page: titles, captions, tables, and stretches of other columns."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence

from qa_bot.reading.formats.pdf.aligned_tables import find_aligned
from qa_bot.reading.formats.pdf.columns import find_gutter, split_at
from qa_bot.reading.formats.pdf.cuts import cut_level
from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.rows import SIDE_BY_SIDE, Row, count_words_of, find_rows
from qa_bot.reading.formats.pdf.tables import NUMBER

_FEWEST_LINES = 3
"""Lines of a stretch with columns of its own that have text beside them, at least."""
_MOST_BETWEEN = 2
"""Lines of such a stretch in turn, at most, that don't cross the edge."""
_CAPTION_GAP, _ALONE, _OFF_CENTRE = 2.5, 1.0, 0.05
"""Gap below a caption and room above it, in line heights; how far it may stand off the centre."""
_MOSTLY_TABLE = 0.7
"""Share of a block's lines from which it is a table."""
_LARGE = 1.12
"""Letters of a heading over those of the text, at least."""
_FEWEST_VALUES = 3
"""Numbers of a table that is told before the columns of its page, at least."""
_MOSTLY_CROSSING = 0.7
"""Share of a block's lines that cross an edge from which it has other columns."""
_FEWEST_WORDS = 3
"""Words of the middling line of such columns, at least."""
_FEW_BOLD = 0.4
"""Share of the lines beside each other, at most, that head a text."""
_MOSTLY_GOING_ON = 0.6
_FAR_IN = 2.0
"""How far from the edges of columns a title stands, at least, in line heights."""


def find_titles(
    fragments: Sequence[Fragment], left: Sequence[Fragment], right: Sequence[Fragment]
) -> list[list[Fragment]]:
    """The blocks above two columns whose lines stand in the middle: a title, and its authors."""
    starts = [min(Counter(round(f.left) for f in side).most_common(2))[0] for side in (left, right)]
    near = _FAR_IN * statistics.median(f.size for f in right)
    found = []
    for block in cut_level(fragments):
        if any(abs(f.left - start) < near for f in block for start in starts):
            break
        found.append(block)
    sides = {id(f): n for n, side in enumerate((left, right)) for f in side}
    both = any(len({sides[id(f)] for f in block if id(f) in sides}) == 2 for block in found)
    return found if both else []


def find_bands(fragments: Sequence[Fragment], edge: float) -> list[list[Fragment]]:
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


def find_other_columns(
    fragments: Sequence[Fragment], edge: float, drawing: Drawing
) -> list[list[Fragment]]:
    """The blocks of a page whose columns lie elsewhere than those at an edge, and their headings.

    Most of their lines cross the edge.
    """
    found: list[list[Fragment]] = []
    above: list[Fragment] = []
    for block in cut_level(fragments):
        rows = find_rows(block)
        crossing = sum(any(f.left < edge < f.right for f in row) for row in rows)
        if crossing >= max(_FEWEST_LINES, _MOSTLY_CROSSING * len(rows)):
            own = find_gutter(block, drawing.upright)
            if own is not None and all(map(_is_text, split_at(block, own)[:2])):
                found.append([*above, *block])
        above = block if _is_heading(block, fragments) else []
    return found


def _is_text(fragments: Sequence[Fragment]) -> bool:
    return statistics.median(count_words_of(f.text) for f in fragments) >= _FEWEST_WORDS


def _is_heading(block: Sequence[Fragment], fragments: Sequence[Fragment]) -> bool:
    return len(block) == 1 and block[0].size >= _LARGE * statistics.median(
        f.size for f in fragments
    )


def heads_columns(fragment: Fragment, left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """Whether a line in large letters stands above both columns, though it is a short one."""
    body = statistics.median(f.size for f in right)
    if fragment.size < _LARGE * body:
        return False
    if any(fragment.bottom - body < f.middle < fragment.top + body for f in right):
        return False
    tops = [
        max((f.top for f in side if f.top < fragment.bottom), default=0.0) for side in (left, right)
    ]
    return min(tops) > 0 and abs(tops[0] - tops[1]) < SIDE_BY_SIDE * body


def is_table(block: Sequence[Fragment], edge: float, drawing: Drawing) -> bool:
    """Whether a block on both sides of an edge is a table of numbers."""
    if all(f.right <= edge for f in block) or all(f.left >= edge for f in block):
        return False
    rows = find_rows(block)
    headed = len(rows[0]) > 2 and all(f.bold for f in rows[0]) and not _holds_texts(rows)
    if not headed and sum(bool(NUMBER.fullmatch(f.text)) for f in block) < _FEWEST_VALUES:
        return False
    return any(
        len(table.edges) > 2
        and stop - first >= _MOSTLY_TABLE * len(rows)
        and (headed or table.count_numbered() >= 0.5 * len(table.rows))
        for first, stop, table in find_aligned(rows, drawing)
    )


def _holds_texts(rows: Sequence[Row]) -> bool:
    """Whether columns of text stand below a row of heads, and no rows.

    Then other bold lines head texts as well, which don't all stand on the left, or the sentences
    of several columns go on line by line.
    """
    first = min(f.left for row in rows for f in row)
    inner = [f for row in rows[1:] if len(row) > 1 for f in row if f.left > first + f.size]
    if 1 < sum(f.bold for f in inner) <= _FEW_BOLD * len(inner):
        return True
    going_on = [sum(map(_goes_on, row)) > 1 for row in rows[2:]]
    return sum(going_on) >= max(2, _MOSTLY_GOING_ON * len(going_on))


def _goes_on(fragment: Fragment) -> bool:
    return fragment.text[:1].islower() and count_words_of(fragment.text) >= _FEWEST_WORDS


def is_caption(fragment: Fragment, bar: Fragment, fragments: Sequence[Fragment]) -> bool:
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


def group_bars(crossing: list[Fragment], rest: list[Fragment]) -> list[list[Fragment]]:
    """Crossing fragments, those together that no column text parts, from top to bottom."""
    groups: list[list[Fragment]] = []
    for bar in sorted(crossing, key=lambda f: -f.middle):
        before = groups[-1][-1].middle if groups else float("inf")
        if groups and not any(bar.middle < f.middle < before for f in rest):
            groups[-1].append(bar)
        else:
            groups.append([bar])
    return groups
