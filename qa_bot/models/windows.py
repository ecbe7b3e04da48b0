"""A passage as a reading network sees it: windows of word pieces, and their logits as log-odds.

The network gives every token two logits, that an answer starts and that it ends there, and gives
the same to a null token, "this does not answer". A sentence's log-odds sum its tokens' chances
against the null. A passage over the network's limit is read in windows of whole sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_bot.models.reader import ReaderScores, Span

NEVER = np.float32(-1e4)
"""Log-odds of a sentence without a word piece, such as a line of control characters."""
MIN_HIGHLIGHT_CHANCE = 0.85
"""The least chance of the words that answer, with those of a sentence's runs that are like them.

Of 600 questions of SQuAD and XQuAD four in ten reach it; of these nearly nine in ten share half of
their words or more with what people marked.
"""
MIN_OVERLAP = 0.5
"""Share of the pieces of two runs together that both have, from which on they are alike."""
MAX_ANSWER_PIECES = 25
TokenRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """What one pass reads: word pieces `start:end` of a passage, after `lead` other ones."""

    ids: tuple[int, ...]
    lead: int
    start: int
    end: int


_Part = tuple[int, NDArray[np.float32]]
"""A sentence's first word piece in the passage, and its pieces' logits, shape (pieces, 2)."""


@dataclass(frozen=True, slots=True)
class _Highlights:
    """The words of each sentence that answer, found when they are asked for."""

    parts: tuple[_Part | None, ...]
    offsets: NDArray[np.int32]
    """The passage's characters of each of its word pieces, shape (pieces, 2)."""

    def __getitem__(self, place: int, /) -> Span | None:
        """Those of one sentence, as characters of the passage."""
        part = self.parts[place]
        pieces = find_answer(part[1]) if part else None
        if part is None or pieces is None:
            return None
        first, last = part[0] + pieces[0], part[0] + pieces[1] - 1
        return int(self.offsets[first, 0]), int(self.offsets[last, 1])


def token_range(offsets: Sequence[tuple[int, int]], span: tuple[int, int]) -> TokenRange:
    """The word pieces that touch a span of characters, half-open; empty where there are none."""
    inside = [i for i, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def cut_windows(ranges: Sequence[TokenRange], count: int, room: int) -> list[TokenRange]:
    """Cut `count` word pieces into windows of at most `room`, of about even size.

    Cuts fall between sentences; only a sentence that is longer than a window is cut inside.
    """
    share = -(-count // max(1, -(-count // room)))
    windows: list[TokenRange] = []
    start = 0
    while start < count:
        end = count
        if count - start > room:
            borders = [first for first, _ in ranges if start < first <= start + room]
            end = min(borders, key=lambda b: abs(b - start - share), default=start + room)
        windows.append((start, end))
        start = end
    return windows


def join_windows(
    read: Sequence[tuple[Window, NDArray[np.float32]]],
    ranges: Sequence[TokenRange],
    offsets: Sequence[Span],
) -> ReaderScores:
    """A passage's scores from its windows' logits; what lies in several counts where it is best.

    Args:
        read: windows with their logits, shape (tokens, 2).
        ranges: the sentences' word pieces.
        offsets: the passage's characters of each of its word pieces.
    """
    sentences = np.full(len(ranges), NEVER, np.float32)
    best: list[_Part | None] = [None] * len(ranges)
    passage = float(NEVER)
    for window, logits in read:
        parts: list[NDArray[np.float32]] = []
        for position, (first, last) in enumerate(ranges):
            first, last = max(first, window.start), min(last, window.end)
            if first >= last:
                continue
            shift = window.lead - window.start
            part = logits[first + shift : last + shift]
            parts.append(part)
            chance = log_odds(part, logits[0])
            if chance > sentences[position]:
                sentences[position] = chance
                best[position] = first, part
        if parts:
            passage = max(passage, log_odds(np.concatenate(parts), logits[0]))
    return ReaderScores(sentences, passage, _Highlights(tuple(best), np.array(offsets, np.int32)))


def find_answer(logits: NDArray[np.float32]) -> TokenRange | None:
    """The pieces of a sentence (tokens, 2) that answer, half-open; None where none stand out."""
    starts, ends = np.exp(logits - np.logaddexp.reduce(logits, axis=0)).T
    runs = np.triu(np.tril(np.outer(starts, ends), MAX_ANSWER_PIECES - 1))
    first, last = np.unravel_index(int(runs.argmax()), runs.shape)
    begins, stops = np.indices(runs.shape)
    shared = np.minimum(stops, last) - np.maximum(begins, first) + 1
    together = np.maximum(stops, last) - np.minimum(begins, first) + 1
    chance = runs[shared >= MIN_OVERLAP * together].sum() / runs.sum()
    return (int(first), int(last) + 1) if chance >= MIN_HIGHLIGHT_CHANCE else None


def log_odds(logits: NDArray[np.float32], null: NDArray[np.float32]) -> float:
    """`log sum exp` of the tokens' logits (tokens, 2) over the null's (2,), mean of the two."""
    return float((np.logaddexp.reduce(logits, axis=0) - null).mean())
