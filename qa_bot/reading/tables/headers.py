"""The rows of a table that name its columns, found by comparing them with the rows below.

A header is told by what its cells are next to those of their columns: words above numbers, a usual
name ("Price"), years above values. A first row that looks like all others (a person above persons)
is a row of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_bot.reading.tables.cells import Cell, Grid
from qa_bot.reading.tables.kinds import (
    Kind,
    counts_on,
    is_column_name,
    is_series,
    kind_of,
    series_of,
    usual_kind,
)

_DEEPEST = 3
"""Rows below the first among which the last row of a header is looked for."""
_LONGEST_NAME = 80
_STRONG = 2
_PERIOD = re.compile(r"(?:19|20)\d\d")
_SPECIFIC = (Kind.NUMBER, Kind.CODE, Kind.NAME)


def count_header_rows(rows: Grid, is_continued: bool = False) -> int:
    """How many rows on top name the columns; 0 where none does.

    Args:
        rows: rows of one table without titles or blank rows.
        is_continued: whether the rows may go on with a table above, so that only a header that
            can't be anything else counts.
    """
    found = 0
    for last in range(min(_DEEPEST, len(rows) - 1)):
        if found and not _has_more_names(rows[last], rows[found - 1]):
            break
        if not _may_stand_above(rows[:last], rows[last]):
            break
        if _names_columns(rows[last], rows[last + 1 :], is_continued):
            found = last + 1
    return found + (_count_units(rows[found - 1], rows[found:]) if found else 0)


def count_marked_rows(rows: Grid) -> int | None:
    """How many rows on top consist of cells that the file says are names.

    None where it says so of no cell, or of all. A row with one name below them heads a group of
    rows, or has no values.
    """
    if not any(cell.is_head for row in rows for cell in row):
        return None
    marked = list(map(is_marked, rows))
    if all(marked):
        return None
    count = marked.index(False)
    groups = (n for n in range(1, count) if len(filled_cells(rows[n])) == 1 < len(rows[n]))
    return complete_header(rows, next(groups, count))


def complete_header(rows: Grid, count: int) -> int:
    """The rows of a header whose first ones are known: a row of groups has names below it."""
    if 0 < count < len(rows) and any(cell.merged for cell in rows[count - 1]):
        return max(count, count_header_rows(rows))
    return count


def is_marked(row: Sequence[Cell]) -> bool:
    """Whether the file says that all cells of a row are names."""
    return all(cell.is_head for cell in row if cell.text)


def filled_cells(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row that hold text, merged ones once."""
    return [cell for cell in row if cell.text and not cell.merged]


def column_names(header: Grid, body: Grid) -> tuple[list[str], str]:
    """The name of each column, and what the header says of the table as a whole.

    Groups above columns come first: "2022 - Sales".
    """
    width = max(map(len, [*header, *body]))
    texts = [_padded(row, width) for row in header]
    if not texts:
        return [""] * width, ""
    context: list[str] = []
    for position, row in enumerate(header[:-1]):
        if not any(cell.merged for cell in row):
            texts[position] = _spread_groups(texts[position], texts[-1], body, context)
    columns = [list(dict.fromkeys(filter(None, column))) for column in zip(*texts, strict=True)]
    return [" - ".join(name.rstrip(":：") for name in column) for column in columns], "; ".join(
        context
    )


def _names_columns(row: Sequence[Cell], body: Grid, is_continued: bool) -> bool:
    names = filled_cells(row)
    has_corner = len(row) == 2 and not row[0].text
    if len(names) < 2 - has_corner or any(len(cell.text) > _LONGEST_NAME for cell in names):
        return False
    if counts_on([row[0].text, *(other[0].text for other in body[:_DEEPEST] if other)]):
        return False
    score = _score(row, [other for other in body if other != row])
    if score or is_continued:
        return score > (len(names) if is_continued else 0)
    widest = max(len(filled_cells(other)) for other in body)
    texts = [cell.text for cell in names]
    return (
        len(names) >= max(2, widest - 1)
        and len(set(texts)) == len(texts)
        and not any(kind_of(text) is Kind.NUMBER for text in texts)
    )


def _score(row: Sequence[Cell], body: Grid) -> int:
    """Above 0 where a row differs from those below as names differ from values."""
    series = _series(row)
    in_series = bool(series) and sum(_series(other) == series for other in body) <= len(body) / 2
    return sum(_score_column(name, below, in_series) for name, below in _columns(row, body))


