"""Notes in the margin: they stand beside lines that go on below, and are read after the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.joining import END
from qa_bot.reading.formats.pdf.rows import Row, count_words_of, find_rows

_WORDS = 6
"""Words of a line of running text, at least."""
_NEAR = 2.0
_MOST = 0.25
"""Share of a page's fragments that are notes, at most."""


def part_notes(fragments: list[Fragment]) -> tuple[list[Fragment], list[Fragment]]:
    """The text of a page, and the notes that stand right of it."""
    ends = Counter(round(f.right) for f in fragments if f.text.count(" ") >= _WORDS - 1)
    if not ends:
        return fragments, []
    edge = max(ends, key=lambda end: (ends[end], end)) + _NEAR
    notes = [f for f in fragments if f.left > edge]
    if not notes or len(notes) > _MOST * len(fragments):
        return fragments, []
    if any(f.left < edge < f.right for f in fragments) or not _interrupt(fragments, notes, edge):
        return fragments, []
    return [f for f in fragments if f.left <= edge], notes


def _interrupt(fragments: Sequence[Fragment], notes: Sequence[Fragment], edge: float) -> bool:
    """Whether each note begins beside a line of text whose sentence goes on in the line below."""
    rows = find_rows([f for f in fragments if f.left <= edge])
    for block in _blocks(notes):
        beside = [n for n, row in enumerate(rows) if row[0].bottom < block.middle < row[0].top]
        if not beside or not _goes_on(rows[beside[0] : beside[0] + 2], edge):
            return False
    return True


def _blocks(notes: Sequence[Fragment]) -> list[Fragment]:
    """The first line of each note."""
    rows = [row[0] for row in find_rows(notes)]
    pairs = zip([None, *rows[:-1]], rows, strict=True)
    return [f for above, f in pairs if above is None or above.bottom - f.top > 0.5 * f.size]


def _goes_on(rows: Sequence[Row], edge: float) -> bool:
    if len(rows) < 2 or sum(count_words_of(f.text) for f in rows[0]) < _WORDS:
        return False
    last, after = rows[0][-1], rows[1][0]
    near = rows[0][0].bottom - after.top < after.size
    return (
        near
        and edge - last.right < 2 * _NEAR
        and not END.search(last.text)
        and after.text[:1].islower()
    )
