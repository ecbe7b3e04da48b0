"""The row of a table that has the most or the least of something: "Which court is the cheapest?".

A superlative is answered by comparing all rows, which no single sentence does. It is only where one
table explains every word of the question, by its columns' names, its headings or its cells, and
where the column to compare is named, is the only one that fits, or is the only one with numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.answering.forms.listing import FoundList, find_lists, words_of_file
from qa_bot.answering.forms.superlative_words import Superlative, find_superlative
from qa_bot.answering.rows import read_cells
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Document, Evidence

_NUMBER = re.compile(
    r"(?P<before>[£€$¥]|[A-Z]{3}\s)?\s?"
    r"(?P<value>-?\d{1,3}(?:[,  ’']\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)"
    r"\s?(?P<after>%|[£€$°A-Za-zµ²³/][^\d;]{0,20})?"
)
MIN_ROWS = 2
"""Rows that are compared at the least."""
MAX_TIES = 3
"""Rows with the same value that are told; of more, none is the one that is asked for."""


@dataclass(frozen=True)
class Extreme:
    """The rows that a superlative picks, the columns that were compared, and of how many rows."""

    rows: tuple[Evidence, ...]
    columns: tuple[str, ...]
    name: str
    compared: int
    is_most: bool


@dataclass(frozen=True)
class _Row:
    place: Evidence
    cells: dict[str, str]


def find_extreme(index: Index, question: str, doc_ids: Sequence[str]) -> Extreme | None:
    """The rows of one table that a superlative asks for; None where not just one table fits.

    Args:
        index: the generation.
        question: a standalone question.
        doc_ids: the documents to look at.
    """
    asked = find_superlative(question)
    if asked is None:
        return None
    found: list[tuple[int, Extreme]] = []
    for doc_id in doc_ids:
        document = index.documents.document(doc_id)
        for table in find_lists(index, document) if document else ():
            if table.columns and document is not None:
                found += _pick(document, table, asked)
    best = max((fit for fit, _ in found), default=0)
    kept = [extreme for fit, extreme in found if fit == best]
    return kept[0] if len(kept) == 1 else None


def _pick(
    document: Document, table: FoundList, asked: Superlative
) -> Iterator[tuple[int, Extreme]]:
    """What a table has for a superlative, with how many words its columns and cells explain.

    A word that its headings have may narrow the rows as well ("class" under "Class prices"): then
    both ways must pick the same.
    """
    rows = [_Row(item, read_cells(document.text[item.start : item.end])) for item in table.items]
    names = list(dict.fromkeys(name for row in rows for name in row.cells))
    columns = {term for name in names for term in terms_of(name)}
    named = columns | {term for name in table.names for term in terms_of(name)}
    around = named | set(terms_of(f"{document.title} {words_of_file(document)}"))
    for section in document.sections_at(table.items[0].start):
        around |= set(terms_of(section.title))
    opening = {term for row in rows for term in _first_words(row, names)}
    in_cells = asked.terms - around
    may_narrow = (asked.terms & around & opening) - columns
    if not asked.terms & (named | opening):
        return
    ways = {
        frozenset(narrowed): _compare(rows, names, asked, table.names[0], narrowed)
        for narrowed in (in_cells, in_cells | may_narrow)
    }
    wide = ways[frozenset(in_cells)]
    if wide is not None and all(one is not None and one.rows == wide.rows for one in ways.values()):
        yield len(asked.terms & (columns | opening)), wide


def _compare(
    rows: Sequence[_Row],
    names: Sequence[str],
    asked: Superlative,
    name: str,
    having: frozenset[str],
) -> Extreme | None:
    """What a superlative picks of the rows that have some words."""
    kept = [row for row in rows if having <= _first_words(row, names)]
    kept = kept or [row for row in rows if having <= _all_words(row)]
    columns = _choose_columns(kept, names, asked) if len(kept) >= MIN_ROWS else ()
    picked = [row.place for column in columns for row in _extremes(kept, column, asked.is_most)]
    if not picked:
        return None
    return Extreme(tuple(dict.fromkeys(picked)), columns, name, len(kept), asked.is_most)


def _first_words(row: _Row, names: Sequence[str]) -> set[str]:
    """The words of what a row is, which stand in its columns before the first number."""
    texts = []
    for name in names:
        value = row.cells.get(name, "")
        if _NUMBER.fullmatch(value):
            break
        texts.append(value)
    return set(terms_of(" ".join(texts)))


def _all_words(row: _Row) -> set[str]:
    return set(terms_of(" ".join(row.cells.values())))


def _choose_columns(
    rows: Sequence[_Row], names: Sequence[str], asked: Superlative
) -> tuple[str, ...]:
    """The columns to compare: those with the most words asked for that fit what is measured."""
    fitting = [name for name in names if _has_numbers(rows, name)]
    told = [name for name in fitting if asked.measures(name, _cells(rows, name))]
    if asked.has_measure:
        fitting = told
    if not fitting:
        return ()
    held = {name: len(asked.terms & set(terms_of(name))) for name in fitting}
    most = max(held.values())
    best = [name for name in fitting if held[name] == most]
    if most:
        beside = {name: len(set(terms_of(name)) - asked.terms) for name in best}
        best = [name for name in best if beside[name] == min(beside.values())]
    if len(best) == 1 and (most or asked.has_measure or asked.is_of_amount):
        return tuple(best) if most or asked.has_measure or len(fitting) == 1 else ()
    same_unit = {_unit(cell) for name in best for cell in _cells(rows, name)}
    return tuple(best) if asked.has_measure and len(same_unit) == 1 else ()


def _has_numbers(rows: Sequence[_Row], name: str) -> bool:
    """Whether all that stands in a column are numbers of one unit, of two rows at the least."""
    cells = _cells(rows, name)
    if len(cells) < MIN_ROWS and not (cells and len(rows) >= MIN_ROWS):
        return False
    return all(map(_NUMBER.fullmatch, cells)) and len({_unit(cell) for cell in cells}) == 1


def _cells(rows: Sequence[_Row], name: str) -> list[str]:
    return [row.cells[name] for row in rows if name in row.cells]


def _extremes(rows: Sequence[_Row], column: str, is_most: bool) -> list[_Row]:
    having = [row for row in rows if column in row.cells]
    values = [_value(row.cells[column]) for row in having]
    best = max(values) if is_most else min(values)
    tied = [row for row, value in zip(having, values, strict=True) if value == best]
    return tied if len(tied) <= MAX_TIES else []


def _value(cell: str) -> float:
    match = _NUMBER.fullmatch(cell)
    return float(re.sub(r"[,  ’']", "", match["value"])) if match else 0.0


def _unit(cell: str) -> str:
    match = _NUMBER.fullmatch(cell)
    return f"{match['before'] or ''}{match['after'] or ''}".strip() if match else cell
