"""Answering: evidence comes in; numbered citations and the texts of an `Answer` go out."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.answer_type import expected_kind, holds_kind
from qa_bot.index.folder import Index
from qa_bot.index.lexical.bm25 import terms_of
from qa_bot.index.sources import check_source
from qa_bot.types import Citation, Contradiction, Document, Evidence, SourceStatus

NOT_FOUND = "The documents don't answer this."
_SUGGESTIONS, _MOST_WORDS = 3, 8
EMPTY_QUESTION = "Ask a question about the documents."


def cite(index: Index, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """One citation a piece of evidence, numbered in order from 1."""
    citations = []
    for number, piece in enumerate(evidence, 1):
        document = index.documents.document(piece.passage.doc_id)
        if document is not None:
            status = check_source(index.sources, document.source, document.sha256)
            citations.append(_cite_span(document, number, piece.start, piece.end, status))
    return tuple(citations)


def write_answer(
    evidence: Sequence[Evidence],
    citations: Sequence[Citation],
    contradictions: Sequence[Contradiction] = (),
    missing: str = "",
) -> str:
    """The excerpts as text, each followed by the markers of all sources that say it.

    After them stands where they disagree, and what the question asks for that they lack.
    """
    lines = []
    for position, (piece, citation) in enumerate(zip(evidence, citations, strict=True)):
        if piece.same_as is None:
            repeats = [
                c.number for e, c in zip(evidence, citations, strict=True) if e.same_as == position
            ]
            markers = "".join(f"[{number}]" for number in [citation.number, *repeats])
            lines.append(f"“{citation.quote}” {markers}")
    lines += [str(contradiction) for contradiction in contradictions]
    return "\n\n".join([*lines, missing] if missing else lines)


def describe_missing(index: Index, question: str, citations: Sequence[Citation]) -> str:
    """What a question asks for and no excerpt has; empty where nothing is known to be missing."""
    parts = []
    kind = expected_kind(question)
    if kind is not None and not any(holds_kind(kind, c.quote, question) for c in citations):
        parts.append(f"The excerpts give no {kind.value}.")
    unknown = index.lexical.unknown_words(question)
    if named := [word for word in unknown if _is_name(word, question)]:
        parts.append(f"The documents never use: {_quote_words(named)}.")
    return " ".join(parts)


def write_refusal(
    index: Index, question: str, nearest: Sequence[Citation], suggestions: Sequence[str]
) -> str:
    """Why there is no answer, and what to try."""
    sentences = [NOT_FOUND]
    if unknown := index.lexical.unknown_words(question):
        sentences.append(f"They never use: {_quote_words(unknown)}.")
    if suggestions:
        sentences.append(write_suggestions(suggestions))
    elif sections := list(dict.fromkeys(c.section for c in nearest if c.section)):
        sentences.append(f"Sections near it: {_quote_words(sections)}.")
    if nearest:
        sentences.append("The nearest passages are below; they are not an answer.")
    return " ".join(sentences)


def write_suggestions(suggestions: Sequence[str]) -> str:
    """The sentence of a refusal that names questions which are answered."""
    return f"They do answer: {' '.join(f'“{suggestion}”' for suggestion in suggestions)}"


def suggest_questions(index: Index, question: str, nearest: Sequence[Citation]) -> tuple[str, ...]:
    """Questions that the nearest documents pose and answer themselves.

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
                rarity = sum(index.lexical.rarity(term) for term in shared)
                if shared or section.title in near:
                    found[section.title] = (near.get(section.title, -len(near)), rarity)
    return tuple(sorted(found, key=lambda title: found[title], reverse=True)[:_SUGGESTIONS])


def _is_name(word: str, question: str) -> bool:
    """Whether a word of a question is a number, or has a capital that a sentence's start is not."""
    if any(character.isdigit() for character in word):
        return True
    return word != word.lower() and not (question.lstrip().startswith(word) and word.istitle())


def _quote_words(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:_MOST_WORDS])


def _cite_span(
    document: Document, number: int, start: int, end: int, status: SourceStatus
) -> Citation:
    path = tuple(section.title for section in document.sections_at(start))
    page = next((p for p in document.pages if p.start <= start < p.end), None)
    return Citation(
        number=number,
        doc_id=document.doc_id,
        title=document.title,
        source=document.source,
        section=path[-1] if path else "",
        page=page.number if page else None,
        start=start,
        end=end,
        quote=document.text[start:end],
        changed=status in ("changed", "removed"),
        place=str(page) if page else "",
        section_path=path,
        author=document.author,
        date=document.date,
        source_status=status,
    )
