"""Cuts: a region in parts, where white reaches over its whole width or height."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_bot.reading.formats.pdf.fragments import Fragment

_BAND = 1.0
"""Least white between two parts, in line heights."""


def cut_level(fragments: Sequence[Fragment], band: float = _BAND) -> list[list[Fragment]]:
    """The stretches of a region between white bands of a height, from top to bottom."""
    blocks: list[list[Fragment]] = []
    floor = 0.0
    for fragment in sorted(fragments, key=lambda f: -f.top):
        if not blocks or floor - fragment.top > band * fragment.size:
            blocks.append([])
            floor = fragment.bottom
        blocks[-1].append(fragment)
        floor = min(floor, fragment.bottom)
    return blocks


def cut_upright(block: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """A block cut where white reaches over its whole height."""
    part: list[Fragment] = []
    for fragment in sorted(block, key=lambda f: f.left):
        if part and fragment.left - max(f.right for f in part) > _BAND * fragment.size:
            yield part
            part = []
        part.append(fragment)
    yield part