def _series(row: Sequence[Cell]) -> str:
    """What the numbers of a row count, beside its first cell and a sum at its end."""
    return series_of(
        [cell.text for cell in row[1:] if not cell.merged and kind_of(cell.text) is Kind.NUMBER]
    )


def _columns(row: Sequence[Cell], body: Grid) -> Iterator[tuple[str, list[str]]]:
    """Each filled cell of a row with the filled cells under it."""
    for place, cell in enumerate(row):
        if cell.text:
            yield cell.text, [r[place].text for r in body if place < len(r) and r[place].text]


def _score_column(name: str, below: list[str], in_series: bool) -> int:
    kind, usual = kind_of(name), usual_kind(below)
    if name in below:
        return -_STRONG
    if is_column_name(name):
        return 1 if " " in name else _STRONG
    if kind is Kind.NUMBER:
        return 1 if in_series else -_STRONG
    if kind is Kind.NOTHING or usual is Kind.NOTHING:
        return 0
    if usual is Kind.NUMBER:
        return _STRONG
    if kind is usual:
        return -1 if kind in _SPECIFIC else 0
    return 1 if usual in (*_SPECIFIC, Kind.PROSE) else 0


def _may_stand_above(above: Grid, names: Sequence[Cell]) -> bool:
    """Whether rows are groups above names: fewer cells, and no values."""
    count = len(filled_cells(names))
    return all(
        len(filled_cells(row)) < count
        and (
            is_series(texts := [cell.text for cell in filled_cells(row)])
            or is_series(texts[1:])
            or not _values(["", *_narrow(row)])
        )
        for row in above
    )


def _narrow(row: Sequence[Cell]) -> list[str]:
    """The texts of a row's cells after the first that are not merged over several columns."""
    first = next((n for n, cell in enumerate(row) if cell.text), len(row))
    beside = zip(row[first + 1 :], [*row[first + 2 :], Cell()], strict=False)
    return [cell.text for cell, after in beside if not (cell.merged or after.merged)]


def _has_more_names(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether names stand below a row that names fewer columns, its groups.

    Years are such names where nothing stands before them but what is above them.
    """
    names = filled_cells(row)
    if len(names) <= len(filled_cells(above)):
        return False
    is_open = row[0].text in ("", above[0].text)
    return not _values(["", *(c.text for c in names)]) or (is_open and bool(_series(row)))


def _values(texts: Sequence[str]) -> bool:
    return any(kind_of(text) is Kind.NUMBER for text in texts[1:])


def _count_units(names: Sequence[Cell], body: Grid) -> int:
    """1 where the first row of the body goes on with the header ("cm", "kg" under the names)."""
    if len(body) < 2:
        return 0
    row, rest = body[0], body[1:]
    filled = filled_cells(row)
    first = row[0].text if row else ""
    if not filled or first not in ("", names[0].text) or _values(["", *(c.text for c in filled)]):
        return 0
    return int(any(usual_kind(below) is Kind.NUMBER for _, below in _columns(row, rest)))


def _padded(row: Sequence[Cell], width: int) -> list[str]:
    return [*(cell.text for cell in row), *[""] * (width - len(row))]


def _spread_groups(row: list[str], names: list[str], body: Grid, context: list[str]) -> list[str]:
    """Names of groups over all columns of their group, where no cell is merged to say so.

    A group's columns stand together between columns without a name; where they don't, a group
    reaches to the next one. What stands over a column that is empty is said of the whole table,
    and so is a period that stands alone.
    """
    runs = _runs(names)
    spread = [""] * len(row)
    filled = {place for r in body for place, cell in enumerate(r) if cell.text}
    own = {place for place, text in enumerate(row) if text and not names[place] and place in filled}
    groups = [place for place, text in enumerate(row) if text and place not in own]
    is_period = len(groups) == 1 and _PERIOD.search(row[groups[0]])
    for place in sorted([*own, *groups]):
        if place in own:
            spread[place] = row[place]
        elif not names[place] or is_period:
            context.append(row[place])
        else:
            run = next(run for run in runs if place in run)
            alone = sum(bool(row[other]) for other in run) == 1
            first = run.start if alone and len(runs) > 1 else place
            last = next((o for o in run if o > place and row[o]), run.stop)
            spread[first:last] = [row[place]] * (last - first)
    return spread


def _runs(names: Sequence[str]) -> list[range]:
    """Stretches of neighbouring columns that have names."""
    runs: list[range] = []
    for place, name in enumerate(names):
        if name and runs and runs[-1].stop == place:
            runs[-1] = range(runs[-1].start, place + 1)
        elif name:
            runs.append(range(place, place + 1))
    return runs
