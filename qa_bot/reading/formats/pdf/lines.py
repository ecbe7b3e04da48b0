"""Lines: what stands on one line of a region, as text with its place and its face."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.joining import END
from qa_bot.reading.formats.pdf.markers import BARE_NUMBER, BULLETS, CLAUSE, MARKER
from qa_bot.reading.formats.pdf.rows import Row, count_words_of
from qa_bot.reading.formats.pdf.tables import TableBlock, join_row

_CELL_GAP = 1.5
"""Gap, in line heights, that parts the cells of a table row."""
_CHASM = 6.0
"""Gap, in line heights, that counts as an empty cell: it makes a row of two cells."""
_EVEN = 0.1
"""Difference, in line heights, between the gaps of words that are set apart evenly."""
_MARKER_GAP = 4.5
"""Gap between a list marker and its text, at most, in line heights."""
_BULLET_GAP = 0.6
"""Gap between a letter that stands for a bullet and its text, at least, in line heights."""
_BOXES = ("☐", "☑", "☒")
_DASHES = "-–—·*"
_BULLET_LETTERS = ("o", "§", "Ø", "ü")
"""How fonts of signs without a table of their letters spell their bullets."""
_FULL = 0.9
"""Share of the right edge that a line reaches whose sentence goes on in the next one."""
_FEWEST_WORDS = 3
"""Words of the first line of a clause, at least."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a region, or a table in it.

    Its height and size are those of its longest fragment; `cells` counts the pieces that wide gaps
    part.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False
    cells: int = 1
    backwards: bool = False
    """Read against the direction of its page."""
    mono: bool = False
    """In letters that are all equally wide, as code."""
    indent: float = 0.0
    """How far from `left` the text after a list marker starts; 0 where none opens the line."""
    below_rule: bool = False
    """Below the short rule that stands above footnotes."""
    opens_bold: bool = False
    """Whether it starts in bold letters and goes on in others, as the entry of a dictionary."""
    is_aside: bool = False
    """In a box beside the text."""
    table: TableBlock | None = None

    @property
    def is_upright(self) -> bool:
        """False for text that runs up or down the page."""
        if self.table is not None:
            return True
        return len(self.text) < 4 or self.top - self.bottom < 3 * (self.right - self.left)


def join_marker(row: Row) -> Row:
    """A row with a list marker and the text after it as one fragment."""
    while len(row) > 2 and all(f.text in BULLETS for f in row[:2]):
        row = row[1:]  # an item that holds nothing but a list
    row = _part_bullet(row)
    if len(row) < 2:
        return row
    marker, text = row[:2]
    if not MARKER.fullmatch(marker.text) and not _is_clause(row):
        return row
    if len(row) > 2 and all(MARKER.fullmatch(f.text) for f in row):
        return row  # names of columns: "(1)", "(2)", "(3)"
    if text.left - marker.right > _MARKER_GAP * text.size:
        return row
    if marker.text in _DASHES and len(row) > 2:
        return row
    return [_marked(marker, marker.text, text), *row[2:]]


def join_choices(row: Row) -> Row:
    """A row with the boxes of a question and what each of them stands for as one fragment."""
    boxes = [n for n, f in enumerate(row) if f.text in _BOXES]
    if len(boxes) < 2 or any(
        n + 1 == len(row) or n + 1 in boxes or row[n + 1].left - row[n].right > row[n].size
        for n in boxes
    ):
        return row
    first, *choices = row[boxes[0] :]
    joined = replace(choices[0], text=join_row([first, *choices]), left=first.left)
    return [*row[: boxes[0]], replace(joined, right=choices[-1].right, gaps=())]


def _is_clause(row: Row) -> bool:
    """Whether a row is the number of a clause and its text, rather than two values."""
    number, text = row[:2]
    if not CLAUSE.fullmatch(number.text) or len(row) > 2 or text.text[0].isdigit():
        return False
    return count_words_of(text.text) >= _FEWEST_WORDS


def _part_bullet(row: Row) -> Row:
    """A row whose first letter stands for a bullet with that bullet as a fragment of its own."""
    first, *rest = row
    if first.text[0] not in _BULLET_LETTERS:
        return row
    if first.gaps and first.gaps[0][0] == 1:
        _, left, right = first.gaps[0]
        rest = [replace(first, text=first.text[2:], left=right, gaps=()), *rest]
        first = replace(first, text=first.text[0], right=left)
    far = rest and rest[0].left - first.right > _BULLET_GAP * first.size
    if len(first.text) > 1 or not far or rest[0].text[0].isdigit():
        return row
    return [replace(first, text="•", gaps=()), *rest]


