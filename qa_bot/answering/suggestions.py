"""Suggest questions that the documents pose and answer themselves, for a refusal to offer."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Citation

MAX_SUGGESTIONS = 3


def suggest_questions(index: Index, question: str, nearest: Sequence[Citation]) -> tuple[str, ...]:
    """Questions that the nearest documents have as headings, with an answer under them.

    Those whose answer is among the nearest passages come first, then those that share rare words.
    """
    asked = set(terms_of(question))
    near = {citation.section: -place for place, citation in enumerate(nearest)}
    found: dict[str, tuple[float, float]] = {}
    for doc_id in dict.fromkeys(citation.doc_id for citation in nearest):
        document = index.documents.document(doc_id)
        for section in document.sections if document else ():
            if section.title.endswith("?") and section.body < section.end:
                shared = asked & set(terms_of(section.title))
                idf = sum(index.lexical.idf(term) for term in shared)
                if shared or section.title in near:
                    found[section.title] = (near.get(section.title, -len(near)), idf)
    return tuple(sorted(found, key=lambda title: found[title], reverse=True)[:MAX_SUGGESTIONS])
