"""Layout: a page's fragments as lines in reading order, region by region.

Ruled tables are taken out first, then columns are found, then the tables without rules in what is
left. What crosses a gutter (a title, a figure) parts the columns above from those below.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_bot.reading.formats.pdf.aligned_tables import find_aligned
from qa_bot.reading.formats.pdf.columns import find_gutter, split_at
from qa_bot.reading.formats.pdf.drawing import Drawing
from qa_bot.reading.formats.pdf.fragments import MARKER, Fragment
from qa_bot.reading.formats.pdf.lines import Line, make_line
from qa_bot.reading.formats.pdf.rows import Row, drop_doubles, find_rows
from qa_bot.reading.formats.pdf.ruled_tables import find_ruled
from qa_bot.reading.formats.pdf.tables import TableBlock

_FEWEST_LINES = 3
"""Lines of each side of a band that is read column by column."""
_NUMBER_MARGIN = 10.0
_FEWEST_NUMBERS = 10

Region = list[Line]


def arrange(fragments: Sequence[Fragment], drawing: Drawing | None = None) -> list[Region]:
    """The regions of a page in reading order, each as its lines from top to bottom."""
    drawing = drawing or Drawing()
    upright = drop_doubles([f for f in fragments if f.is_upright])
    upright = _without_line_numbers(upright)
    tables, rest = find_ruled(upright, drawing)
    regions = list(_arrange(rest, tables, drawing))
    turned = [[make_line([f])] for f in fragments if not f.is_upright]
    return [region for region in regions if region] + turned


