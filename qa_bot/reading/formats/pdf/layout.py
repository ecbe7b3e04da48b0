"""Layout: a page's fragments come in, its lines in reading order go out, region by region.

Columns are found by their gutter: an edge at which many fragments start, with running text that
fills its width on the left. What crosses the gutter (a title, a figure) parts the columns above
from those below. Cells of a table do not fill their columns, so a table is read row by row.
"""

from __future__ import annotations

import itertools
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.fragments import Fragment

_FEWEST = 5
"""Lines that a column has at least."""
_FILLED = 0.75
"""Share of its width that a line of running text fills."""
_WORDS = 3
_FEWEST_NUMBERS = 10
_CELL_GAP = 1.5
"""Gap, in line heights, that parts the cells of a table row."""
_CHASM = 6.0
"""Gap, in line heights, that counts as an empty cell: it makes a row of two cells."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a region.

    Its height and size are those of its longest fragment; `cells` counts the pieces that wide gaps
    part.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool
    cells: int
    backwards: bool
    """Written from right to left."""

    @property
    def is_upright(self) -> bool:
        """False for text that runs up or down the page."""
        return len(self.text) < 4 or self.top - self.bottom < 3 * (self.right - self.left)


def arrange(fragments: Sequence[Fragment]) -> list[list[Line]]:
    """The regions of a page in reading order, each as its lines from top to bottom."""
    upright = _without_line_numbers([f for f in fragments if f.is_upright])
    regions = [_make_lines(region) for region in _order(upright)]
    turned = [[_line([f])] for f in fragments if not f.is_upright]
    return [region for region in regions if region] + turned


def _without_line_numbers(fragments: list[Fragment]) -> list[Fragment]:
    """Without the numbers 1, 2, 3 … that a transcript or a draft has beside its lines."""
    margin = min((f.left for f in fragments), default=0.0) + 2 * _FEWEST
    numbers = [f for f in fragments if f.text.isdecimal() and f.left <= margin]
    rest = [f for f in fragments if f not in numbers]
    ranked = sorted(numbers, key=lambda f: -f.middle)
    if len(ranked) < _FEWEST_NUMBERS or not rest:
        return fragments
    if [int(f.text) for f in ranked] != list(range(1, len(ranked) + 1)):
        return fragments
    is_table = statistics.median(len(row) for row in _rows(rest)) > 1
    return fragments if is_table else rest


def _order(fragments: list[Fragment]) -> Iterator[list[Fragment]]:
    """Split at the first gutter: band by band, left before right."""
    edge = _find_gutter(fragments)
    if edge is None:
        yield fragments
        return
    left, right, crossing = _split(fragments, edge)
    rest = left + right
    for bar in _group_bars(crossing, rest):
        ceiling, floor = max(f.top for f in bar), min(f.bottom for f in bar)
        yield from _order_band([f for f in rest if f.middle >= ceiling], edge)
        yield bar + [f for f in rest if floor < f.middle < ceiling]
        rest = [f for f in rest if f.middle <= floor]
    yield from _order_band(rest, edge)


def _order_band(band: list[Fragment], edge: float) -> Iterator[list[Fragment]]:
    """The columns of a band, or the band as it is where it is only a line or two."""
    left = [f for f in band if f.right <= edge]
    right = [f for f in band if f.right > edge]
    if min(_height_in_lines(left), _height_in_lines(right)) < 3:
        if band:
            yield band
        return
    yield from _order(left)
    yield from _order(right)


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


def _split(
    fragments: Sequence[Fragment], edge: float
) -> tuple[list[Fragment], list[Fragment], list[Fragment]]:
    left = [f for f in fragments if f.right <= edge]
    right = [f for f in fragments if f.left >= edge]
    crossing = [f for f in fragments if f.left < edge < f.right]
    return left, right, crossing


def _find_gutter(fragments: Sequence[Fragment]) -> float | None:
    """The edge of the second column, or None where the text has one column only."""
    starts = sorted({round(f.left) for f in fragments})
    best, most = None, 0
    for start in starts:
        near = sum(abs(f.left - start) <= 2 for f in fragments)
        if near < _FEWEST:
            continue
        left, right, crossing = _split(fragments, start - 2.5)
        worth = min(len(left), len(right)) - len(crossing) // 4
        if worth > most and _are_columns(left, right):
            best, most = start - 2.5, worth
    return best


def _are_columns(left: list[Fragment], right: list[Fragment]) -> bool:
    if _word_count(left) < _WORDS or _word_count(right) < _WORDS:
        return False
    if min(_height_in_lines(left), _height_in_lines(right)) < _FEWEST:
        return False
    overlap = min(max(f.top for f in left), max(f.top for f in right)) - max(
        min(f.bottom for f in left), min(f.bottom for f in right)
    )
    lowest = min(_extent(left), _extent(right))
    return overlap > 0.3 * lowest and _is_running(left)


def _is_running(fragments: list[Fragment]) -> bool:
    """Whether the lines fill their column."""
    lines = _make_lines(fragments)
    start, end = min(f.left for f in fragments), max(f.right for f in fragments)
    filled = sum(line.right - line.left >= _FILLED * (end - start) for line in lines)
    return filled >= 0.5 * len(lines)


def _word_count(fragments: list[Fragment]) -> float:
    """Words in the median fragment; four CJK characters count as a word."""
    return statistics.median(
        max(len(f.text.split()), sum(map(is_cjk, f.text)) // 4) for f in fragments
    )


def _extent(fragments: list[Fragment]) -> float:
    return max(f.top for f in fragments) - min(f.bottom for f in fragments)


def _height_in_lines(fragments: list[Fragment]) -> int:
    return len(list(_rows(fragments)))


def _rows(fragments: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Fragments that stand on one line, from top to bottom."""
    row: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (-f.middle, f.left)):
        if row:
            bottom, top = min(f.bottom for f in row), max(f.top for f in row)
            shared = min(top, fragment.top) - max(bottom, fragment.bottom)
            least = min(fragment.top - fragment.bottom, *(f.top - f.bottom for f in row), top)
            if shared < 0.5 * least:
                yield row
                row = []
        row.append(fragment)
    if row:
        yield row


def _make_lines(fragments: Sequence[Fragment]) -> list[Line]:
    return [_line(row) for row in _rows(fragments)]


def _line(row: Sequence[Fragment]) -> Line:
    """The fragments of a line in the direction in which it is read."""
    letters = [unicodedata.bidirectional(c) for f in row for c in f.text]
    backwards = sum(b in ("R", "AL") for b in letters) > sum(b == "L" for b in letters)
    ordered = sorted(row, key=lambda f: -f.right if backwards else f.left)
    main = max(row, key=lambda f: len(f.text))
    ranked = sorted(row, key=lambda f: f.left)
    gaps = [b.left - a.right for a, b in itertools.pairwise(ranked)]
    text = ordered[0].text
    for fragment in ordered[1:]:
        text += (
            fragment.text if is_cjk(text[-1]) and is_cjk(fragment.text[0]) else f" {fragment.text}"
        )
    return Line(
        text,
        min(f.left for f in row),
        main.bottom,
        max(f.right for f in row),
        main.top,
        main.size,
        all(f.bold for f in row),
        1 + sum((gap > _CELL_GAP * main.size) + (gap > _CHASM * main.size) for gap in gaps),
        backwards,
    )


def is_cjk(character: str) -> bool:
    """Whether a character belongs to a script that is written without spaces."""
    return character >= "\u2e80" and unicodedata.east_asian_width(character) in ("W", "F")
