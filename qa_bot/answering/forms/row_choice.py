"""The rows of a table that a question picks: "Which court is the cheapest?", "Who is in Sales?".

They are picked by comparing all rows, which no single sentence does. It is only where one table
explains every word of the question, by its columns' names, its headings or its cells, and where the
column to compare is named, is the only one that fits, or is the only one with numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from qa_bot.answering.forms.listing import FoundList, find_lists, terms_above
from qa_bot.answering.forms.measures import SIZE
from qa_bot.answering.forms.quantities import Quantity, read_quantity
from qa_bot.answering.forms.row_choice_words import Comparison
from qa_bot.answering.forms.row_kinds import pick_kind
from qa_bot.answering.forms.tables import MIN_ROWS, ChosenRows, Row, read_table
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Document

_COUNTED = re.compile(r"how many (?:of )?(?:the )?(?P<things>\w+)", re.IGNORECASE)
"""Things whose number is asked for: a bare bound is not of it ("how many of us were over 50")."""
MAX_TIES = 3
"""Rows with the same value that are told; of more, none is the one that is asked for."""


def choose_rows(index: Index, asked: Comparison, doc_ids: Sequence[str]) -> ChosenRows | None:
    """The rows of one table that a comparison asks for; None where not just one table fits.

    Args:
        index: the generation.
        asked: what a standalone question says of the rows that it wants.
        doc_ids: the documents to look at.
    """
    found: list[tuple[int, ChosenRows]] = []
    for doc_id in doc_ids:
        document = index.documents.document(doc_id)
        for table in find_lists(index, document) if document else ():
            if table.columns and document is not None:
                found += (_pick if asked.kinds else pick_kind)(document, table, asked)
    best = max((fit for fit, _ in found), default=0)
    kept = [chosen for fit, chosen in found if fit == best]
    if not kept and asked.inverse:
        other = replace(asked, is_most=not asked.is_most, measure=asked.inverse, inverse="")
        return choose_rows(index, other, doc_ids)
    return kept[0] if len(kept) == 1 else None


def _pick(
    document: Document, table: FoundList, asked: Comparison
) -> Iterator[tuple[int, ChosenRows]]:
    """What a table has for a comparison, with how many words its columns and cells explain.

    A word that its headings have may narrow the rows as well ("class" under "Class prices"): then
    both ways must pick the same. It does where a whole cell is called so ("Gutters" under "Roof and
    gutters").
    """
    rows, names = read_table(document, table)
    rows, told = _narrow_by_columns(rows, names, asked.text)
    columns = {term for name in names for term in terms_of(name)}
    named = columns | {term for name in table.names for term in terms_of(name)}
    around = named | terms_above(document, table.items[0].start) | told
    opening = {term for row in rows for term in _first_words(row, names)}
    in_cells = asked.terms - around
    may_narrow = (asked.terms & around & opening) - columns - told
    whole = {
        term
        for row in rows
        for cell in _first_cells(row, names)
        if cell <= may_narrow
        for term in cell
    }
    in_cells, may_narrow = in_cells | whole, may_narrow - whole
    if not asked.terms & (around if told else named | opening):
        return
    ways = {
        frozenset(narrowed): _compare(rows, names, asked, table.names[0], narrowed)
        for narrowed in (in_cells, in_cells | may_narrow)
    }
    wide = ways[frozenset(in_cells)]
    if wide is not None and all(one is not None and one.rows == wide.rows for one in ways.values()):
        yield len(asked.terms & (columns | opening | told)), wide


def _narrow_by_columns(
    rows: list[Row], names: Sequence[str], question: str
) -> tuple[list[Row], set[str]]:
    """The rows with what a question says behind a column's name, and the words that said it.

    "To Skarholm" is the rows with Skarholm under "To".
    """
    told: set[str] = set()
    for name in names:
        values = {row.cells.get(name, "") for row in rows} - {""}
        said = [v for v in values if re.search(rf"\b{re.escape(f'{name} {v}')}\b", question, re.I)]
        if len(said) == 1:
            rows = [row for row in rows if row.cells.get(name) == said[0]]
            told |= set(terms_of(f"{name} {said[0]}"))
    return rows, told


def _compare(
    rows: Sequence[Row],
    names: Sequence[str],
    asked: Comparison,
    name: str,
    having: frozenset[str],
) -> ChosenRows | None:
    """What a comparison picks of the rows that have some words."""
    kept = [row for row in rows if having <= _first_words(row, names)]
    kept = kept or _having_alike(rows, having)
    columns = _choose_columns(kept, names, asked) if len(kept) >= MIN_ROWS else ()
    picked = [row.place for column in columns for row in _picked_by(kept, column, asked)]
    if not picked:
        return None
    return ChosenRows(tuple(dict.fromkeys(picked)), columns, name, len(kept), asked, asked.said)


def _first_words(row: Row, names: Sequence[str]) -> set[str]:
    """The words of what a row is."""
    return set[str]().union(*_first_cells(row, names))


def _first_cells(row: Row, names: Sequence[str]) -> list[set[str]]:
    """The words of what a row is, by cells, which stand in its columns before the first number."""
    values = takewhile(
        lambda value: not read_quantity(value), (row.cells.get(name, "") for name in names)
    )
    return [set(terms_of(value)) for value in values]


def _having_alike(rows: Sequence[Row], having: frozenset[str]) -> list[Row]:
    """The rows that have some words anywhere; none where these stand in different columns."""
    kept = [row for row in rows if having <= set(terms_of(" ".join(row.cells.values())))]
    where = {
        frozenset(name for name, value in row.cells.items() if having & set(terms_of(value)))
        for row in kept
    }
    return kept if len(where) == 1 else []


def _choose_columns(
    rows: Sequence[Row], names: Sequence[str], asked: Comparison
) -> tuple[str, ...]:
    """The columns to compare: those with the most words asked for that fit what is measured."""
    fitting = [name for name in names if _has_quantities(rows, name, asked)]
    told = [name for name in fitting if asked.measures(name, _cells(rows, name))]
    if asked.has_measure:
        fitting = told
    if not fitting:
        return ()
    words = asked.terms | set(terms_of(asked.limit.unit if asked.limit else ""))
    if (counted := _COUNTED.match(asked.text)) and asked.limit and not asked.limit.unit:
        words -= set(terms_of(counted["things"]))
    held = {name: len(words & set(terms_of(name))) for name in fitting}
    most = max(held.values())
    best = [name for name in fitting if held[name] == most]
    if not most and asked.is_of_size:
        sizes = [name for name in best if SIZE.search(name)]
        return tuple(sizes) if len(sizes) == 1 else ()
    if most:
        beside = {name: len(set(terms_of(name)) - words) for name in best}
        best = [name for name in best if beside[name] == min(beside.values())]
    if len(best) == 1 and (most or asked.has_measure or asked.is_of_amount):
        return tuple(best) if most or asked.has_measure or len(fitting) == 1 else ()
    same_unit = {_quantity(cell).unit for name in best for cell in _cells(rows, name)}
    is_one = asked.limit is None and asked.has_measure and len(same_unit) == 1
    return tuple(best) if is_one else ()


def _has_quantities(rows: Sequence[Row], name: str, asked: Comparison) -> bool:
    """Whether all that stands in a column are quantities of one unit, of two rows at the least."""
    read = [read_quantity(cell) for cell in _cells(rows, name)]
    known = [one for one in read if one is not None and one.kind in asked.kinds]
    return bool(read) and len(known) == len(read) and len({(q.kind, q.unit) for q in known}) == 1


def _cells(rows: Sequence[Row], name: str) -> list[str]:
    return [row.cells[name] for row in rows if name in row.cells]


def _quantity(cell: str) -> Quantity:
    """What stands in a cell of a column of quantities."""
    return read_quantity(cell) or Quantity("number", 0.0, 0.0)


def _picked_by(rows: Sequence[Row], column: str, asked: Comparison) -> list[Row]:
    """The rows of a column that a comparison wants, in the table's order."""
    having = [row for row in rows if column in row.cells]
    values = [_quantity(row.cells[column]) for row in having]
    if asked.limit is not None:
        limit = asked.limit.in_year_of(values)
        return [r for r, v in zip(having, values, strict=True) if limit and _is_in(v, limit, asked)]
    ordered = sorted((value.low for value in values), reverse=asked.is_most)
    last = ordered[: max(asked.count, 1)][-1]
    wanted = [
        row
        for row, value in zip(having, values, strict=True)
        if (value.low >= last if asked.is_most else value.low <= last)
    ]
    return wanted if len(wanted) <= max(MAX_TIES, asked.count) else []


def _is_in(value: Quantity, limit: Quantity, asked: Comparison) -> bool:
    """Whether a value is on the side of a limit that a bound asks for."""
    if asked.is_inclusive:
        return value.high >= limit.low if asked.is_most else value.low <= limit.high
    return value.low > limit.high if asked.is_most else value.high < limit.low
