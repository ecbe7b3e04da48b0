"""The order of training: groups of similar length together, and no group torn apart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from reader_training.objective import Group

CHUNK = 384
"""Groups that are sorted by length together."""


def micro_batches(groups: Sequence[Group], rows: int, epoch: int) -> list[list[int]]:
    """One pass over the groups: numbers of groups, about `rows` rows in each micro-batch.

    The order depends on the epoch's number alone, so that a run can be taken up again.
    """
    order = list(range(len(groups)))
    random.Random(epoch).shuffle(order)
    made: list[list[int]] = []
    for first in range(0, len(order), CHUNK):
        members = sorted(order[first : first + CHUNK], key=lambda i: len(groups[i][0].ids))
        chunk = list(pack(members, groups, rows))
        random.Random(epoch * 100_003 + first).shuffle(chunk)
        made += chunk
    return made


def pack(members: Sequence[int], groups: Sequence[Group], rows: int) -> Iterator[list[int]]:
    """Neighbours together until a micro-batch has its rows."""
    taken: list[int] = []
    count = 0
    for number in members:
        taken.append(number)
        count += len(groups[number])
        if count >= rows:
            yield taken
            taken, count = [], 0
    if taken:
        yield taken
