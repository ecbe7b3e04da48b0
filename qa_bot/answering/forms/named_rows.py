"""The row of a table that a question of a price or another measure names: "How much is the rose?".

The reader knows sentences better than rows, and refuses some that say just what is asked. Such a
row is shown where one table alone has the name in its first column and the measure in another,
and its first column, columns and headings explain every word of the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.answering.forms.listing import FoundList, find_lists, terms_above, words_of_file
from qa_bot.answering.forms.measures import HEIGHT, LENGTH, MONEY, WEIGHT
from qa_bot.answering.forms.quantities import read_quantity
from qa_bot.answering.forms.tables import Row, read_table
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Document, Evidence

_LIGHT = frozenset(("per", "one", "each"))
MAX_NAMED_ROWS = 3
"""Rows that a name may fit; of more, none is the one that is asked for."""
_ASKS = tuple(
    (re.compile(rf"\W*{pattern}\W*", re.IGNORECASE), re.compile(measure, re.IGNORECASE))
    for pattern, measure in (
        (r"how much (?:is|are|would be) (?P<name>[^?]+?)(?: costs?)?", MONEY),
        (
            r"(?:how much|what) (?:does|do|will|would) (?P<name>[^?]+?) costs?(?P<more> [^?]+)?",
            MONEY,
        ),
        (r"what (?:is|are) the (?:price|cost|fee|charge)s? (?:of|for) (?P<name>[^?]+)", MONEY),
        (r"how heavy (?:is|are) (?P<name>[^?]+)|what does (?P<name2>[^?]+) weigh", WEIGHT),
        (r"how (?:tall|high) (?:is|are|does|do) (?P<name>[^?]+?)(?: grow| get)?", HEIGHT),
        (r"how long (?:is|are|does|do) (?P<name>[^?]+?)(?: last| take)?", LENGTH),
    )
)


def find_named_rows(index: Index, question: str, doc_ids: Sequence[str]) -> tuple[Evidence, ...]:
    """The rows of the only table that has what a question names; none where there is none such.

    Args:
        index: the generation.
        question: the standalone question.
        doc_ids: the documents to look at.
    """
    asked = next(((m, measure) for one, measure in _ASKS if (m := one.fullmatch(question))), None)
    if asked is None:
        return ()
    match, measure = asked
    said = " ".join(text for text in match.groupdict().values() if text)
    terms = {term for term in terms_of(said) if term not in _LIGHT}
    found = []
    for doc_id in doc_ids:
        document = index.documents.document(doc_id)
        for table in find_lists(index, document) if document else ():
            if table.columns and document is not None:
                found.append(_pick(document, table, terms, measure))
    kept = [rows for rows in found if rows]
    return kept[0] if len(kept) == 1 and len(kept[0]) <= MAX_NAMED_ROWS else ()


def _pick(
    document: Document, table: FoundList, terms: set[str], measure: re.Pattern[str]
) -> tuple[Evidence, ...]:
    """The rows whose first cells have what is named and that have the measure in a column."""
    rows, names = read_table(document, table)
    head, *columns = names
    measured = [name for name in columns if _measures(name, rows, measure)]
    around = {term for name in (*names, *table.names) for term in terms_of(name)}
    around |= terms_above(document, table.items[0].start)
    around |= set(terms_of(f"{document.title} {words_of_file(document)}"))
    labels = [set(terms_of(row.cells.get(head, ""))) for row in rows]
    named = terms - around or terms & set[str]().union(*labels)
    if not measured or not named:
        return ()
    fitting = [
        (row, label)
        for row, label in zip(rows, labels, strict=True)
        if named <= label
        and any(name in row.cells for name in measured)
        and not _goes_on(row.cells[head], named)
    ]
    exact = [(row, label) for row, label in fitting if label <= terms]
    return tuple(row.place for row, _ in exact or fitting)


def _goes_on(label: str, named: set[str]) -> bool:
    """Whether a label is of another thing behind the name: "Dog life jacket" for a dog.

    What stands in capitals there ("Rose New Dawn") or behind a comma tells it more closely.
    """
    words = re.findall(r"[\w’'-]+|[,;:(/]", label)
    last = max((i for i, word in enumerate(words) if named & set(terms_of(word))), default=-1)
    after = words[last + 1 :][:1]
    return bool(after and after[0].islower() and terms_of(after[0]))


def _measures(name: str, rows: Sequence[Row], measure: re.Pattern[str]) -> bool:
    """Whether a column has quantities of a measure, by its name or in its cells."""
    cells = [row.cells[name] for row in rows if name in row.cells]
    if not cells or not all(read_quantity(cell) for cell in cells):
        return False
    return any(measure.search(text) for text in (name, cells[0]))
