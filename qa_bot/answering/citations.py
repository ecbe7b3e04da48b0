"""Cite evidence: each piece as a verbatim quote with the place where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.index.documents import Documents
from qa_bot.index.folder import Index
from qa_bot.index.sources import check_source
from qa_bot.types import Citation, Document, Evidence, SourceStatus


def cite(index: Index, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """One citation a piece of evidence, numbered in order from 1."""
    citations = []
    for number, piece in enumerate(evidence, 1):
        document = index.documents.document(piece.passage.doc_id)
        if document is not None:
            status = check_source(index.sources, document.source, document.sha256)
            citations.append(_cite_piece(document, number, piece, status))
    return tuple(citations)


def text_of(documents: Documents, doc_id: str) -> str:
    """A document's canonical text, which quotes are taken from; empty where there is none."""
    document = documents.document(doc_id)
    return document.text if document else ""


def _cite_piece(document: Document, number: int, piece: Evidence, status: SourceStatus) -> Citation:
    start, end = piece.start, piece.end
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
        same_as=None if piece.same_as is None else piece.same_as + 1,
        highlight=piece.highlight,
    )
