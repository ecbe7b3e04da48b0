"""Rows: the fragments of a page that stand on one line."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from qa_bot.reading.formats.pdf.fragments import Fragment

Row = list[Fragment]
"""From left to right."""

SIDE_BY_SIDE = 0.35
"""Difference of heights, in lines, below which two lines stand side by side."""

_SAME_LINE = 0.2
"""The same below which what is drawn over other text may be that text again."""


def find_rows(fragments: Sequence[Fragment]) -> list[Row]:
    """The rows of a stretch of text, from top to bottom."""
    rows: list[Row] = []
    row: Row = []
    bottom = top = least = 0.0
    for fragment in sorted(fragments, key=lambda f: (-f.middle, f.left)):
        height = fragment.top - fragment.bottom
        if row:
            shared = min(top, fragment.top) - max(bottom, fragment.bottom)
            if shared < 0.5 * min(least, height):
                rows.append(sorted(row, key=lambda f: f.left))
                row = []
        if row:
            bottom, top = min(bottom, fragment.bottom), max(top, fragment.top)
            least = min(least, height)
        else:
            bottom, top, least = fragment.bottom, fragment.top, height
        row.append(fragment)
    if row:
        rows.append(sorted(row, key=lambda f: f.left))
    return rows


def drop_doubles(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Fragments without those that are drawn a second time over others to look bold."""
    doubled: set[int] = set()
    for row in find_rows(fragments):
        for place, first in enumerate(row[:-1]):
            for second in row[place + 1 :]:
                shared = min(first.right, second.right) - second.left
                if shared <= 0:
                    break
                if abs(first.middle - second.middle) > _SAME_LINE * max(first.size, second.size):
                    continue
                small, large = sorted((first, second), key=lambda f: len(f.text))
                wide = max(small.right - small.left, 1.0)
                if shared > 0.8 * wide and small.text in large.text and id(large) not in doubled:
                    doubled.add(id(small))
    return [f for f in fragments if id(f) not in doubled]


def is_cjk(character: str) -> bool:
    """Whether a character belongs to a script that is written without spaces."""
    wide = character >= "\u2e80" and unicodedata.east_asian_width(character) in ("W", "F")
    return wide and not is_hangul(character)


def is_hangul(character: str) -> bool:
    """Whether a character is Korean, which is written with spaces but broken anywhere."""
    return "\uac00" <= character <= "\ud7a3"


def count_words_of(text: str) -> int:
    """The words of a stretch of text; four Chinese or Japanese characters count as one."""
    spaced = text.count(" ") + 1
    return spaced if text.isascii() else max(spaced, sum(map(is_cjk, text)) // 4)
