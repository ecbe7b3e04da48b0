"""Leave out rows of a table, and items with a name, that are about another thing than is asked for.

"What time does the sauna close?" is not answered by the climbing wall's row, which says "Closed on
Mondays", nor "How much is the monthly pass?" by the row of the annual pass, nor "How much is the
sauna for children?" by a row that has no price for children where others have.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.citations import text_of
from qa_bot.answering.known_forms import IRREGULAR_FORMS
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.rows import is_row, read_cells
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import stem, terms_of

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
    asked = _with_forms(set(terms_of(question)))
    tables: dict[tuple[str, str, str], list[_Row]] = defaultdict(list)
    for one in scored:
        text = text_of(index.documents, one.passage.doc_id)
        if (row := _read(text, one)) is not None:
            tables[one.passage.doc_id, one.passage.section, row.head].append(row)
    others: set[int] = set()
    for rows in tables.values():
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
    """A row's sentence number, the name of its first column and those of the others.

    `label` are the stems of its first cell, `terms` those of all. An item has no columns.
    """

    number: int
    head: str
    columns: frozenset[str]
    label: set[str]
    terms: set[str]


def _read(text: str, one: ScoredSentence) -> _Row | None:
    """A sentence as a row; None where it is neither one nor an item with a name."""
    said = text[one.sentence.start : one.sentence.end]
    if is_row(text, one.sentence):
        cells = read_cells(said)
        first, *columns = cells
        label = cells[first]
    else:
        named = _NAMED_ITEM.match(said)
        if named is None:
            return None
        first, label, columns = _ITEMS, named["bold"] or named["plain"], []
    return _Row(
        one.sentence_id, first, frozenset(columns), set(terms_of(label)), set(terms_of(said))
    )


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
