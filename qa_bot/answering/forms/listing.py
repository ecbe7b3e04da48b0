"""Lists told whole: items under a heading or after a line that announces them, a table's rows.

Only a list that stands in a document as one can be counted. Its heading, its announcing line or its
column names must have every word that the question asks for, and be about one of them ("Ferry
stops" lists no ferries); else nothing is claimed. Where another column than the first is asked for,
rows are counted, not things: one holder may have two plots.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from qa_bot.answering.followup.words import is_light
from qa_bot.answering.forms.dated import KINDS
from qa_bot.answering.forms.sentences import Placed, walk_sentences
from qa_bot.answering.rows import is_row, read_cells
from qa_bot.answering.sentence_links import announces, is_item
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import stem, terms_of, words_of
from qa_bot.types import Document, Evidence, Sentence

_ANNOUNCED = re.compile(r"\b(?:following|these|those)((?:\s+[\w’'-]+){1,3})", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\s(?:of|in|for|to|on|with|by|from|at|that|which|are|is|must|can|may)\s", re.IGNORECASE
)
_UNIT = re.compile(r"\s*(?:\(.*|\bper\b.*|\[.*)$", re.IGNORECASE)
"""What may stand behind a column's name: "Price per year (EUR)"."""
_CAPTION = re.compile(r"(?:table|tab\.|list|figure|fig\.)\s+[\dA-Z][\d.]*\s*[:.–-]\s*\S", re.I)
"""What says of a table, in the line before it, what it shows."""
MIN_ITEMS = 2
MAX_ITEMS = 60
"""Items of one list that are told; a longer one is not."""


@dataclass(frozen=True)
class FoundList:
    """A whole list: its items in order, and the headings or lines that say what they are.

    `columns` are the names of a table's other columns; `column` the one that is asked for.
    """

    names: tuple[str, ...]
    items: tuple[Evidence, ...]
    columns: tuple[str, ...] = ()
    column: str = ""


def find_list(index: Index, what: str, doc_ids: Sequence[str], exactly: bool) -> FoundList | None:
    """The list of some documents that is named as a question asks; None where not just one is.

    Args:
        index: the generation.
        what: what is to be listed ("members of the board").
        doc_ids: the documents to look at, the likeliest first.
        exactly: whether one of the list's names must say just that, and nothing else; what it is
            of ("the ingredients of the soup") may stand in the headings above it or the title.
    """
    words = {stem(word): is_light(word) for word in words_of(what)}
    asked = {one for one, light in words.items() if not light} or set(words)
    head = _opening_of(what)
    if not asked:
        return None
    for doc_id in doc_ids:
        document = index.documents.document(doc_id)
        if document is None:
            continue
        fitting = [
            found
            for found in find_lists(index, document)
            if (
                _is_named(found, asked, exactly)
                or (exactly and _is_of(document, found, head, asked))
            )
            and not words.keys().isdisjoint(map(_head_of, found.names))
        ]
        if not fitting and not exactly:
            fitting = [
                table
                for found in find_lists(index, document)
                if (table := _ask_for_column(document, found, words.keys(), asked)) is not None
            ]
        if fitting:
            exact = [found for found in fitting if _is_named(found, asked, exactly=True)]
            return (exact or fitting)[0] if len(exact or fitting) == 1 else None
    return None


def _ask_for_column(
    document: Document, found: FoundList, words: Collection[str], asked: set[str]
) -> FoundList | None:
    """A table's rows that have something in the column asked for; None where it has no such one.

    The column is named by a word asked for; the others may stand in the names of the table.
    """
    for column in found.columns:
        named = set(terms_of(column)).union(*(terms_of(name) for name in found.names))
        if _head_of(_UNIT.sub("", column)) in words and asked <= named:
            cell = f"; {column}: "
            rows = [one for one in found.items if cell in document.text[one.start : one.end]]
            return replace(found, items=tuple(rows), column=column)
    return None


def _is_named(found: FoundList, asked: set[str], exactly: bool) -> bool:
    """Whether a list's names have all that is asked, or one of them has just that."""
    terms = [set(terms_of(name)) for name in found.names]
    if exactly:
        return asked in terms
    return asked <= set().union(*terms)


