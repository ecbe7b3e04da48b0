"""Which rows of a generation are copied from the one before: documents, passages, sentences.

All three are numbered through a generation in the order of its documents, so that neighbouring
documents that did not change are one run of rows in each table and array.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RowSpan:
    """Neighbouring documents with their passages and sentences, all numbered from 0."""

    documents: range
    passages: range
    sentences: range

    @classmethod
    def between(cls, first: Sequence[int], last: Sequence[int]) -> Self:
        """The rows from one place to another; a place has a number for each of the three."""
        return cls(*(range(a, b) for a, b in zip(first, last, strict=True)))

    @property
    def start(self) -> tuple[int, int, int]:
        """The place of its first rows."""
        return self.documents.start, self.passages.start, self.sentences.start

    @property
    def stop(self) -> tuple[int, int, int]:
        """The place behind its last rows."""
        return self.documents.stop, self.passages.stop, self.sentences.stop


@dataclass(frozen=True, slots=True)
class CopiedRun:
    """Rows of the new generation, and the same rows as they are numbered in the one before."""

    new: RowSpan
    old: RowSpan


@dataclass(frozen=True, slots=True)
class Copied:
    """All that a new generation copies from the one before."""

    folder: Path
    """The generation before."""
    runs: tuple[CopiedRun, ...]
    new: RowSpan
    """All rows of the new generation."""
    old: RowSpan
    """All rows of the one before."""

    def list_added(self) -> list[RowSpan]:
        """The rows of the new generation that are not copied, in order."""
        return list(_find_gaps([run.new for run in self.runs], self.new))

    def list_gone(self) -> list[RowSpan]:
        """The rows of the generation before that are not copied, in order."""
        return list(_find_gaps([run.old for run in self.runs], self.old))

    def number_passages(self) -> NDArray[np.int64]:
        """The new number of each passage of the generation before, -1 where it is not copied."""
        numbers = np.full(len(self.old.passages), -1, np.int64)
        for run in self.runs:
            numbers[run.old.passages.start : run.old.passages.stop] = run.new.passages
        return numbers

    def find_earlier_passages(self) -> NDArray[np.int64]:
        """The number that each passage of the new generation had before, -1 where it had none."""
        numbers = np.full(len(self.new.passages), -1, np.int64)
        for run in self.runs:
            numbers[run.new.passages.start : run.new.passages.stop] = run.old.passages
        return numbers


def _find_gaps(spans: Iterable[RowSpan], whole: RowSpan) -> Iterator[RowSpan]:
    place = whole.start
    for span in sorted(spans, key=lambda one: one.start):
        if place[0] < span.start[0]:
            yield RowSpan.between(place, span.start)
        place = span.stop
    if place[0] < whole.stop[0]:
        yield RowSpan.between(place, whole.stop)
