"""Tell whether a question names the document of the best passage, and what it asks beside that.

"Can people working at Marlow Green get any freebies?" names the handbook of Marlow Green. Its
welcome says that name most often and is nearest to the question, whatever is asked. What tells the
handbook's passages apart is the question without the words of the title.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.query import Query
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document that a question names, among passages that were found.

    `rest` is the question without the words of the title; `is_own`, (passages,), says which of the
    passages are the document's.
    """

    rest: Query
    is_own: NDArray[np.bool_]


def find_named(
    index: Index, query: Query, rows: NDArray[np.int64], best: int
) -> NamedDocument | None:
    """The document of the best passage, if its title has a word of the question.

    None as well where the title has all of its words, or no other passage of the document was
    found.

    Args:
        index: the generation that the passages come from.
        query: what is searched for.
        rows: the passages that were found.
        best: the best of them so far.
    """
    doc_id = index.documents.passages([best])[0].doc_id
    document = index.documents.document(doc_id)
    if document is None or document.title == doc_id:
        return None
    names = frozenset(terms_of(document.title)).intersection(query.terms)
    if not names:
        return None
    is_own = np.isin(rows, index.documents.passage_ids([doc_id]))
    rest = query.leave_out(names) if is_own.sum() > 1 else None
    return None if rest is None else NamedDocument(rest, is_own)
