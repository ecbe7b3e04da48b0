"""The bot: an index opened once, and the answer line from question to `Answer`."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from qa_bot.answering import EMPTY_QUESTION, cite, write_excerpts, write_refusal
from qa_bot.confidence import estimate_confidence
from qa_bot.config import MAX_QUESTION_CHARACTERS, Settings, default_index_dir
from qa_bot.encoding import Encoder, Vectors, open_encoder
from qa_bot.errors import QABotError
from qa_bot.evidence import find_evidence
from qa_bot.followup import make_standalone
from qa_bot.index import Index, current_generation
from qa_bot.lexical import words_of
from qa_bot.retrieval import find_passages
from qa_bot.types import Answer, Document, Hit


class QABot:
    """Answers questions from one index; `QABot.open` makes one."""

    def __init__(self, index: Index, encoder: Encoder, settings: Settings) -> None:
        self._index = index
        self._encoder = encoder
        self._settings = settings

    @classmethod
    def open(
        cls,
        index_dir: str | os.PathLike[str] | None = None,
        *,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
    ) -> QABot:
        """Open the live generation of an index.

        Args:
            index_dir: the index folder; by default the one `default_index_dir` finds.
            settings: what differs from the defaults.
            encoder: the embedding model; by default the one the settings name.

        Raises:
            IndexNotFoundError: there is no index.
            IndexMismatchError: another format version or model made it.
            IndexDamagedError: a file is missing or differs from its checksum.
            NotAnIndexError: the folder holds something else.
        """
        settings = settings or Settings()
        index = Index.open(default_index_dir(index_dir))
        if encoder is None:
            index.require_model(settings.model)
            encoder = open_encoder(settings.model)
        index.require_weights(encoder.identity)
        return cls(index, encoder, settings)

    def answer(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        max_citations: int | None = None,
        documents: Sequence[str] | None = None,
    ) -> Answer:
        """Answer with cited excerpts, or decline and show the nearest passages.

        Args:
            question: what the person asks.
            history: the person's earlier questions, oldest first.
            max_citations: excerpts at the most; repetitions of one elsewhere come on top.
            documents: ids of the documents to look in; by default all.
        """
        limit = self._settings.max_citations if max_citations is None else max_citations
        if (problem := _unanswerable(question)) is not None:
            return Answer(question, question.strip(), problem)
        clock = _Clock()
        asked_as = make_standalone(question, history)
        vector = self._encoder.encode_questions([asked_as])[0]
        clock.mark("encoding")
        hits = self._find(asked_as, vector, self._settings.evidence_passages, documents)
        clock.mark("retrieval")
        evidence = find_evidence(self._index, asked_as, vector, hits, limit)
        clock.mark("evidence")
        confidence = estimate_confidence(self._index, asked_as, vector, hits, evidence)
        citations = cite(self._index, evidence)
        answered = confidence >= self._settings.min_confidence
        if answered:
            text = write_excerpts(evidence, citations)
        else:
            text = write_refusal(self._index, asked_as, citations)
        clock.mark("answering")
        shown = (citations, ()) if answered else ((), citations)
        return Answer(
            question, asked_as, text, shown[0], answered, confidence, shown[1], clock.timings
        )

    def search(
        self, question: str, k: int = 10, *, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        """The `k` best passages for a question, best first, of some documents or of all."""
        if not question.strip() or k < 1:
            return []
        vector = self._encoder.encode_questions([question])[0]
        return self._find(question, vector, k, documents)

    def _find(
        self, question: str, vector: Vectors, k: int, documents: Sequence[str] | None
    ) -> list[Hit]:
        if documents is None:
            return find_passages(self._index, question, vector, self._settings, k)
        every = self._index.manifest.passages
        hits = find_passages(self._index, question, vector, self._settings, every)
        wanted = set(documents)
        return [hit for hit in hits if hit.passage.doc_id in wanted][:k]

    def documents(self) -> list[Document]:
        """All documents of the index."""
        return self._index.documents.documents()

    def source(self, doc_id: str) -> Document:
        """One document, as its citations quote it.

        Raises:
            KeyError: there is no such document.
        """
        document = self._index.documents.document(doc_id)
        if document is None:
            raise KeyError(doc_id)
        return document

    @property
    def index(self) -> Index:
        """The generation that answers."""
        return self._index

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def __enter__(self) -> Self:
        """The bot itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()


def answer(
    question: str,
    *,
    history: Sequence[str] = (),
    index: str | os.PathLike[str] | None = None,
    max_citations: int = 3,
) -> Answer:
    """Answer from the default index, opened once and reopened after a rebuild.

    Args:
        question: what the person asks.
        history: the person's earlier questions, oldest first.
        index: the index folder; by default the one `default_index_dir` finds.
        max_citations: excerpts at the most.

    Raises:
        QABotError: the index can't be opened; the message names the command that mends it.
    """
    index_dir = default_index_dir(index).resolve()
    bot = _open_once(index_dir, current_generation(index_dir))
    return bot.answer(question, history=history, max_citations=max_citations)


@lru_cache(maxsize=4)
def _open_once(index_dir: Path, generation: str | None) -> QABot:
    return QABot.open(index_dir)


def _unanswerable(question: str) -> str | None:
    """Why a text can't be asked, or None."""
    if len(question) > MAX_QUESTION_CHARACTERS:
        return (
            f"This question has {len(question):,} characters; at most {MAX_QUESTION_CHARACTERS:,} "
            "are read. Shorten it."
        )
    return None if words_of(question) else EMPTY_QUESTION


class _Clock:
    """Milliseconds spent between marks."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}
        self._last = time.perf_counter()

    def mark(self, stage: str) -> None:
        now = time.perf_counter()
        self.timings[stage] = (now - self._last) * 1000
        self._last = now


__all__ = ["QABot", "QABotError", "answer"]
