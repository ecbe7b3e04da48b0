"""Example questions from different documents, each asked before it is offered.

They are made in the background when a generation is first looked at, not during its build: only
the page needs them, and a small change of a large library is not to wait for forty questions.
They are kept in the index folder, for the generation that answered them.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from qa_bot.answering.bot import QABot
from qa_bot.errors import QABotError
from qa_bot.types import Document

KEPT = "examples.json"
WANTED = 4
_LOOKED_AT, _TRIES = 24, 5
"""Documents that are looked at, and questions that are tried of each, at the most."""
_SURE = 0.8
_LONGEST, _HEAD = 80, 6_000
_QUESTION = re.compile(r"(who|what|when|where|why|which|how|is|are|does|do|can|must|may)\b", re.I)
_NUMBER = re.compile(r"^[\W\d]+|^(chapter|section|part)\s+\w+[.:]?\s+", re.I)
_DEFINED = re.compile(
    r"(?:^|(?<=[.!?]\s)|\n)((?:The |An? )?\w[\w’'-]*(?: [\w’'-]+){0,4}?) (is|are|was|were) "
    r"(?=(?:an?|the|one) )"
)
_MODAL = re.compile(
    r"(?:^|(?<=[.!?]\s)|\n)((?:The |All |Every )?\w[\w’'-]*(?: [\w’'-]+){0,3}?)"
    r" (must|may|should|can) (?!not)"
)
_POINTING = re.compile(
    r"(it|this|that|these|those|they|he|she|we|you|i|there|here|what|which)\b", re.I
)


class Examples:
    """The example questions of an index.

    Args:
        index_dir: the index folder, where they are kept.
    """

    def __init__(self, index_dir: Path) -> None:
        self._path = index_dir / KEPT
        self._lock = threading.Lock()
        self._made: dict[str, list[str]] = {}
        self._making = ""
        self._maker: threading.Thread | None = None
        self._ended = threading.Event()

    def of(self, bot: QABot) -> list[str]:
        """The examples of the bot's generation; none as long as they are being made."""
        generation = bot.index.manifest.generation
        with self._lock:
            if generation not in self._made and self._making != generation:
                kept = self._load(generation)
                if kept is not None:
                    self._made = {generation: kept}
                else:
                    self._making = generation
                    self._maker = threading.Thread(
                        target=self._make, args=(bot, generation), name="examples", daemon=True
                    )
                    self._maker.start()
            return self._made.get(generation, [])

    def close(self) -> None:
        """End making examples; what was not finished is made again after the next start."""
        self._ended.set()
        if self._maker is not None:
            self._maker.join()

    def _load(self, generation: str) -> list[str] | None:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            questions = [str(question) for question in kept["questions"]][:WANTED]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return questions if kept["generation"] == generation else None

    def _make(self, bot: QABot, generation: str) -> None:
        try:
            questions = choose_examples(bot, self._ended.is_set)
        except (QABotError, sqlite3.ProgrammingError):  # the generation is gone, or was closed
            return
        if self._ended.is_set():
            return
        with self._lock:
            self._made, self._making = {generation: questions}, ""
        with suppress(OSError):  # an index folder that can't be written
            kept = {"generation": generation, "questions": questions}
            self._path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def choose_examples(bot: QABot, ended: Callable[[], bool] = lambda: False) -> list[str]:
    """Questions that are answered by the document that they were made from.

    Args:
        bot: what is asked.
        ended: whether no more are wanted; looked at before each document.
    """
    sources = [summary.doc_id for summary in bot.index.documents.summaries()]
    chosen = np.linspace(0, len(sources) - 1, min(len(sources), _LOOKED_AT)).astype(int)
    rounds: list[list[str]] = [[], []]
    for source in (sources[place] for place in dict.fromkeys(chosen.tolist())):
        answered = _answered_questions(bot, bot.source(source))
        for found in rounds:
            found += [question] if (question := next(answered, None)) else []
        if len(rounds[0]) == WANTED or ended():
            break
    return [question for found in rounds for question in found][:WANTED]


def _answered_questions(bot: QABot, document: Document) -> Iterator[str]:
    """Questions of a document that it answers, each by another excerpt."""
    seen: set[int] = set()
    for tried, question in enumerate(pose_questions(document)):
        if tried == _TRIES:
            return
        given = bot.answer(question)
        if not given.answered or given.confidence < _SURE:
            continue
        first = given.citations[0]
        if first.doc_id == document.doc_id and first.start not in seen:
            seen.add(first.start)
            yield question


def pose_questions(document: Document) -> Iterator[str]:
    """Questions that a document may answer: those it poses, then those its sentences suggest."""
    posed = dict.fromkeys(_pose_all(document))
    yield from (question for question in posed if len(question) <= _LONGEST)


def _pose_all(document: Document) -> Iterator[str]:
    titles = [_NUMBER.sub("", section.title).strip() for section in document.sections]
    yield from (title for title in titles if title.endswith("?"))
    yield from (f"{title}?" for title in titles if _QUESTION.match(title) and title[-1:] != "?")
    head = document.text[:_HEAD]
    for pattern, form in (
        (_MODAL, "What {verb} {subject} do?"),
        (_DEFINED, "What {verb} {subject}?"),
    ):
        for found in pattern.finditer(head):
            if not _POINTING.match(found[1]):
                yield form.format(verb=found[2], subject=_as_inside(found[1]))
    for title in titles:
        if title == document.title:
            yield f"What is {title} about?"
        elif title[-1:].isalpha():
            yield f"What is {_as_inside(title)}?"


def _as_inside(subject: str) -> str:
    """A sentence's beginning as it is written inside one."""
    first = subject.split(" ", 1)[0]
    return (
        subject[0].lower() + subject[1:] if first in ("The", "A", "An", "All", "Every") else subject
    )
