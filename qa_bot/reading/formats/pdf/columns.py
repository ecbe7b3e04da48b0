"""Columns of text, told from the columns of a table.

Two stretches of text beside each other are columns if each flows by itself: their lines fill their
widths, or stand at heights of their own, or their headings do. Cells of a table stand at the same
heights, row by row.
"""

from __future__ import annotations

import itertools
import re
import statistics
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.pdf.boxes import Box
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.markers import MARKER
from qa_bot.reading.formats.pdf.rows import SIDE_BY_SIDE, Row, count_words_of, find_rows

_FEWEST_STARTS = 3
"""Fragments that start at the edge of a second column, at least."""
_FEWEST = 3
"""Lines that a column has at least."""
_FEWEST_RUNNING = 5
"""Lines that a column of running text has at least, if nothing but its width tells it."""
_FILLED = 0.75
"""Share of its width that a line of running text fills."""
_FEWEST_SORTED = 4
"""Lines of each column of a list that is sorted, at least."""
_ENTRY = re.compile(r"[^\W\d_]\)?: ?\S|\w [–—-] \w")
"""A name and what is said of it: "Adze: a bent axe"."""
_WORDS = 3
_SET_APART = 1.2
"""Gap between words that are set apart to fill their line, at most, in line heights."""
_OUT_OF_STEP = 0.12
"""How far the lines of two texts may be apart, in line heights, that stand side by side."""
_LARGE = 1.12
"""Letters of a heading over those of its side, at least."""
_EDGE = 2.5
_GRAZING = 3.0
"""How far a fragment reaches over an edge, at most, that stands a little beside the gutter."""


def find_gutter(fragments: Sequence[Fragment], uprights: Sequence[Box]) -> float | None:
    """The edge of the second column, or None where the text has one column only."""
    counts = Counter(round(f.left) for f in fragments)
    best, most = None, 0
    for start in sorted(counts):
        if sum(counts[start + n] for n in (-2, -1, 0, 1, 2)) < _FEWEST_STARTS:
            continue
        edge = start - _EDGE
        left, right, crossing = split_at(fragments, edge)
        grazing = sum(min(f.right - edge, edge - f.left) < _GRAZING for f in crossing)
        worth = min(len(left), len(right)) - len(crossing) // 4 - 3 * grazing
        if worth > most and _are_columns(left, right, edge, uprights):
            best, most = edge, worth
    return best


def split_at(
    fragments: Sequence[Fragment], edge: float
) -> tuple[list[Fragment], list[Fragment], list[Fragment]]:
    """What stands left and right of an edge, and what crosses it."""
    left = [f for f in fragments if f.right <= edge]
    right = [f for f in fragments if f.left >= edge]
    crossing = [f for f in fragments if f.left < edge < f.right]
    return left, right, crossing


def _are_columns(
    left: list[Fragment], right: list[Fragment], edge: float, uprights: Sequence[Box]
) -> bool:
    if len(left) < _FEWEST or len(right) < _FEWEST or _are_markers(left):
        return False
    spans = [(min(f.bottom for f in side), max(f.top for f in side)) for side in (left, right)]
    bottom, top = max(low for low, _ in spans), min(high for _, high in spans)
    if top - bottom <= 0.3 * min(high - low for low, high in spans):
        return False
    beside = [[f for f in side if bottom <= f.middle <= top] for side in (left, right)]
    if not all(beside):
        return False
    sides = _Side(beside[0]), _Side(beside[1])
    fewest = min(len(side.rows) for side in sides)
    if fewest > 1 and _are_running(sides):
        return not _are_rows_of_blocks(sides)
    if fewest < _FEWEST:
        return False
    alone = [sides[n].count_alone(sides[1 - n]) for n in (0, 1)]
    if any(count >= 0.4 * len(side.rows) for count, side in zip(alone, sides, strict=True)) and (
        min(alone) >= 2
    ):
        return True
    running = [side.is_running for side in sides]
    heads = sum(sides[n].count_lone_heads(sides[1 - n]) for n in (0, 1))
    short = running.index(False) if running.count(False) == 1 else None
    if short is not None:
        return alone[short] >= 2 or heads >= 2 or sides[short].has_entries
    lists = all(side.has_markers for side in sides) or any(side.has_entries for side in sides)
    lists = lists or _are_sorted(sides) or _is_ruled(sides, edge, uprights)
    return min(alone) >= 2 or heads >= 2 or lists


