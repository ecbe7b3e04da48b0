"""Name the passages that no question can reach, wholly or in part.

A passage without words, or with stop words alone, is found by no word of a question; of one that is
longer than the model reads, the vector tells only the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa_bot.index.folder import Index, LocalIndex
from qa_bot.index.lexical.folding import WORD
from qa_bot.index.lexical.words import terms_of
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder_of
from qa_bot.reading.report import printable
from qa_bot.types import Document, Passage

MAX_NAMED = 10
"""Passages that are named; of the others only the number is said."""
MAX_CHARACTERS = 60
"""Characters of a passage that are quoted."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The first passages that no question can reach, a line each, and how many there are."""

    lines: tuple[str, ...]
    total: int

    def __str__(self) -> str:
        """All lines; empty where every passage can be reached."""
        if not self.total:
            return ""
        more = self.total - len(self.lines)
        heading = f"Passages that questions can't reach: {self.total}."
        return "\n".join([heading, *self.lines, *([f"… and {more} more."] if more else [])])


def find_unreachable(index_dir: Path, encoder: Encoder | None = None) -> Unreachable:
    """The passages of the live generation that no question can reach.

    Args:
        index_dir: the index folder.
        encoder: the model that made it; by default the one that the index names.

    Raises:
        QABotError: the index or its model can't be opened.
    """
    lines: list[str] = []
    total = 0
    with Index.open(index_dir) as index:
        encoder = encoder or open_encoder_of(index.manifest.model)
        for line in _describe_all(index, encoder):
            total += 1
            if len(lines) < MAX_NAMED:
                lines.append(line)
    return Unreachable(tuple(lines), total)


def _describe_all(index: LocalIndex, encoder: Encoder) -> Iterator[str]:
    """A line for each passage that can't be reached, in the order of the build."""
    for document in index.documents.stream():
        passages = [passage for passage, _ in index.documents.passages_of(document.doc_id)]
        texts = [document.text[one.start : one.end] for one in passages]
        for passage, text, pieces in zip(passages, texts, encoder.count_tokens(texts), strict=True):
            if reason := _find_reason(text, pieces, encoder):
                yield _describe(document, passage, reason)


def _find_reason(text: str, pieces: int, encoder: Encoder) -> str:
    """Why a passage can't be reached; empty where it can."""
    model = encoder.identity
    limit = model.max_tokens - model.reserved_tokens
    if not WORD.search(text):
        return "it has no words"
    if not terms_of(text):
        return "it has only words that are left out of questions"
    if pieces > limit:
        return f"it has {pieces} word pieces, of which the model reads {limit}"
    return ""


def _describe(document: Document, passage: Passage, reason: str) -> str:
    """One line that names document and place."""
    text = " ".join(document.text[passage.start : passage.end].split())
    shown = text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]}…"
    section = f" · {passage.section}" if passage.section else ""
    place = f"characters {passage.start}–{passage.end}"
    return printable(f"{document.source}{section} · {place}: {reason} (“{shown}”)")
