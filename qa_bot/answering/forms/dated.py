"""Find documents by the date that they open with: "the minutes of 11 March", "the May meeting"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import PurePath

from qa_bot.answering.forms.quantities import (
    DATE_IN_WORDS,
    NO_YEAR,
    Quantity,
    read_quantity,
    read_year,
)
from qa_bot.data import load_words
from qa_bot.index.documents import DocumentSummary
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import stem, terms_of
from qa_bot.types import Document

KINDS = frozenset(map(stem, load_words("kinds_of_document.txt")))
"""Words for what a document is, which its title need not have."""
_IN_FILE_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-_.](?P<month>\d\d)(?:[-_.](?P<day>\d\d))?(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RUNS = re.compile(r"[^.\d\s]{2}[.!?](?:\s|$)|,$", re.MULTILINE)
"""What tells that a paragraph is no heading: a sentence's end, or that of a salutation."""
MAX_OPENING = 300
"""Characters of a document that may say of what date it is, before its running text."""
MAX_DOCUMENTS_READ = 200
"""Documents whose headings, or openings, are looked through."""


def find_dated(index: Index, words: str, summaries: Sequence[DocumentSummary]) -> tuple[str, ...]:
    """The documents of the date that some words name, whose other words stand there too.

    Args:
        index: the generation.
        words: what a question calls a document ("the minutes of 11 March").
        summaries: the documents to look at.
    """
    match = DATE_IN_WORDS.search(words)
    asked = read_quantity(match[0].replace(" of ", " ")) if match else None
    if match is None or asked is None:
        return ()
    rest = set(terms_of(f"{words[: match.start()]} {words[match.end() :]}")) - KINDS
    found = []
    for one in summaries[:MAX_DOCUMENTS_READ]:
        document = index.documents.document(one.doc_id)
        if document is None:
            continue
        opening = _opening_of(document)
        said = rest <= set(terms_of(f"{opening} {PurePath(one.source).stem}"))
        if said and any(_is_within(date, asked) for date in _dates_in(opening, one.source)):
            found.append(one.doc_id)
    return tuple(found)


def date_of(document: Document) -> float | None:
    """The first day of what a document opens with as its date, to be put in order; else None.

    One without a year is of none; of the last resort is a year of the title or the file name.
    """
    dates = _dates_in(_opening_of(document), document.source)
    known = next((one for one in dates if one.unit != NO_YEAR), None)
    if known is None:
        years = _YEAR.findall(f"{document.title} {PurePath(document.source).stem}")
        known = read_year(years[0]) if years else None
    return None if known is None else known.low


def _opening_of(document: Document) -> str:
    """A document's title and what stands before its running text, the first paragraph at least."""
    first, *others = document.text[:MAX_OPENING].split("\n\n")
    heads = takewhile(lambda paragraph: not _RUNS.search(paragraph), others)
    return "\n".join([document.title, first, *heads])


def _dates_in(opening: str, source: str) -> Iterator[Quantity]:
    """The dates of a document's opening and of its file name."""
    written = [match[0] for match in DATE_IN_WORDS.finditer(opening)]
    named = _IN_FILE_NAME.search(PurePath(source).stem)
    if named:
        written.append("-".join(part for part in named.groups() if part))
    yield from filter(None, map(read_quantity, written))


def _is_within(date: Quantity, asked: Quantity) -> bool:
    """Whether a date is the one that is asked for, or in its month."""
    known = asked.in_year_of([date])
    return known is not None and known.low <= date.low and date.high <= known.high