def join_numbers(rows: Sequence[Row]) -> list[Row]:
    """Rows with the bare numbers of list items as markers ("1.").

    Numbers open items where they count up and stand below each other, and so do their texts; the
    lines between them go on where the texts start, or the last of them ends.
    """
    joined = list(rows)
    right = max((row[-1].right for row in rows), default=0.0)
    found = [(n, item) for n, row in enumerate(rows) if (item := _numbered(row))]
    items: set[int] = set()
    for (n, before), (other, item) in itertools.pairwise(found):
        shift = abs(before.left + before.indent - item.left - item.indent)
        between = rows[n + 1 : other]
        hung = bool(between) and all(row[0].left > before.left + 2 for row in between)
        last = rows[other - 1][-1]
        ended = last.right < _FULL * right or END.search(last.text)
        if _number(item) == _number(before) + 1 and shift < 2 and (hung or ended):
            items |= {n, other}
    for n, item in found:
        if n in items:
            joined[n] = [replace(item, text=BARE_NUMBER.sub(r"\1. ", item.text, count=1))]
        elif len(rows[n]) == 1:
            joined[n] = [replace(item, indent=0.0)]
    return joined


def _numbered(row: Row) -> Fragment | None:
    """A row that opens with a bare number, and holds nothing but a text beside it."""
    if row[0].bold:
        return None  # a heading
    if len(row) == 1 and row[0].indent and BARE_NUMBER.match(row[0].text):
        return row[0]
    if len(row) == 2 and row[0].text.isdecimal() and len(row[0].text) < 3:
        number, text = row
        near = text.left - number.right <= _MARKER_GAP * text.size
        return _marked(number, number.text, text) if near else None
    return None


def _number(item: Fragment) -> int:
    return int(item.text.split(" ", 1)[0])


def _marked(marker: Fragment, written: str, text: Fragment) -> Fragment:
    return replace(
        text, text=f"{written} {text.text}", left=marker.left, indent=text.left - marker.left
    )


def make_line(row: Sequence[Fragment]) -> Line:
    """The fragments of a line in the direction in which it is read."""
    main = row[0] if len(row) == 1 else max(row, key=lambda f: len(f.text))
    backwards = main.against
    ordered = sorted(row, key=lambda f: -f.right) if backwards else row
    gaps = [b.left - a.right for a, b in itertools.pairwise(row)]
    mono = all(f.mono for f in row)
    return Line(
        _join_code(row) if mono else join_row(ordered),
        row[0].left,
        main.bottom,
        max(f.right for f in row),
        main.top,
        main.size,
        all(f.bold for f in row),
        1 if _are_set_apart(row, gaps) else 1 + sum(_count_cells(gap, main.size) for gap in gaps),
        backwards,
        mono,
        row[0].indent,
        opens_bold=row[0].opens_bold or (row[0].bold and not all(f.bold for f in row)),
    )


def _count_cells(gap: float, size: float) -> int:
    return (gap > _CELL_GAP * size) + (gap > _CHASM * size)


def _are_set_apart(row: Sequence[Fragment], gaps: Sequence[float]) -> bool:
    """Whether the words of a line are set apart to fill its width: evenly, and not too far."""
    if len(gaps) < 2 or max(gaps) - min(gaps) > _EVEN * row[0].size:
        return False
    return max(gaps) < _CHASM / 2 * row[0].size and all(f.text[-1].isalpha() for f in row[:-1])


def _join_code(row: Sequence[Fragment]) -> str:
    """The pieces of a line of code with as many spaces between them as there is room for."""
    text = row[0].text
    for before, fragment in itertools.pairwise(row):
        width = (before.right - before.left) / len(before.text)
        text += (
            " " * max(1, round((fragment.left - before.right) / max(width, 0.1))) + fragment.text
        )
    return text


def table_line(table: TableBlock, rows: Sequence[Row]) -> Line:
    """A table as a line of its region."""
    fragments = [f for row in rows for f in row]
    return Line(
        table.text,
        min(f.left for f in fragments),
        min(f.bottom for f in fragments),
        max(f.right for f in fragments),
        max(f.top for f in fragments),
        fragments[0].size,
        table=table,
    )


def find_body_size(lines: Iterable[Line], rounded: Callable[[float], float]) -> float:
    """The size of most letters, alike those that are `rounded` to the same; 0 without lines."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[rounded(line.size)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
