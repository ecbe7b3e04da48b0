"""All rows of a table that are of a kind: "Who works in Sales?", "How many desks are there?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_bot.answering.forms.listing import FoundList, words_of_file
from qa_bot.answering.forms.row_choice_words import Comparison
from qa_bot.answering.forms.tables import MIN_ROWS, ChosenRows, read_table
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Document


def pick_kind(
    document: Document, table: FoundList, asked: Comparison
) -> Iterator[tuple[int, ChosenRows]]:
    """The rows of a table that have in one column, or in some, just what a question names."""
    rows, names = read_table(document, table)
    around = {term for name in (*names, *table.names) for term in terms_of(name)}
    around |= set(terms_of(f"{document.title} {words_of_file(document)}"))
    words = set(terms_of(asked.text))
    told: dict[str, str] = {}
    for name in names:
        values = {row.cells.get(name, "") for row in rows}
        fitting = [value for value in values if (has := _terms_in(value)) and has <= words]
        if len(fitting) > 1:
            return
        if fitting:
            told[name] = fitting[0]
    told = {n: v for n, v in told.items() if _is_meant(n, v, told, asked.text)}
    named = {term for value in told.values() for term in _terms_in(value)}
    rest = {one for one in asked.terms - around - named if not _is_done_by(one, names)}
    kept = [row.place for row in rows if all(row.cells.get(n) == v for n, v in told.items())]
    if told and not rest and len(kept) >= MIN_ROWS:
        said = ", ".join(told.values())
        chosen = ChosenRows(tuple(kept), tuple(told), table.names[0], len(rows), asked, said)
        yield len(named), chosen


def _is_meant(name: str, value: str, told: dict[str, str], question: str) -> bool:
    """Whether a value is of a column, where another has it too: "from Birk" is not of "To"."""
    if list(told.values()).count(value) == 1:
        return True
    return re.search(rf"\b{re.escape(f'{name} {value}')}\b", question, re.IGNORECASE) is not None


def _terms_in(cell: str) -> set[str]:
    """The stemmed words of a cell, where "IT" alone is an acronym as it is in a sentence."""
    return set(terms_of(f"{cell} a"))


def _is_done_by(verb: str, names: Sequence[str]) -> bool:
    """Whether a verb is what somebody does after whom a column is called: "teach", "Teacher"."""
    return any(re.fullmatch(rf"{re.escape(verb)}(?:e?r|or)s?", name.casefold()) for name in names)
