"""What a version brought: the whole section of release notes that has its number as heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa_bot.answering.forms.numbered import MAX_CHARACTERS
from qa_bot.answering.forms.sentences import Placed, walk_sentences
from qa_bot.index.folder import Index
from qa_bot.types import Document, Evidence, Section

VERSION = "version"
"""The kind of numbered part that a version's notes are."""
_CHANGED = r"(?:changed|new|different|fixed|added|improved|removed|updated|dropped|released)"
_CHANGES = (
    r"(?:changes|change ?log|(?:bug ?)?fixes|improvements|(?:new )?features|news|release notes"
    r"|updates|additions)"
)
_NUMBERED = (
    r"(?:(?:the\s+)?(?P<name{0}>[^\W\d_][\w -]*?)\s+)??"
    r"(?:(?:version|release|build|update|edition)\s+)?v?(?P<number{0}>\d{{1,4}}(?:\.\d{{1,5}})+)"
)
_ASKS = re.compile(
    rf"(?:what|which\s+\w+)(?:['’]s|\s+(?:is|are|has|have|was|were))?(?:\s+been)?\s+{_CHANGED}"
    rf"\s+(?:in|with|by|for)\s+{_NUMBERED.format('')}"
    rf"|(?:(?:what(?:['’]s|\s+(?:are|is|were))|list|show|name|tell me|give me)\s+)?(?:all\s+)?"
    rf"(?:the\s+)?{_CHANGES}\s+(?:in|of|for|with|from)\s+{_NUMBERED.format(2)}"
    rf"|what\s+(?:does|did)\s+{_NUMBERED.format(3)}\s+(?:bring|add|change|fix|improve|include"
    rf"|introduce|remove|contain)"
    rf"|release notes (?:of |for )?{_NUMBERED.format(4)}",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\w.])v?(\d{1,4}(?:\.\d{1,5})+)(?![\w.]*\d)", re.IGNORECASE)
_IS_RELEASE = re.compile(
    r"\b(?:versions?|releases?|builds?|updates?|v\d|change ?logs?|history|what['’]s new)\b"
    r"|\(\D*\d{4}\)|\d{4}-\d\d|\b\d{1,2} \w+ \d{4}",
    re.IGNORECASE,
)
"""What a heading or a title has that a clause's number lacks: such a word, or a date."""
MIN_PARTS = 3
"""Parts of a number that no clause is likely to have."""


def find_version(core: str) -> tuple[str, str] | None:
    """The version whose changes a question asks for, and what it names before it; else None."""
    match = _ASKS.fullmatch(core)
    if match is None:
        return None
    given = {key.rstrip("234"): value for key, value in match.groupdict().items() if value}
    return given["number"], given.get("name", "")


def find_notes(index: Index, number: str, doc_ids: Sequence[str]) -> list[Evidence]:
    """The notes of a version, whole, of each document; else those of "4.2.0" for "4.2".

    Args:
        index: the generation.
        number: the version's number, with a dot.
        doc_ids: the documents to look at.
    """
    exactly: list[Evidence] = []
    nearly: list[Evidence] = []
    for doc_id in doc_ids:
        document = index.documents.document(doc_id)
        if document is None:
            continue
        named = {one: _number_of(document, one) for one in document.sections}
        for section, found in named.items():
            if found == number:
                exactly += _quote(index, document, section)
            elif found.startswith(f"{number}."):
                nearly += _quote(index, document, section)
    return exactly or nearly


def _number_of(document: Document, section: Section) -> str:
    """The version that a section is of; empty where its heading names none."""
    match = _DOTTED.search(section.title)
    if match is None or section.body >= section.end:
        return ""
    told = _IS_RELEASE.search(section.title) or _IS_RELEASE.search(document.title)
    return match[1] if told or match[1].count(".") + 1 >= MIN_PARTS else ""


def _quote(index: Index, document: Document, section: Section) -> Iterator[Evidence]:
    """All citable sentences of a section, in excerpts of a bearable length."""
    part: list[Placed] = []
    for passage, sentence in walk_sentences(index, document.doc_id):
        if not (section.body <= sentence.start and sentence.end <= section.end):
            continue
        if not sentence.citable:
            continue
        if part and sentence.end - part[0][1].start > MAX_CHARACTERS:
            yield Evidence(part[0][0], part[0][1].start, part[-1][1].end, 0.0)
            part = []
        part.append((passage, sentence))
    if part:
        yield Evidence(part[0][0], part[0][1].start, part[-1][1].end, 0.0)
