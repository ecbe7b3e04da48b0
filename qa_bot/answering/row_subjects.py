"""Leave out rows of a table that are about another thing than the question names.

"What time does the sauna close?" is not answered by the climbing wall's row, which says "Closed on
Mondays", nor "How much is the monthly pass?" by the row of the annual pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.rows import is_row, read_cells
from qa_bot.answering.selection import text_of
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of


def drop_other_rows(
    index: Index, scored: Sequence[ScoredSentence], question: str
) -> list[ScoredSentence]:
    """The sentences without the rows whose table has a row that fits the question's names better.

    The names are the words of the question in the rows' first cells. A row gives way to one that
    has all of them that it has and more, or as many and nothing else in its first cell.

    Args:
        index: the generation that they come from.
        scored: the sentences of the passages that are looked at.
        question: the standalone question.
    """
    asked = set(terms_of(question))
    tables: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for one in scored:
        text = text_of(index.documents, one.passage.doc_id)
        if is_row(text, one.sentence):
            row = text[one.sentence.start : one.sentence.end]
            first = next(iter(read_cells(row).values()))
            found = _Row(one.sentence_id, set(terms_of(first)), set(terms_of(row)))
            tables[one.passage.doc_id, one.passage.section].append(found)
    others: set[int] = set()
    for rows in tables.values():
        names = asked & set[str]().union(*(row.label for row in rows))
        others |= {
            row.number for row in rows if any(_fits_better(one, row, names, asked) for one in rows)
        }
    return [one for one in scored if one.sentence_id not in others]


@dataclass(frozen=True)
class _Row:
    """A row's sentence number, and the stems of its first cell and of all."""

    number: int
    label: set[str]
    terms: set[str]


def _fits_better(one: _Row, other: _Row, names: set[str], asked: set[str]) -> bool:
    """Whether a row is what the question names rather than another."""
    ours, theirs = names & one.terms, names & other.terms
    if ours == theirs:
        return bool(ours & one.label) and one.label <= asked and not other.label <= asked
    return ours > theirs
