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
from itertools import chain, islice
from pathlib import Path

import numpy as np

from qa_bot.answering.bot import QABot
from qa_bot.data import load_words
from qa_bot.errors import QABotError
from qa_bot.types import Document

KEPT = "examples.json"
WANTED = 4
_LOOKED_AT, _TRIES = 24, 5
"""Documents that are looked at, and questions that are tried of each, at the most."""
_SURE = 0.8
_LONGEST, _HEAD = 80, 6_000
_QUESTION = re.compile(
    r"(?:who (?!(?:we|you|they|i|it|he|she|the|this|these|our)\b)\w+s\b"
    r"|(?:who|what|which|how|why|when|where) "
    r"(?:to|is|are|was|were|do|does|did|can|must|may|should|will) \w+ \w"
    r"|how (?:much|many|often|long|far) (?!(?:an?|the|we|you|it|they|this|our)\b)\w+ \w)[^:?]*",
    re.I,
)
"""A heading that is a question but for its mark: "Who decides", not "Who we are"."""
_NUMBER = re.compile(r"^[\W\d]+|^(chapter|section|part)\s+\w+[.:]?\s+", re.I)
_BEGIN = r"(?:\A|\n[ \t]*\n|(?<=[.!?]\s))(?=[^\W\da-z])"
"""Where a sentence begins."""
_DEFINED = re.compile(
    rf"{_BEGIN}((?:The (?=[^\W\da-z])|An? |(?!The ))\w[\w’'-]*(?: [\w’'-]+){{0,4}}?)"
    r" (is|are|was|were) (?=(?:an?|the|one) )"
)
_MODAL = re.compile(
    rf"{_BEGIN}((?:The |All |Every )?\w[\w’'-]*(?: [\w’'-]+){{0,3}}?) (must|may|should|can) "
    r"(?!not\b|never\b|be\b|have\b|also\b|only\b)"
)
_POINTING = re.compile(
    r"(?:it|its|this|that|these|those|they|their|he|his|she|her|we|our|you|your|i|my|there|here"
    r"|what|which|who|when|if|while|where|because|although|as|since|after|before|until|but|and|or"
    r"|so|in|on|at|for|to|with|by|from|of|up|only|one|some|both|each|most|many|other|another"
    r"|such)\b|.* (?:that|which|who|it|they|we|you|if|when|and|or)\b",
    re.I,
)
"""What begins with a word that needs the sentence before, or is more than a name."""
_ANY = re.compile(r"An? (?!.*\b(?:of|in|on|to|for|at|from|with|by)\b)")
"""One of a kind, with nothing said of where or whose it is."""
_PERSONS = load_words("person_words.txt")


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

    One of each of several documents; where too few have one, what the others are about, then more
    of the same documents.

    Args:
        bot: what is asked.
        ended: whether no more are wanted; looked at before each document.
    """
    sources = [summary.doc_id for summary in bot.index.documents.summaries()]
    chosen = np.linspace(0, len(sources) - 1, min(len(sources), _LOOKED_AT)).astype(int)
    firsts: list[str] = []
    others: list[str] = []
    abouts: dict[bool, list[str]] = {False: [], True: []}
    for source in (sources[place] for place in dict.fromkeys(chosen.tolist())):
        document = bot.source(source)
        wanted = WANTED if len(sources) < WANTED else 1
        found = list(islice(_answered_questions(bot, document, _TRIES * wanted), wanted))
        firsts += found[:1]
        others += found[1:]
        if len(firsts) == WANTED or ended():
            break
        abouts[bool(found)].append(f"What is “{document.title}” about?")
    questions = chain(firsts, abouts[False], others, abouts[True])
    given = set(firsts) | set(others)
    return list(islice((q for q in questions if q in given or bot.answer(q).answered), WANTED))


def _answered_questions(bot: QABot, document: Document, tries: int) -> Iterator[str]:
    """Questions of a document that it answers, each by another excerpt."""
    seen: set[int] = set()
    for question in islice(pose_questions(document), tries):
        given = bot.answer(question)
        if not given.answered or given.confidence < _SURE or not given.citations:
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
    yield from (f"{title}?" for title in titles if _QUESTION.fullmatch(title))
    head = document.text[:_HEAD]
    for found in _DEFINED.finditer(head):
        if not _POINTING.match(found[1]) and (_ANY.match(found[1]) or _is_name(found[1], head)):
            yield f"What {found[2]} {_as_inside(found[1])}?"
    for found in _MODAL.finditer(head):
        if not _POINTING.match(found[1]) and _is_person(found[1].rpartition(" ")[2].lower()):
            yield f"What {found[2]} {found[1][:1].lower()}{found[1][1:]} do?"


def _is_name(subject: str, text: str) -> bool:
    """Whether the beginning of a sentence has its capital inside sentences too."""
    name = subject.removeprefix("The ")
    return re.search(rf"[^\W\dA-Z][,;]? {re.escape(name)}\b", text) is not None


def _is_person(word: str) -> bool:
    """Whether a word, or what it is the plural of, names people or who acts for them."""
    return bool({word, word.removesuffix("s"), re.sub("ies$", "y", word)} & _PERSONS)


def _as_inside(subject: str) -> str:
    """A sentence's beginning as it is written inside one."""
    is_article = subject.split(" ", 1)[0] in ("The", "A", "An")
    return subject[0].lower() + subject[1:] if is_article else subject
