"""What the other stages need of a reader: how likely each sentence of a passage answers a question.

A reader looks at question and passage together, which vectors and word counts can't: it tells the
sentence that answers from one that speaks of the same things. What it was trained on, and how well
it does, stands in docs/reader.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Logits = NDArray[np.float32]
"""One log-odds a sentence, shape (n,)."""
Span = tuple[int, int]
"""Characters of a text, half-open."""
PACKAGED, OFF = "packaged", "off"


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """A passage to read; `sentences` are spans of characters in `text`."""

    text: str
    sentences: tuple[Span, ...]
    title: str = ""
    """What the passage is about where it does not say so itself, such as its document's title."""


class Highlights(Protocol):
    """The words of each sentence that answer, of which few are asked for."""

    def __getitem__(self, place: int, /) -> Span | None:
        """Those of one sentence, as characters of the passage.

        None where none stand out, or the reader does not tell.
        """


@dataclass(frozen=True, slots=True)
class ReaderScores:
    """What a reader says of one passage; all values compare across passages of one question."""

    sentences: Logits
    """Log-odds that a sentence answers, against nothing in the passage answering; shape (n,)."""
    passage: float
    """Log-odds that the passage answers at all."""
    highlights: Highlights


class Reader(Protocol):
    """What the other stages need of a reader."""

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[ReaderScores]:
        """The scores of every passage, in order."""
