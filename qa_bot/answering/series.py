"""Tell which documents are one of a series, such as the minutes of successive meetings.

What a later one says of the same thing holds, so it comes before what an earlier one says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from qa_bot.answering.citations import text_of
from qa_bot.answering.forms.dated import date_of
from qa_bot.answering.held_kinds import MONTHS
from qa_bot.answering.lacking import ASKING_WORDS
from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.rows import is_row
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Document

MIN_LATER_LOGIT, MAX_LATER_GAP = 1.0, 12.0
"""The least log-odds, and the greatest distance to the best score, of what a later one says."""
_OF_ONE_TIME = re.compile(
    rf"\b(?:19|20)\d\d\b|\b(?:{MONTHS})\b(?! I\b)|\b(?:first|original\w*|earli\w+|previous\w*"
    r"|former\w*|before|used to|once|chang\w+|postpon\w+|moved|differ\w*|compar\w+)\b"
)
_NUMBER_OR_MONTH = re.compile(rf"\d+|\b(?:{MONTHS})\b", re.IGNORECASE)


def find_later(
    index: Index, best: ScoredSentence, scored: Sequence[ScoredSentence], question: str
) -> ScoredSentence | None:
    """The best sentence of a later document of the series that says the same of another state.

    Args:
        index: the generation.
        best: the sentence that answers best.
        scored: those that may.
        question: the standalone question; one that names a date, or what was before, has no later.
    """
    if _OF_ONE_TIME.search(question):
        return None
    own = index.documents.document(best.passage.doc_id)
    if own is None or is_row(own.text, best.sentence) or (date := date_of(own)) is None:
        return None
    name, asked = _name(own), set(terms_of(question)) - ASKING_WORDS
    wanted = asked & _terms(index, best)
    later: dict[str, float] = {}
    for doc_id in dict.fromkeys(one.passage.doc_id for one in scored):
        other = index.documents.document(doc_id)
        if other is None or _name(other) != name:
            continue
        theirs = date_of(other)
        if theirs is not None and theirs > date:
            later[doc_id] = theirs
    fitting = [
        one
        for one in scored
        if one.passage.doc_id in later
        and (one.logit is not None and one.logit >= MIN_LATER_LOGIT)
        and one.score >= best.score - MAX_LATER_GAP
        and wanted <= _terms(index, one)
    ]
    return max(fitting, key=lambda one: (later[one.passage.doc_id], one.score), default=None)


def _terms(index: Index, one: ScoredSentence) -> set[str]:
    """The stems of a sentence and of the headings above it."""
    text = text_of(index.documents, one.passage.doc_id)
    said = text[one.sentence.start : one.sentence.end]
    return set(terms_of(f"{said} {one.passage.section}"))


def _name(document: Document) -> frozenset[str]:
    """What a document is called without numbers and months, by its title and by its file name."""
    stem = PurePath(document.source).stem
    words = terms_of(_NUMBER_OR_MONTH.sub(" ", f"{document.title} {stem}"))
    return frozenset(word for word in words if len(word) > 1)
