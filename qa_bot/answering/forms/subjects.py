"""Find what a question names: documents by file name or title, or a headed section of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from qa_bot.data import load_words
from qa_bot.index.documents import DocumentSummary
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import stem, terms_of
from qa_bot.types import Document, Section

_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_KINDS = frozenset(map(stem, load_words("kinds_of_document.txt")))
"""Words for what a document is, which its title need not have."""
MIN_TITLE_SHARE = 0.5
"""The least share of a title's terms that must be named where it isn't sure that one is meant."""
_HEADED = re.compile(
    r"(?:the\s+)?(?:section|chapter|part|paragraph)s?\b(?:\s+(?:on|about|called))?", re.I
)
MAX_DOCUMENTS_READ = 200
"""Documents whose headings are looked through."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is named: whole documents, or one section of the only one."""

    doc_ids: tuple[str, ...]
    section: Section | None = None


def find_subject(
    index: Index, words: str, within: Sequence[str] | None, is_sure: bool
) -> Subject | None:
    """The documents, or the section, that some words name; None where they name none.

    Args:
        index: the generation.
        words: a title, a file name, a heading, or a part of them.
        within: the ids of the only documents to look at, or None for all.
        is_sure: whether a section, or a document by a small part of its title, may be meant too.
    """
    summaries = [s for s in index.documents.summaries() if within is None or s.doc_id in within]
    if named := _find_files(words, summaries):
        return Subject(named)
    asked = frozenset(terms_of(_without_suffix(words)))
    if not asked:
        return None
    named = _find_titles(index, asked, summaries, is_sure or bool(asked & _KINDS))
    if named:
        return Subject(named)
    if asked <= _KINDS:
        return Subject(tuple(summary.doc_id for summary in summaries))
    if is_sure or _HEADED.match(words):
        return _find_section(index, _HEADED.sub("", words, count=1), summaries)
    return None


def _find_files(words: str, summaries: Sequence[DocumentSummary]) -> tuple[str, ...]:
    """The documents whose file name, with its suffix, or whole title stands in the words."""
    folded = f" {words.casefold()} "
    found = [
        one.doc_id
        for one in summaries
        if PurePath(one.source).name.casefold() in folded
        or (len(one.title) > 3 and one.title.casefold() == words.strip().casefold())
    ]
    return tuple(found)


def _find_titles(
    index: Index, asked: frozenset[str], summaries: Sequence[DocumentSummary], is_sure: bool
) -> tuple[str, ...]:
    """The documents that some terms name best by title or file name; several that tie."""
    shares: dict[str, float] = {}
    for one in summaries:
        title = frozenset(terms_of(one.title)) - _KINDS
        file = frozenset(
            terms_of(re.sub(r"[-_.]+", " ", _without_suffix(PurePath(one.source).name)))
        )
        first = frozenset(terms_of(_first_heading(index, one.doc_id)))
        every = frozenset(terms_of(one.title)) | file | first
        wanted = (asked - _KINDS) or asked
        names = [words - _KINDS for words in (title, file, first, every)]
        share = max((len(wanted & words) / len(words) for words in names if words), default=0.0)
        if wanted <= every and (is_sure or share >= MIN_TITLE_SHARE):
            shares[one.doc_id] = share
    best = max(shares.values(), default=0.0)
    return tuple(doc_id for doc_id, share in shares.items() if share == best)


def _first_heading(index: Index, doc_id: str) -> str:
    """The heading that a document opens with, which may say more than its title."""
    if index.manifest.documents > MAX_DOCUMENTS_READ:
        return ""
    document = index.documents.document(doc_id)
    return document.sections[0].title if document and document.sections else ""


def _find_section(index: Index, words: str, summaries: Sequence[DocumentSummary]) -> Subject | None:
    """The section whose heading has all of some words, and the fewest others."""
    asked = frozenset(terms_of(words)) - _KINDS
    if not asked:
        return None
    found: list[tuple[float, int, Document, Section]] = []
    for one in summaries[:MAX_DOCUMENTS_READ]:
        document = index.documents.document(one.doc_id)
        for section in document.sections if document else ():
            heading = frozenset(terms_of(section.title))
            if document is not None and asked <= heading and section.body < section.end:
                found.append((-len(asked) / len(heading), section.start, document, section))
    if not found:
        return None
    _, _, document, section = min(found, key=lambda one: one[:2])
    return Subject((document.doc_id,), section)


def _without_suffix(name: str) -> str:
    return _SUFFIX.sub("", name.strip())
