"""Leave out rows of a table, and items with a name, that are about another thing than is asked for.

"What time does the sauna close?" is not answered by the climbing wall's row, which says "Closed on
Mondays", nor "How much is the monthly pass?" by the row of the annual pass, nor "How much is the
sauna for children?" by a row that has no price for children where others have, nor "Is it open on
Sundays?" by the row of Monday, or "What does a wetsuit cost?" by a row of another table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_bot.answering.calendar_names import Named, asks_of_time, read_calendar
from qa_bot.answering.citations import text_of
from qa_bot.answering.known_forms import IRREGULAR_FORMS
from qa_bot.answering.lacking import ASKING_WORDS
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.rows import is_row, read_cells
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import stem, terms_of, words_of

_NAMED_ITEM = re.compile(
    r"[ \t]*(?:[-*•‣–]|\d{1,3}[.)])[ \t]+"
    r"(?:\*\*(?P<bold>[^*\n]{2,60})\*\*|(?P<plain>[^:*.;\n]{2,60}): )"
)
"""An item that begins with a name in bold, or before a colon."""
_ITEMS = "- "
"""What stands for the name of the first column where the rows are items."""


def drop_other_rows(
    index: Index, scored: Sequence[ScoredSentence], question: str
) -> list[ScoredSentence]:
    """The sentences without the rows whose table has a row that fits the question's names better.

    The names are the words of the question in the rows' first cells. A row gives way to one that
    has all of them that it has and more, or as many and nothing else in its first cell. Items of a
    list that begin with a name ("**Sauna**, heated daily", "Sauna: heated daily") are rows as well.

    Args:
        index: the generation that they come from.
        scored: the sentences of the passages that are looked at.
        question: the standalone question.
    """
    asked, time = _with_forms(set(terms_of(question))), asks_of_time(question)
    tables: dict[tuple[str, str, str], list[_Row]] = defaultdict(list)
    for one in scored:
        text = text_of(index.documents, one.passage.doc_id)
        if (row := _read(text, one)) is not None:
            tables[one.passage.doc_id, one.passage.section, row.head].append(row)
    others = _find_of_other_tables(tables, asked)
    for rows in tables.values():
        others |= _find_of_other_times(rows, time)
        names = asked & set[str]().union(*(row.label for row in rows))
        wanted = _find_columns(rows, asked - names)
        others |= {
            row.number
            for row in rows
            if any(_lacks(row, column, words) for column, words in wanted.items())
            or any(_fits_better(one, row, names, asked) for one in rows)
        }
    return [one for one in scored if one.sentence_id not in others]


@dataclass(frozen=True)
class _Row:
    """A row's sentence number, the name of its first column and its cells by their columns.

    `label` are the stems of its first cell, `terms` those of all. An item has its name alone.
    """

    number: int
    head: str
    cells: dict[str, str]
    label: set[str]
    terms: set[str]

    @property
    def columns(self) -> set[str]:
        """The names of the columns but the first."""
        return self.cells.keys() - {self.head}


def _read(text: str, one: ScoredSentence) -> _Row | None:
    """A sentence as a row; None where it is neither one nor an item with a name."""
    said = text[one.sentence.start : one.sentence.end]
    if is_row(text, one.sentence):
        cells = read_cells(said)
        first = next(iter(cells))
    else:
        named = _NAMED_ITEM.match(said)
        if named is None:
            return None
        first, cells = _ITEMS, {_ITEMS: named["bold"] or named["plain"]}
    return _Row(one.sentence_id, first, cells, set(terms_of(cells[first])), set(terms_of(said)))


def _find_of_other_tables(
    tables: Mapping[tuple[str, str, str], Sequence[_Row]], asked: set[str]
) -> set[int]:
    """The rows that name nothing of the question where it names a row of another table.

    That row's whole first cell stands in the question, and the others have none of its words.
    """
    named = {
        (place, frozenset(row.label))
        for place, rows in tables.items()
        for row in rows
        if row.label and row.label <= asked
    }
    return {
        row.number
        for place, rows in tables.items()
        for row in rows
        if row.label.isdisjoint(asked)
        and any(
            p[0] == place[0] and p != place and label.isdisjoint(row.terms) for p, label in named
        )
    }


def _find_of_other_times(rows: Sequence[_Row], asked: Named) -> set[int]:
    """The rows of other weekdays or months than those of the question.

    They stand in one column alone, in half of its cells at the least; where two columns have them,
    one may be a beginning and one an end.
    """
    cells = [(row.number, *cell) for row in rows for cell in row.cells.items() if cell[1]]
    read = [(number, name, read_calendar(cell)) for number, name, cell in cells]
    found: set[int] = set()
    for wanted, told in (
        (asked.days, [(number, name, one.days) for number, name, one in read if one.days]),
        (asked.months, [(number, name, one.months) for number, name, one in read if one.months]),
    ):
        columns = {name for _, name, _ in told}
        filled = sum(name in columns for _, name, _ in read)
        if wanted and len(columns) == 1 and 1 < len(told) >= filled / 2:
            found |= {number for number, _, has in told if has.isdisjoint(wanted)}
    return found


def _find_columns(rows: Sequence[_Row], asked: set[str]) -> dict[str, set[str]]:
    """The columns that a question names by words that no other column has, with these."""
    terms = {column: set(terms_of(column)) for row in rows for column in row.columns}
    found = {
        column: (own & asked).difference(*(terms[name] for name in terms if name != column))
        for column, own in terms.items()
    }
    return {column: words for column, words in found.items() if words}


def _lacks(row: _Row, column: str, words: set[str]) -> bool:
    """Whether a row has nothing in a column, nor says its words elsewhere."""
    return column not in row.columns and _with_forms(words).isdisjoint(row.terms)


def _with_forms(terms: set[str]) -> set[str]:
    """Some stems with those of their irregular forms ("child", "children")."""
    return terms | {stem(form) for term in terms for form in IRREGULAR_FORMS.get(term, ())}


def _fits_better(one: _Row, other: _Row, names: set[str], asked: set[str]) -> bool:
    """Whether a row is what the question names rather than another."""
    ours, theirs = names & one.terms, names & other.terms
    if ours == theirs:
        return bool(ours & one.label) and one.label <= asked and not other.label <= asked
    return ours > theirs


def have_same_name(
    index: Index, first: ScoredSentence, other: ScoredSentence, question: str
) -> bool:
    """Whether two rows of a table are alike what a question names: "Kayak, single" and "double".

    Both have the same words of it in their first cells, and neither is named whole.
    """
    places = [(one.passage.doc_id, one.passage.section) for one in (first, other)]
    text = text_of(index.documents, first.passage.doc_id)
    if places[0] != places[1] or not all(is_row(text, one.sentence) for one in (first, other)):
        return False
    ours, theirs = _read(text, first), _read(text, other)
    asked = _with_forms(set(terms_of(question)))
    if ours is None or theirs is None or ours.head != theirs.head or ours.label <= asked:
        return False
    named = asked & ours.label
    if _names_another(question, named, ours.label | theirs.label):
        return False
    return bool(named) and named == asked & theirs.label and not theirs.label <= asked


def _names_another(question: str, named: set[str], labels: set[str]) -> bool:
    """Whether a word right before a named one tells of another thing: a "sailing boat"."""
    words = words_of(question)
    return any(
        stem(word) in named and terms_of(before) and stem(before) not in labels | ASKING_WORDS
        for before, word in pairwise(words)
    )
