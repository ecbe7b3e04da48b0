"""The order of training: groups of similar length together, and no group torn apart."""

from __future__ import annotations

import random
from collections.abc import Sequence

CHUNK = 4096
"""Groups that are sorted by length together."""


def micro_batches(
    sizes: Sequence[int], widths: Sequence[int], tokens: int, epoch: int
) -> list[list[int]]:
    """One pass over the groups: numbers of groups, at most about `tokens` padded tokens together.

    Args:
        sizes: rows of every group.
        widths: tokens of every group's longest row.
        tokens: what a batch holds; a group that is larger is a batch by itself.
        epoch: what the order depends on, and nothing else.
    """
    order = list(range(len(sizes)))
    random.Random(epoch).shuffle(order)
    made: list[list[int]] = []
    for first in range(0, len(order), CHUNK):
        chunk: list[list[int]] = []
        rows = tokens
        for number in sorted(order[first : first + CHUNK], key=lambda i: widths[i]):
            if (rows + sizes[number]) * widths[number] > tokens:
                chunk.append([])
                rows = 0
            chunk[-1].append(number)
            rows += sizes[number]
        random.Random(epoch * 100_003 + first).shuffle(chunk)
        made += chunk
    return made
