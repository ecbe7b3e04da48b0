"""Search for programs: the best passages for a question, with their text."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.web.library.library import Library
from qa_bot.web.models import FoundPassage, SearchResult


def search_library(
    library: Library, question: str, k: int, documents: Sequence[str] | None
) -> SearchResult:
    """The `k` best passages, best first.

    Raises:
        DocumentNotFoundError: one of `documents` is not in the index.
    """
    bot = library.bot
    passages = []
    for hit in bot.search(question, k, documents=documents):
        passage, document = hit.passage, bot.source(hit.passage.doc_id)
        passages.append(
            FoundPassage(
                doc_id=passage.doc_id,
                title=document.title,
                section=passage.section,
                section_path=[s.title for s in document.sections_at(passage.start)],
                start=passage.start,
                end=passage.end,
                text=document.text[passage.start : passage.end],
                score=float(hit.score),
                dense=float(hit.dense),
                lexical=float(hit.lexical),
            )
        )
    return SearchResult(passages=passages)
