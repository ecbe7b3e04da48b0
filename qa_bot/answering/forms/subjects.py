"""Find what a question names: documents by file name or title, or a headed section of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from qa_bot.answering.forms.dated import KINDS, MAX_DOCUMENTS_READ, find_dated
from qa_bot.index.documents import DocumentSummary
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import stem, terms_of
from qa_bot.types import Document, Section

_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_CONTENTS = frozenset(
    map(stem, ("rules", "regulations", "provisions", "requirements", "information", "details"))
)
"""Words for what a section holds, which no heading need have."""
DOTTED = re.compile(r"\d+(?:[./:-]\d+)+")
"""A number of several parts, as versions and dates have, which is one thing."""
MIN_TITLE_SHARE = 0.5
"""The least share of a title's terms that must be named where it isn't sure that one is meant."""
_HEADED = re.compile(
    r"(?:the\s+)?(?:section|chapter|part|paragraph)s?\b(?:\s+(?:on|about|called))?", re.I
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is named: whole documents, or of each one section."""

    doc_ids: tuple[str, ...]
    sections: tuple[Section, ...] = ()


def find_subject(
    index: Index, words: str, within: Sequence[str] | None, is_sure: bool
) -> Subject | None:
    """The documents, or the sections, that some words name; None where they name none.

    Args:
        index: the generation.
        words: a title, a file name, a heading, or a part of them.
        within: the ids of the only documents to look at, or None for all.
        is_sure: whether a section, or a document by a small part of its title, may be meant too.
    """
    summaries = [s for s in index.documents.summaries() if within is None or s.doc_id in within]
    if named := _find_files(words, summaries) or find_dated(index, words, summaries):
        return Subject(named)
    asked = frozenset(terms_of(_without_suffix(words)))
    if not asked:
        return None
    named = _find_titles(index, asked, summaries, is_sure or bool(asked & KINDS))
    if named:
        return Subject(named)
    if asked <= KINDS:
        return Subject(tuple(summary.doc_id for summary in summaries))
    if is_sure or _HEADED.match(words):
        return _find_sections(index, _HEADED.sub("", words, count=1), summaries)
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
        title = frozenset(terms_of(one.title)) - KINDS
        file = frozenset(
            terms_of(re.sub(r"[-_.]+", " ", _without_suffix(PurePath(one.source).name)))
        )
        first = frozenset(terms_of(_first_heading(index, one.doc_id)))
        every = frozenset(terms_of(one.title)) | file | first
        wanted = (asked - KINDS) or asked
        names = [words - KINDS for words in (title, file, first, every)]
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


def _find_sections(
    index: Index, words: str, summaries: Sequence[DocumentSummary]
) -> Subject | None:
    """The sections whose headings say most of some words and least else, one a document.

    What a heading lacks may stand in the title, the file name or the headings above: "the safety
    rules" are the section "Safety" of the "Rules of the club".
    """
    asked = frozenset(terms_of(words)) - KINDS
    numbers = set(DOTTED.findall(words))
    found: list[tuple[tuple[int, int], str, Section]] = []
    for one in summaries[:MAX_DOCUMENTS_READ] if asked else ():
        document = index.documents.document(one.doc_id)
        if document is None:
            continue
        titles = terms_of(f"{one.title} {_without_suffix(PurePath(one.source).name)}")
        fits = [
            (fit, section)
            for section in document.sections
            if section.body < section.end
            and numbers <= set(DOTTED.findall(f"{one.title} {section.title}"))
            and (fit := _fit_heading(document, section, asked, frozenset(titles))) is not None
        ]
        if fits:
            fit, section = min(fits, key=lambda known: (known[0], known[1].start))
            found.append((fit, one.doc_id, section))
    if not found:
        return None
    best = min(fit for fit, _, _ in found)
    named = [(doc_id, section) for fit, doc_id, section in found if fit == best]
    return Subject(tuple(doc_id for doc_id, _ in named), tuple(section for _, section in named))


def _fit_heading(
    document: Document, section: Section, asked: frozenset[str], titles: frozenset[str]
) -> tuple[int, int] | None:
    """How many of the words asked for a heading lacks, and has beside them; None if it has none."""
    heading = frozenset(terms_of(section.title))
    above = terms_of(" ".join(one.title for one in document.sections_at(section.start)))
    missing = asked - heading
    if (
        missing - titles - frozenset(above) - _CONTENTS
        or not (asked - _CONTENTS or asked) & heading
    ):
        return None
    return len(missing), sum(not one.isdigit() for one in heading - asked)


def _without_suffix(name: str) -> str:
    return _SUFFIX.sub("", name.strip())
