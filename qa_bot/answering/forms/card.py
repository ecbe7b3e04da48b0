"""A card: which documents there are and what can be asked, for greetings and such questions.

It quotes nothing as an answer, so it counts as none: documents are shown with size and opening.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.forms.sentences import find_opening
from qa_bot.index.documents import DocumentSummary
from qa_bot.index.folder import Index
from qa_bot.types import Answer, KnownDocument

MAX_DOCUMENTS = 20
MAX_OPENING = 160
"""Characters of a document's opening, at the most."""
MAX_EXAMPLES = 3
PASSAGES_FOR_OPENING = 3
"""Passages from the start of a document in which its opening is looked for."""
WELCOME = "You are welcome. Ask on whenever you like."
WHAT_I_DO = (
    "I answer questions from {documents} with exact quotes and their place, or say that it isn't "
    "there."
)
WHAT_TO_ASK = (
    "You can ask for a fact (“When …?”, “Who …?”, “How …?”), an overview (“Summarise …”), a list "
    "(“List all …”), the difference between two things, or a numbered part (“What does section 2 "
    "say?”)."
)


def write_card(
    index: Index, question: str, doc_ids: Sequence[str] | None, is_closing: bool
) -> Answer:
    """The card.

    Args:
        index: the generation that is asked.
        question: what the person wrote.
        doc_ids: the only documents that are asked, or None for all.
        is_closing: whether the person says thanks or goodbye, which asks for nothing.
    """
    if is_closing:
        return _make(question, WELCOME, (), ())
    if doc_ids is None:
        count = index.manifest.documents
        summaries = index.documents.summaries(0, MAX_DOCUMENTS)
    else:
        count = len(doc_ids)
        wanted = set(doc_ids)
        summaries = [s for s in index.documents.summaries() if s.doc_id in wanted][:MAX_DOCUMENTS]
    known = tuple(_describe(index, summary) for summary in summaries)
    examples = _find_examples(index, known)
    told = WHAT_I_DO.format(documents="1 document" if count == 1 else f"{count:,} documents")
    lines = [told, "\n".join(f"• {document}" for document in known)]
    if count > len(known):
        lines.append(f"These are {len(known)} of {count:,}.")
    lines.append(WHAT_TO_ASK)
    if examples:
        lines.append(f"For example: {' '.join(f'“{example}”' for example in examples)}")
    return _make(question, "\n\n".join(lines), known, examples, told)


def _make(
    question: str,
    text: str,
    known: tuple[KnownDocument, ...],
    examples: tuple[str, ...],
    notice: str = "",
) -> Answer:
    return Answer(
        question,
        question.strip(),
        text,
        suggestions=examples,
        message=text,
        form="card",
        documents=known,
        notice=notice or text,
    )


def _describe(index: Index, summary: DocumentSummary) -> KnownDocument:
    ids = index.documents.passage_ids([summary.doc_id])[:PASSAGES_FOR_OPENING]
    opening = " ".join(find_opening(index, summary.doc_id, ids).split())
    if len(opening) > MAX_OPENING:
        opening = opening[:MAX_OPENING].rpartition(" ")[0] + " …"
    return KnownDocument(
        summary.doc_id,
        summary.title,
        summary.source,
        summary.characters,
        summary.pages,
        opening,
    )


def _find_examples(index: Index, known: Sequence[KnownDocument]) -> tuple[str, ...]:
    """Questions that the documents pose as headings, with an answer under them."""
    found: list[str] = []
    for one in known:
        document = index.documents.document(one.doc_id)
        for section in document.sections if document else ():
            if section.title.endswith("?") and section.body < section.end:
                found.append(section.title)
                break
    return tuple(dict.fromkeys(found))[:MAX_EXAMPLES]
