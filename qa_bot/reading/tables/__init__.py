"""Tables as sentences, one a row, in which every value stands with its row's and column's names.

All formats write their tables the same way. A format gives the grid of cells as it stands in the
file, blank rows and title rows included, with merged cells already repeated in every place that
they cover:

    writer.table(rows, header=None, caption="", before_row=None)       # on a `TextWriter`
    table_lines(rows, header=None, caption="") -> TableText            # the same, as plain lines

- `rows`: each a sequence of `str` or `Cell(text, is_head, merged)`. `spread` makes them from cells
  with spans (HTML, Word, OpenDocument), `merge_ranges` from a grid and its merged ranges (sheets,
  slides).
- `header`: how many rows on top are known to name the columns (`True` is one, `False` none); None
  where the file doesn't say: then rows that are all `is_head` are taken, else the header is found.
- `caption`: a title that stands outside of the grid.
- `before_row(index)` is called before the line of each row is written, for page breaks.

Titles and notes become lines of their own, a header never stands alone, and a row reads
"Museum: Glass House; 2020: 6,100; 2021: 11,900."; groups of columns read "2022 - Sales: 5".
"""

from qa_bot.reading.tables.cells import Cell, Grid, Span, merge_ranges, spread
from qa_bot.reading.tables.collection import without_collection
from qa_bot.reading.tables.facts import is_table_of_facts
from qa_bot.reading.tables.lines import TableLine, TableText, table_lines

__all__ = [
    "Cell",
    "Grid",
    "Span",
    "TableLine",
    "TableText",
    "is_table_of_facts",
    "merge_ranges",
    "spread",
    "table_lines",
    "without_collection",
]
