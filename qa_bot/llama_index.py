"""A LlamaIndex retriever (`pip install qa_bot[llama-index]`) that searches an index."""

from __future__ import annotations

from collections.abc import Sequence

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa_bot.answering.bot import QABot
from qa_bot.types import Hit


class QABotRetriever(BaseRetriever):
    """The best passages of an index, with where they stand in their metadata.

    Args:
        bot: the index.
        k: passages at the most.
        documents: the only documents to search, by id, file name or title; by default all.
    """

    def __init__(self, bot: QABot, k: int = 10, documents: Sequence[str] | None = None) -> None:
        super().__init__()
        self._bot = bot
        self._k = k
        self._documents = documents

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._bot.search(query_bundle.query_str, self._k, documents=self._documents)
        return [self._describe(hit) for hit in hits]

    def _describe(self, hit: Hit) -> NodeWithScore:
        passage, document = hit.passage, self._bot.source(hit.passage.doc_id)
        node = TextNode(
            text=document.text[passage.start : passage.end],
            start_char_idx=passage.start,
            end_char_idx=passage.end,
            metadata={
                "doc_id": passage.doc_id,
                "title": document.title,
                "source": document.source,
                "author": document.author,
                "date": document.date,
                "section": passage.section,
                "section_path": [s.title for s in document.sections_at(passage.start)],
            },
        )
        return NodeWithScore(node=node, score=float(hit.score))
