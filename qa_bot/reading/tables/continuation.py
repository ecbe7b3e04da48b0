"""Whether rows below a blank one go on with the table above, told by what its columns hold."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.reading.tables.cells import Grid
from qa_bot.reading.tables.kinds import Kind, usual_kind

_SAMPLE = 200
_WORDS = (Kind.WORDS, Kind.NAME, Kind.PROSE)


def column_kinds(rows: Grid) -> list[Kind]:
    """What the columns of some rows hold below the first row, which may name them."""
    below = rows[1:] or rows
    width = max(map(len, below), default=0)
    return [
        usual_kind([row[n].text for row in below[:_SAMPLE] if n < len(row) and row[n].text])
        for n in range(width)
    ]


def differ(above: Sequence[Kind], below: Sequence[Kind]) -> bool:
    """Whether rows can't go on with those above: there are words where those have numbers."""
    pairs = list(zip(above, below, strict=False))
    return any(a is Kind.NUMBER and b in _WORDS for a, b in pairs[1:]) and all(
        a is not b for a, b in pairs[1:] if a is Kind.NUMBER
    )
