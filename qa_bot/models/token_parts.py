"""Vectors of parts of a text from the vectors of its tokens: which tokens, and their mean.

A sentence's vector from its passage's pass ("late chunking": Günther and others, 2024) costs no
pass of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa_bot.models.encoder import Encoder, Parts, Vectors

if TYPE_CHECKING:
    from tokenizers import Encoding


class PartRows:
    """The rows of the parts of some passages, filled passage by passage.

    Args:
        passages: the texts.
        parts: spans of each.
        prompt: what stands before each text when it is encoded.
        dim: numbers in a row.
    """

    def __init__(self, passages: Sequence[str], parts: Parts, prompt: str, dim: int) -> None:
        self._passages, self._parts, self._shift = passages, parts, len(prompt)
        self._starts = list(accumulate(map(len, parts), initial=0))
        self._rows = np.zeros((self._starts[-1], dim), np.float32)

    def fill(self, place: int, encoding: Encoding, tokens: NDArray[np.float32]) -> None:
        """Take the parts of one passage from its tokens' vectors, shape (tokens, dim)."""
        offsets = np.array(encoding.offsets, np.int64).reshape(-1, 2) - self._shift
        end = int(offsets[:, 1].max(initial=0))
        is_cut = bool(encoding.overflowing)
        for number, span in enumerate(self._parts[place], self._starts[place]):
            own = np.flatnonzero((offsets[:, 0] < span[1]) & (offsets[:, 1] > span[0]))
            if len(own) and not (is_cut and span[1] > end):
                self._rows[number] = mean_row(tokens[own[0] : own[-1] + 1])

    def complete(self, encoder: Encoder) -> Vectors:
        """All rows, shape (parts, dim); those that no pass filled get one of their own."""
        empty = np.flatnonzero(~self._rows.any(axis=1))
        if len(empty):
            texts = list(self._texts())
            self._rows[empty] = encoder.encode_passages([texts[number] for number in empty])
        return self._rows

    def _texts(self) -> Iterable[str]:
        for text, spans in zip(self._passages, self._parts, strict=True):
            yield from (text[start:end] for start, end in spans)


def mean_row(tokens: NDArray[np.float32]) -> Vectors:
    """The mean of tokens' vectors (tokens, dim), of length one; zeros where it has none."""
    mean = tokens.mean(axis=0)
    length = np.linalg.norm(mean)
    return np.asarray(mean / length if length else mean, np.float32)
