"""`QABot`: opens an index once and answers any number of questions from it."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering.calibration import read_offset
from qa_bot.answering.followup.history import History
from qa_bot.answering.forms.labels import find_asked_rows
from qa_bot.answering.forms.routing import Router, is_plain
from qa_bot.answering.memory import require_memory
from qa_bot.answering.pipeline import Clock, Pipeline, Request
from qa_bot.answering.query import make_queries, make_query
from qa_bot.answering.reader_fits import find_fit
from qa_bot.answering.risk_bound import find_least
from qa_bot.answering.streaming import stream_progress
from qa_bot.config import Settings, default_index_dir
from qa_bot.errors import QABotError
from qa_bot.index.backend import open_live
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder, open_reader
from qa_bot.models.reader import Reader
from qa_bot.types import Answer, AnswerProgress, Document, Hit


class QABot:
    """Answers questions from one index; `QABot.open` makes one."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        settings: Settings,
        reader: Reader | None = None,
        confidence_offset: float = 0.0,
        least: float | None = None,
    ) -> None:
        self._index = index
        self._closed = False
        self._encoder = encoder
        self._settings = settings
        fit = find_fit(settings)
        self._pipeline = Pipeline(index, encoder, settings, reader, confidence_offset, least, fit)
        self._router = Router(self._pipeline)

    @classmethod
    def open(
        cls,
        index_dir: str | os.PathLike[str] | None = None,
        *,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        reader: Reader | None = None,
    ) -> QABot:
        """Open the live generation of an index.

        Args:
            index_dir: the index folder; by default the one `default_index_dir` finds.
            settings: what differs from the defaults.
            encoder: the embedding model; by default the one the settings name.
            reader: reads the passages found; by default the one the settings name.

        Raises:
            ModelError: the settings name a reader's folder that does not exist.
            IndexNotFoundError: there is no index.
            IndexMismatchError: another format version or model made it.
            IndexDamagedError: a file is missing or differs from its checksum.
            NotAnIndexError: the folder holds something else.
            StoreError: Milvus, which the settings name, can't be used.
            QABotError: all this takes more memory than the settings allow.
        """
        settings = settings or Settings()
        folder = default_index_dir(index_dir)
        index = open_live(folder, settings)
        if encoder is None:
            index.require_model(settings.model)
            encoder = open_encoder(settings, index.manifest.model.encoding)
        index.require_weights(encoder.identity)
        reader = reader or open_reader(settings)
        require_memory(settings.memory_mb, index, encoder, reader)
        kept = read_offset(folder), find_least(folder, settings, encoder.identity)
        return cls(index, encoder, settings, reader, *kept)

    def answer(
        self,
        question: str,
        *,
        history: History = (),
        documents: str | Sequence[str] | None = None,
        max_citations: int | None = None,
        explain: bool = False,
    ) -> Answer:
        """Answer with cited excerpts, or decline and show the nearest passages.

        Args:
            question: what the person asks.
            history: what came before, oldest first: earlier answers, turns, bare questions or
                messages with role and content.
            documents: the only documents to search, by id, file name or title; by default all.
            max_citations: excerpts at the most; repetitions of one elsewhere come on top.
            explain: whether the answer says how it came about (`Answer.trace`).

        Raises:
            DocumentNotFoundError: one of `documents` is not in the index.
            QABotError: the bot is closed, or an argument is not of the form above.
        """
        request = self._request(question, history, documents, max_citations)
        return self._router.answer(replace(request, explain=explain))

    def answer_stream(
        self,
        question: str,
        *,
        history: History = (),
        documents: str | Sequence[str] | None = None,
        max_citations: int | None = None,
    ) -> Generator[AnswerProgress | Answer]:
        """What is searched for, then the excerpts found, then what `answer` gives.

        Closing the iterator ends the work at the next stage.

        Args:
            question: as for `answer`, like the other arguments.
            history: what came before.
            documents: the only documents to search.
            max_citations: excerpts at the most.

        Raises:
            DocumentNotFoundError: one of `documents` is not in the index.
            QABotError: the bot is closed, or an argument is not of the form that `answer` takes.
        """
        request = self._request(question, history, documents, max_citations)
        return stream_progress(
            lambda report: self._router.answer(replace(request, on_progress=report))
        )

    def _request(
        self,
        question: str,
        history: History,
        documents: str | Sequence[str] | None,
        max_citations: int | None,
    ) -> Request:
        """A question with its arguments checked; the bot must be open."""
        if max_citations is not None and (not isinstance(max_citations, int) or max_citations < 1):
            raise QABotError(f"max_citations is {max_citations!r}; give a whole number from 1 on")
        doc_ids = self._find(documents)
        return Request(
            question,
            history,
            self._rows(doc_ids),
            max_citations or self._settings.max_citations,
            max_citations,
            doc_ids,
        )

    def answer_many(
        self,
        questions: str | Sequence[str],
        *,
        documents: str | Sequence[str] | None = None,
        max_citations: int | None = None,
    ) -> list[Answer]:
        """Answers to many questions, in their order: encoded together, repeated ones asked once.

        Args:
            questions: what is asked, each on its own.
            documents: as for `answer`.
            max_citations: as for `answer`.

        Raises:
            DocumentNotFoundError: one of `documents` is not in the index.
        """
        questions = [questions] if isinstance(questions, str) else questions
        requests = {one: self._request(one, (), documents, max_citations) for one in set(questions)}
        asked = [one for one in requests if is_plain(one, self.index.lexical)]
        clock = Clock()
        standalone = [self._pipeline.resolve(one).text for one in asked]
        queries = make_queries(self.index, standalone, self._encoder)
        clock.mark("querying")
        share = clock.timings["querying"] / max(1, len(asked))
        answers = {
            one: given
            for one, query in zip(asked, queries, strict=True)
            if (given := self._pipeline.answer_query(requests[one], query, Clock(querying=share)))
            and find_asked_rows(one, given) is None
        }
        return [answers.get(one) or self._router.answer(requests[one]) for one in questions]

    def search(
        self, question: str, k: int = 10, *, documents: str | Sequence[str] | None = None
    ) -> list[Hit]:
        """The `k` best passages for a question, best first, from all or some documents.

        Raises:
            DocumentNotFoundError: one of `documents` is not in the index.
            QABotError: `k` is below 1, or the bot is closed.
        """
        if k < 1:
            raise QABotError(f"k is {k!r}; give a whole number from 1 on")
        if not question.strip():
            return []
        within = self._rows(self._find(documents))
        return self._pipeline.search(make_query(self.index, question, self._encoder), k, within)

    def _find(self, documents: str | Sequence[str] | None) -> tuple[str, ...] | None:
        """The ids of the documents with some names, or None for all; the bot must be open."""
        table = self.index.documents
        if documents is None:
            return None
        return tuple(table.find([documents] if isinstance(documents, str) else documents))

    def _rows(self, doc_ids: Sequence[str] | None) -> NDArray[np.int64] | None:
        """The passages of some documents, or None for all."""
        if doc_ids is None:
            return None
        return np.array(self.index.documents.passage_ids(doc_ids), np.int64)

    def documents(self) -> list[Document]:
        """All documents of the index."""
        return self.index.documents.documents()

    def source(self, doc_id: str) -> Document:
        """One document, as its citations quote it.

        Raises:
            KeyError: there is no such document.
        """
        document = self.index.documents.document(doc_id)
        if document is None:
            raise KeyError(doc_id)
        return document

    @property
    def confidence_offset(self) -> float:
        """What `qa-bot calibrate` adds to the confidence's log-odds."""
        return self._pipeline.confidence_offset

    @property
    def index(self) -> Index:
        """The generation that answers.

        Raises:
            QABotError: the bot is closed.
        """
        if self._closed:
            raise QABotError("this bot is closed; open another with QABot.open")
        return self._index

    def close(self) -> None:
        """Close the index; closing twice does no harm."""
        if not self._closed:
            self._closed = True
            self._index.close()

    def __enter__(self) -> Self:
        """The bot itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close."""
        self.close()