class _Side:
    """One of two stretches of text beside each other."""

    def __init__(self, fragments: list[Fragment]) -> None:
        self.fragments = fragments
        self.rows = find_rows(fragments)
        ranked = sorted((r[0].middle, all(f.bold for f in r), r[0].size) for r in self.rows)
        self.heights = [height for height, _, _ in ranked]
        self.is_bold = [bold for _, bold, _ in ranked]
        self.sizes = [size for _, _, size in ranked]
        self.top, self.bottom = max(f.top for f in fragments), min(f.bottom for f in fragments)
        self.size = statistics.median(f.size for f in fragments)

    @property
    def is_running(self) -> bool:
        """Whether most lines fill the width and are made of words."""
        start, end = min(f.left for f in self.fragments), max(f.right for f in self.fragments)
        filled = sum(
            max(f.right for f in row) - min(f.left for f in row) >= _FILLED * (end - start)
            for row in self.rows
        )
        return filled >= 0.5 * len(self.rows) and self.words >= _WORDS

    @property
    def goes_on(self) -> bool:
        """Whether a line goes on with the sentence of the one above it."""
        return any(row[0].text[:1].islower() for row in self.rows[1:])

    @property
    def words(self) -> float:
        """Words in the middling piece of a line; wide gaps part pieces."""
        return statistics.median(words for row in self.rows for words in _count_words(row))

    @property
    def has_names(self) -> bool:
        """Whether its lines are short, and not the numbers of lines."""
        numbers = sum(f.text.isdecimal() for f in self.fragments)
        return self.words < _WORDS and numbers < 0.5 * len(self.fragments)

    @property
    def has_heads(self) -> bool:
        """Whether several of its lines are bold, and most are not."""
        return 1 < len({round(f.middle) for f in self.fragments if f.bold}) <= 0.4 * len(self.rows)

    @property
    def has_markers(self) -> bool:
        """Whether its lines are items of a list."""
        return sum(bool(MARKER.match(row[0].text)) for row in self.rows) >= 0.3 * len(self.rows)

    @property
    def has_entries(self) -> bool:
        """Whether its lines hold a name and what is said of it."""
        found = sum(bool(_ENTRY.search(row[0].text)) for row in self.rows if len(row) == 1)
        return found >= 0.6 * len(self.rows)

    def beside(self, height: float) -> int | None:
        """The position among `heights` of the line at a height, if there is one."""
        at = bisect_left(self.heights, height - SIDE_BY_SIDE * self.size)
        near = at < len(self.heights) and self.heights[at] <= height + SIDE_BY_SIDE * self.size
        return at if near else None

    def count_alone(self, other: _Side) -> int:
        """Lines with nothing beside them although the other side goes on above and below.

        Those of a text beside which lines of another stand a little higher or lower count too;
        headings between the names of what stands beside them don't.
        """
        places = [n for n, h in enumerate(self.heights) if other.heights[0] < h < other.heights[-1]]
        beside = [(self.heights[n], other.beside(self.heights[n])) for n in places]
        lone = [self.sizes[n] for n, (_, at) in zip(places, beside, strict=True) if at is None]
        alone = len(lone)
        if lone and min(lone) >= _LARGE * self.size and self.has_names:
            return 0
        if self.size != other.size:
            return alone
        least = _OUT_OF_STEP * self.size
        off = sum(at is not None and abs(other.heights[at] - h) > least for h, at in beside)
        return alone + off if off and min(self.words, other.words) >= _WORDS else alone

    def count_lone_heads(self, other: _Side) -> int:
        """Lines in bold letters above one that isn't, beside a line that is not in bold letters."""
        heads = [all(f.bold for f in row) for row in self.rows]
        bold = [
            row[0].middle
            for row, is_head, below in zip(self.rows, heads, [*heads[1:], True], strict=True)
            if is_head and not below
        ]
        if len(bold) > 0.4 * len(self.rows):
            return 0
        beside = [other.beside(height) for height in bold]
        return sum(at is not None and not other.is_bold[at] for at in beside)

    def block_tops(self) -> list[float]:
        """The heights of the lines that open a block: after a gap above the usual."""
        ranked = self.heights[::-1]
        steps = [above - below for above, below in itertools.pairwise(ranked)]
        usual = statistics.median(steps)
        return ranked[:1] + [h for h, s in zip(ranked[1:], steps, strict=True) if s > 1.25 * usual]


def _count_words(row: Row) -> Iterator[int]:
    """The words of each piece of a line, which may be set apart to fill its width."""
    words = count_words_of(row[0].text)
    for before, fragment in itertools.pairwise(row):
        if fragment.left - before.right > _SET_APART * fragment.size:
            yield words
            words = 0
        words += count_words_of(fragment.text)
    yield words


def _are_running(sides: tuple[_Side, _Side]) -> bool:
    """Whether both sides are running text; of few lines, both must fill their width and go on."""
    if any(side.words < _WORDS for side in sides):
        return False
    if all(len(side.rows) >= _FEWEST_RUNNING for side in sides):
        return sides[0].is_running
    return all(side.is_running and side.goes_on for side in sides)


def _are_rows_of_blocks(sides: tuple[_Side, _Side]) -> bool:
    """Whether the blocks of both sides start at the same heights, as wrapped cells do."""
    tops = [side.block_tops() for side in sides]
    if len(tops[0]) != len(tops[1]) or len(tops[0]) < 3 or all(s.has_heads for s in sides):
        return False
    return all(abs(a - b) <= SIDE_BY_SIDE * sides[0].size for a, b in zip(*tops, strict=True))


def _are_sorted(sides: tuple[_Side, _Side]) -> bool:
    """Whether the lines of one side go on in the alphabet where those of the other end."""
    texts = [[row[0].text.casefold() for row in side.rows] for side in sides]
    words = texts[0] + texts[1]
    long = min(map(len, texts)) >= _FEWEST_SORTED and not any(map(str.isdigit, "".join(words)))
    return long and words == sorted(words) and len(set(words)) == len(words)


def _are_markers(fragments: Sequence[Fragment]) -> bool:
    found = sum(bool(MARKER.fullmatch(f.text)) for f in fragments)
    return found >= 0.8 * len(fragments)


def _is_ruled(sides: tuple[_Side, _Side], edge: float, uprights: Sequence[Box]) -> bool:
    """Whether a rule parts both sides for most of their height."""
    left = max(f.right for f in sides[0].fragments) - 1
    high = min(side.top for side in sides) - max(side.bottom for side in sides)
    return any(left <= u[0] <= edge + _EDGE and u[3] - u[1] >= 0.6 * high for u in uprights)
