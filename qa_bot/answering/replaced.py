"""Tell which documents another says that it replaces: "This policy replaces that of 2021".

What holds now stands in the newer one, so its sentences come first, unless the past is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa_bot.answering.scope_sentences import DOCUMENT
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Document

MAX_CHARACTERS = 4_000
"""Characters at either end of a document in which it says what it replaces."""

_REPLACES = re.compile(
    rf"(?:^|[.\n])\W*(?:it|(?:this|these|the (?:present|new)) (?:\w+ )?"
    rf"(?:{DOCUMENT}s?|edition|list|rules|terms|version)"
    r"|version [\d.]+)(?: [^.\n]{0,60}?)?"
    r"(?<!\bto) (?:replaces?|supersedes?|takes? the place of|repeals?|revokes?)\b"
    rf"(?P<what>[^.\n]*\b(?:{DOCUMENT}s?|edition|list|policies|rules|terms|versions?)\b[^.\n]*)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)\d\d(?![\w/]|[.,]\d)")
_OF_THE_PAST = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:versions?|oldest|original(?:ly)?|previous(?:ly)?|former(?:ly)?|earlier"
    r"|past|used to|was|were|did|had|differ\w*|compar\w+|supersed\w+)\b"
    rf"|\b(?:what|how|has|have)\b.*\bchang\w+|\bold(?:er)? (?:\w+ ){{0,2}}{DOCUMENT}"
    rf"|\breplac\w+\b.*\b{DOCUMENT}|{DOCUMENT}\b.*\breplac\w+|\bbefore\W*$",
    re.IGNORECASE,
)
_LIGHT = frozenset(terms_of("version edition issue revised new draft final copy"))


def find_replaced(index: Index, doc_ids: Iterable[str], question: str) -> set[str]:
    """Those of some documents that another of them says it replaces; none for what is past.

    Args:
        index: the generation that they are in.
        doc_ids: the documents that are looked at.
        question: the standalone question.
    """
    if _OF_THE_PAST.search(question):
        return set()
    known = (index.documents.document(doc_id) for doc_id in dict.fromkeys(doc_ids))
    documents = [document for document in known if document is not None]
    claims = [(one, _find_claims(one)) for one in documents]
    return {
        other.doc_id
        for newer, whats in claims
        for other in documents
        if other is not newer and any(_means(newer, other, what) for what in whats)
    }


def _find_claims(document: Document) -> list[str]:
    """What a document says that it replaces, as often as it says so."""
    return [match["what"] for match in _REPLACES.finditer(_ends_of(document))]


def _ends_of(document: Document) -> str:
    text = document.text
    if len(text) <= 2 * MAX_CHARACTERS:
        return text
    return f"{text[:MAX_CHARACTERS]}\n{text[-MAX_CHARACTERS:]}"


def _means(newer: Document, other: Document, what: str) -> bool:
    """Whether what a document replaces is another: by its title, and its year where one is named.

    Where none is named the other must be older by the first year that either gives.
    """
    title = _name(other)
    if not title or not (title == _name(newer) or title <= set(terms_of(what))):
        return False
    own, named = _years_of(other), set(_YEAR.findall(what))
    if named:
        return bool(named & set(own[:1]))
    theirs = _years_of(newer)
    return bool(own and theirs) and own[0] < theirs[0]


def _name(document: Document) -> set[str]:
    """The words of a title, without numbers and what tells versions apart."""
    return {term for term in terms_of(document.title) if not term[0].isdigit()} - _LIGHT


def _years_of(document: Document) -> list[str]:
    """The years in a title and at the ends of a text, in order, but those that it replaces."""
    said = f"{document.title}\n{_REPLACES.sub('', _ends_of(document))}"
    return [match[0] for match in _YEAR.finditer(said)]