def _is_of(document: Document, found: FoundList, head: str, asked: set[str]) -> bool:
    """Whether a list has the name that opens a question, and stands under all else it names."""
    around = terms_above(document, found.items[0].start)
    named = any(head in (terms := set(terms_of(name))) and terms <= asked for name in found.names)
    return named and asked - {head} <= around


def terms_above(document: Document, offset: int) -> set[str]:
    """The stemmed words of a title, of the file name, and of the headings above an offset."""
    titles = [*document.titles_at(offset), words_of_file(document)]
    return {term for title in titles for term in terms_of(title)}


def words_of_file(document: Document) -> str:
    """A document's file name as words."""
    return re.sub(r"[-_.]+", " ", PurePath(document.source).stem)


def _opening_of(what: str) -> str:
    """The stem of the first noun of what is to be listed: the risks of "risks of the plan"."""
    phrase = words_of(_PREPOSITION.split(what, maxsplit=1)[0])
    return stem(phrase[-1]) if phrase else ""


def _head_of(name: str) -> str:
    """The stem of the word that says what a name stands for: the stops of "Ferry stops"."""
    announced = _ANNOUNCED.search(name)
    phrase = _PREPOSITION.split(announced[1] if announced else name, maxsplit=1)[0]
    words = [word for word in words_of(phrase) if stem(word) not in KINDS] or words_of(phrase)
    return stem(words[-1]) if words else ""


def find_lists(index: Index, document: Document) -> Iterator[FoundList]:
    """The lists of a document, in its order."""
    run: list[Placed] = []
    lead: tuple[str, ...] = ()
    before: Placed | None = None
    for placed in walk_sentences(index, document.doc_id):
        if run and not _goes_on(document, run[-1], placed):
            if found := _make(document, run, lead):
                yield found
            run = []
        if _is_entry(document, placed[1]):
            if not run:
                lead = _lead_of(document, before, placed)
            run.append(placed)
        before = placed
    if run and (found := _make(document, run, lead)):
        yield found


def _is_entry(document: Document, sentence: Sentence) -> bool:
    if not sentence.citable:
        return False
    return is_item(document.text, sentence) or is_row(document.text, sentence)


def _goes_on(document: Document, last: Placed, placed: Placed) -> bool:
    """Whether a sentence belongs to the list that another is of."""
    same_kind = is_row(document.text, last[1]) == is_row(document.text, placed[1])
    return (
        _is_entry(document, placed[1])
        and same_kind
        and document.sections_at(last[1].start) == document.sections_at(placed[1].start)
        and _columns(document, last[1])[:1] == _columns(document, placed[1])[:1]
    )


def _columns(document: Document, sentence: Sentence) -> tuple[str, ...]:
    """The column names of a table's row; none for an item."""
    if not is_row(document.text, sentence):
        return ()
    return tuple(read_cells(document.text[sentence.start : sentence.end]))


def _lead_of(document: Document, before: Placed | None, first: Placed) -> tuple[str, ...]:
    """What says what a list is of: the headings around it, the line before, the first column."""
    path = document.sections_at(first[1].start)
    words = [section.title for section in path[-1:]] or [document.title]
    said = document.text[before[1].start : before[1].end] if before is not None else ""
    if before is not None and (announces(document.text, before[1]) or _CAPTION.match(said)):
        words.append(said)
    words += _columns(document, first[1])[:1]
    return tuple(dict.fromkeys(" ".join(word.split()).rstrip(":") for word in words if word))


def _make(document: Document, run: Sequence[Placed], lead: tuple[str, ...]) -> FoundList | None:
    """A list of a run of items; each item with all its sentences."""
    items: list[Evidence] = []
    for passage, sentence in run:
        line = document.text.rfind("\n", 0, sentence.start) + 1
        opens = not document.text[line : sentence.start].strip()
        if items and not opens:
            items[-1] = Evidence(items[-1].passage, items[-1].start, sentence.end, 0.0)
        else:
            items.append(Evidence(passage, sentence.start, sentence.end, 0.0))
    if not MIN_ITEMS <= len(items) <= MAX_ITEMS:
        return None
    columns = (name for _, sentence in run for name in _columns(document, sentence)[1:])
    return FoundList(lead, tuple(items), tuple(dict.fromkeys(columns)))
