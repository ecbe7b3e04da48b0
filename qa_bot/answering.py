"""Answering: evidence comes in; numbered citations and the text of an `Answer` go out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from qa_bot.index import Index
from qa_bot.manifest import file_checksum
from qa_bot.splitting import innermost_section
from qa_bot.types import Citation, Document, Evidence

NOT_FOUND = "The documents don't answer this."
EMPTY_QUESTION = "Ask a question about the documents."


def cite(index: Index, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """One citation a piece of evidence, numbered in order from 1."""
    citations = []
    for number, piece in enumerate(evidence, 1):
        document = index.documents.document(piece.passage.doc_id)
        if document is not None:
            changed = source_changed(document, Path(index.manifest.corpus))
            citations.append(_cite_span(document, number, piece.start, piece.end, changed))
    return tuple(citations)


def write_excerpts(evidence: Sequence[Evidence], citations: Sequence[Citation]) -> str:
    """The excerpts as text, each followed by the markers of all sources that say it."""
    lines = []
    for position, (piece, citation) in enumerate(zip(evidence, citations, strict=True)):
        if piece.same_as is None:
            repeats = [
                c.number for e, c in zip(evidence, citations, strict=True) if e.same_as == position
            ]
            markers = "".join(f"[{number}]" for number in [citation.number, *repeats])
            lines.append(f"“{citation.quote}” {markers}")
    return "\n\n".join(lines)


def write_refusal(index: Index, question: str, nearest: Sequence[Citation]) -> str:
    """Why there is no answer, and what to try."""
    sentences = [NOT_FOUND]
    if unknown := index.lexical.unknown_words(question):
        words = ", ".join(f"“{word}”" for word in unknown[:8])
        sentences.append(f"They never use: {words}.")
    if nearest:
        sentences.append("The nearest passages are below; they are not an answer.")
    return " ".join(sentences)


def source_changed(document: Document, corpus: Path) -> bool:
    """Whether the source file is gone or differs from what was indexed."""
    path = corpus / document.source
    try:
        state = path.stat()
        checksum = _checksum(path, state.st_mtime_ns, state.st_size)
    except OSError:
        return True
    return checksum != document.sha256


@lru_cache(maxsize=1024)
def _checksum(path: Path, modified_ns: int, size: int) -> str:
    """A file's checksum, computed again only when its time of change or its size is another."""
    return file_checksum(path)


def _cite_span(document: Document, number: int, start: int, end: int, changed: bool) -> Citation:
    section = innermost_section(document, start)
    page = next((p for p in document.pages if p.start <= start < p.end), None)
    return Citation(
        number=number,
        doc_id=document.doc_id,
        title=document.title,
        source=document.source,
        section=section.title if section else "",
        page=page.number if page else None,
        start=start,
        end=end,
        quote=document.text[start:end],
        changed=changed,
        place=str(page) if page else "",
    )
