"""A LangChain retriever (`pip install qa_bot[langchain]`) that searches an index."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from qa_bot.answering.bot import QABot
from qa_bot.types import Passage


class QABotRetriever(BaseRetriever):
    """The best passages of an index, with where they stand in their metadata.

    `text[start:end]` of the document `doc_id` is the text, word for word.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    bot: QABot
    k: int = 10
    """Passages at the most."""
    documents: list[str] | None = None
    """The only documents to search, by id, file name or title; by default all."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = self.bot.search(query, self.k, documents=self.documents)
        return [self._describe(hit.passage, hit.score) for hit in hits]

    def _describe(self, passage: Passage, score: float) -> Document:
        document = self.bot.source(passage.doc_id)
        return Document(
            page_content=document.text[passage.start : passage.end],
            metadata={
                "doc_id": passage.doc_id,
                "title": document.title,
                "source": document.source,
                "author": document.author,
                "date": document.date,
                "section": passage.section,
                "section_path": [s.title for s in document.sections_at(passage.start)],
                "start": passage.start,
                "end": passage.end,
                "score": float(score),
            },
        )
