"""The bot: an index opened once, and the answer line from question to `Answer`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qa_bot.answering import (
    EMPTY_QUESTION,
    cite,
    describe_missing,
    suggest_questions,
    write_answer,
    write_refusal,
)
from qa_bot.confidence import estimate_confidence, least_confidence
from qa_bot.config import MAX_QUESTION_CHARACTERS, Settings, default_index_dir
from qa_bot.contradicting import find_contradictions
from qa_bot.encoding import Encoder, open_encoder
from qa_bot.errors import QABotError
from qa_bot.evidence import find_evidence
from qa_bot.feedback import read_shift, shift_confidence
from qa_bot.followup import make_standalone
from qa_bot.index import Index
from qa_bot.judging import judge_hits
from qa_bot.lexical import words_of
from qa_bot.live import live_generation, open_live
from qa_bot.probing import temper_confidence
from qa_bot.querying import Query, make_queries, make_query
from qa_bot.reader import Reader, open_reader
from qa_bot.retrieval import find_passages
from qa_bot.types import Answer, AnswerProgress, Document, Hit, Turn


class QABot:
    """Answers questions from one index; `QABot.open` makes one."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        settings: Settings,
        reader: Reader | None = None,
        shift: float = 0.0,
    ) -> None:
        self._index = index
        self._encoder = encoder
        self._settings = settings
        self._reader = reader
        self._shift = shift

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
            reader: judges the passages found; by default the one the settings name.

        Raises:
            ModelError: the settings name a reader's folder that does not exist.
            IndexNotFoundError: there is no index.
            IndexMismatchError: another format version or model made it.
            IndexDamagedError: a file is missing or differs from its checksum.
            NotAnIndexError: the folder holds something else.
            StoreError: Milvus, which the settings name, can't be used.
        """
        settings = settings or Settings()
        folder = default_index_dir(index_dir)
        index = open_live(folder, settings)
        if encoder is None:
            index.require_model(settings.model)
            encoder = open_encoder(settings.model, settings.encoding)
        index.require_weights(encoder.identity)
        reader = reader or open_reader(settings.reader)
        return cls(index, encoder, settings, reader, read_shift(folder))

    def answer(
        self,
        question: str,
        *,
        history: Sequence[str | Turn | Answer] = (),
        documents: Sequence[str] | None = None,
        max_citations: int | None = None,
    ) -> Answer:
        """Answer with cited excerpts, or decline and show the nearest passages.

        Args:
            question: what the person asks.
            history: what came before, oldest first: earlier answers, turns or bare questions.
            documents: the only documents to search, by id, file name or title; by default all.
            max_citations: excerpts at the most; repetitions of one elsewhere come on top.

        Raises:
            DocumentNotFoundError: one of `documents` is not in the index.
        """
        limit = self._limit(max_citations)
        return _last(self._stages(question, history, documents, limit))

    def answer_stream(
        self,
        question: str,
        *,
        history: Sequence[str | Turn | Answer] = (),
        documents: Sequence[str] | None = None,
        max_citations: int | None = None,
    ) -> Iterator[AnswerProgress | Answer]:
        """What is searched for, then the excerpts found, then what `answer` gives.

        Closing the iterator ends the work at the next stage.

        Args:
            question: as for `answer`, like the other arguments.
            history: what came before.
            documents: the only documents to search.
            max_citations: excerpts at the most.

        Raises:
            DocumentNotFoundError: one of `documents` is not in the index.
        """
        limit = self._limit(max_citations)
        for stage in self._stages(question, history, documents, limit):
            if isinstance(stage, Answer):
                yield stage
            else:
                query, hits = stage
                evidence = find_evidence(self._index, query, hits, limit) if hits else []
                yield AnswerProgress(query.text, cite(self._index, evidence))

    def _limit(self, max_citations: int | None) -> int:
        return self._settings.max_citations if max_citations is None else max_citations

    def _stages(
        self,
        question: str,
        history: Sequence[str | Turn | Answer],
        documents: Sequence[str] | None,
        limit: int,
    ) -> Iterator[_Stage]:
        if (problem := _unanswerable(question)) is not None:
            yield Answer(question, question.strip(), problem)
            return
        clock = _Clock()
        within = self._rows(documents)
        standalone = make_standalone(question, history, self._index.lexical.rarity)
        query = make_query(self._index, standalone, self._encoder)
        clock.mark("querying")
        yield from self._answer(question, query, within, limit, clock)

    def answer_many(
        self,
        questions: Sequence[str],
        *,
        documents: Sequence[str] | None = None,
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
        limit = self._limit(max_citations)
        within = self._rows(documents)
        clock = _Clock()
        asked = [one for one in dict.fromkeys(questions) if _unanswerable(one) is None]
        standalone = [make_standalone(one, (), self._index.lexical.rarity) for one in asked]
        queries = make_queries(self._index, standalone, self._encoder)
        clock.mark("querying")
        share = clock.timings["querying"] / max(1, len(asked))
        answers = {
            one: _last(self._answer(one, query, within, limit, _Clock(querying=share)))
            for one, query in zip(asked, queries, strict=True)
        }
        return [answers.get(one) or self.answer(one) for one in questions]

    def _answer(
        self,
        question: str,
        query: Query,
        within: NDArray[np.int64] | None,
        limit: int,
        clock: _Clock,
    ) -> Iterator[_Stage]:
        """The stages to an answer, given what to search for and where."""
        yield query, []
        clock.start()
        wanted = self._settings.evidence_passages
        hits = find_passages(self._index, query, self._settings, wanted, within)
        clock.mark("retrieval")
        yield query, hits
        clock.start()
        hits = self._judge(query, hits)
        clock.mark("reading")
        evidence = find_evidence(self._index, query, hits, limit)
        clock.mark("evidence")
        raw = estimate_confidence(self._index, query, hits, evidence)
        raw = temper_confidence(raw, self._index.manifest.separability)
        confidence = shift_confidence(raw, self._shift)
        citations = cite(self._index, evidence)
        searched = self._index.manifest.passages if within is None else len(within)
        if confidence >= least_confidence(self._settings.strictness, searched):
            contradictions = find_contradictions(citations)
            missing = describe_missing(self._index, query.text, citations)
            given = Answer(
                question,
                query.text,
                write_answer(evidence, citations, contradictions, missing),
                citations,
                answered=True,
                confidence=confidence,
                contradictions=contradictions,
                missing=missing,
            )
        else:
            suggestions = suggest_questions(self._index, query.text, citations)
            given = Answer(
                question,
                query.text,
                write_refusal(self._index, query.text, citations, suggestions),
                confidence=confidence,
                nearest=citations,
                suggestions=suggestions,
            )
        clock.mark("answering")
        yield replace(given, timings=clock.timings)

    def search(
        self, question: str, k: int = 10, *, documents: Sequence[str] | None = None
    ) -> list[Hit]:
        """The `k` best passages for a question, best first, from all or some documents.

        Raises:
            DocumentNotFoundError: one of `documents` is not in the index.
        """
        if not question.strip() or k < 1:
            return []
        within = self._rows(documents)
        query = make_query(self._index, question, self._encoder)
        most = self._settings.reader_passages
        hits = find_passages(self._index, query, self._settings, max(k, most), within)
        return self._judge(query, hits)[:k]

    def _judge(self, query: Query, hits: Sequence[Hit]) -> list[Hit]:
        """The hits after the reader has read the best of them."""
        most = self._settings.reader_passages
        return judge_hits(self._reader, self._index, query.text, hits, most)

    def _rows(self, documents: Sequence[str] | None) -> NDArray[np.int64] | None:
        """The passages of some documents, or None for all."""
        if documents is None:
            return None
        ids = self._index.documents.find(documents)
        return np.array(self._index.documents.passage_ids(ids), np.int64)

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
    def shift(self) -> float:
        """What `qa-bot calibrate` adds to the confidence's log-odds."""
        return self._shift

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
    history: Sequence[str | Turn | Answer] = (),
    index: str | os.PathLike[str] | None = None,
    documents: Sequence[str] | None = None,
    max_citations: int | None = None,
) -> Answer:
    """Answer from the default index, opened once and reopened after a rebuild.

    Args:
        question: what the person asks.
        history: what came before, oldest first: earlier answers, turns or bare questions.
        index: the index folder; by default the one `default_index_dir` finds.
        documents: the only documents to search, by id, file name or title; by default all.
        max_citations: excerpts at the most; by default as the settings say.

    Raises:
        QABotError: the index can't be opened; the message names the command that mends it.
    """
    index_dir = default_index_dir(index).resolve()
    bot = _open_once(index_dir, live_generation(index_dir, Settings()))
    return bot.answer(question, history=history, documents=documents, max_citations=max_citations)


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


_Stage = tuple[Query, Sequence[Hit]] | Answer
"""What is searched for with the passages found so far, not judged yet; the answer comes last."""


def _last(stages: Iterator[_Stage]) -> Answer:
    """The answer at the end of its stages."""
    return next(stage for stage in stages if isinstance(stage, Answer))


class _Clock:
    """Milliseconds spent between marks, but for what passes before a new start."""

    def __init__(self, **timings: float) -> None:
        self.timings = timings
        self.start()

    def start(self) -> None:
        self._last = time.perf_counter()

    def mark(self, stage: str) -> None:
        now = time.perf_counter()
        self.timings[stage] = (now - self._last) * 1000
        self._last = now


__all__ = ["QABot", "QABotError", "answer"]
