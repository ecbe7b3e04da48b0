"""Blocks of a PDF's text, and which of them are headings.

The outline decides where the PDF has one, else the size of the letters and bold lines.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.reading.bold_lines import may_head
from qa_bot.reading.formats.pdf.tables import TableBlock

_LARGER = 1.15
"""Letters of a heading over those of the body."""
_LONGEST_HEADING = 15
_CAPTION = re.compile(r"[^\W\d_]+\.? \d{1,3}(?:\.\d{1,3})?[:.–—|] ")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: its title, its depth from 1, its page's index from 0."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row or heading (`level` above 0)."""

    text: str
    size: float
    bold: bool
    level: int = 0
    is_row: bool = False
    is_note: bool = False
    marker: str = ""
    """What opens a list item."""
    left: float = 0.0
    is_code: bool = False
    table: TableBlock | None = None
    continues: bool = False
    """Whether it is the rest of the last block of the page before."""
    fills: bool = False
    """Whether its last line is as long as a line can be."""
    is_aside: bool = False
    """Whether it stands in a box beside the text."""

    @property
    def floats(self) -> bool:
        """Whether a sentence may go on behind it: a table, a caption, a box."""
        return bool(self.table or self.is_aside or _CAPTION.match(self.text))

    @property
    def is_prose(self) -> bool:
        """Whether it is running text, be it of a list item."""
        return not (self.level or self.is_row or self.is_note or self.is_code or self.table)


def mark_outline(
    blocks: Sequence[Sequence[Block]], outline: Sequence[OutlineEntry]
) -> list[list[Block]]:
    """Blocks with headings where the outline says; empty where none of them is found."""
    marked = [list(page) for page in blocks]
    found = False
    for entry in outline:
        if not 0 <= entry.page < len(marked) or not (title := _key(entry.title)):
            continue
        page = marked[entry.page]
        for position, block in enumerate(page):
            key = _key(block.text)
            if block.level == 0 and key.endswith(title) and len(key) - len(title) <= 8:
                page[position] = replace(block, level=min(entry.level, 6))
                found = True
                break
    return _mark_bold(marked) if found else []


def _mark_bold(blocks: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """Blocks with headings where bold lines stand over others, below those of the outline."""
    if _is_mostly_bold([block for page in blocks for block in page]):
        return [list(page) for page in blocks]
    level = 0
    marked = []
    for page in blocks:
        marked.append(list(page))
        for position, (block, below) in enumerate(itertools.pairwise(page)):
            level = block.level or level
            heads = block.bold and not (block.level or below.bold or below.level)
            if heads and _has_heading_shape(block) and may_head(block.text):
                marked[-1][position] = replace(block, level=min(level + 1, 6))
        level = page[-1].level or level if page else level
    return marked


def mark_sizes(blocks: Sequence[Sequence[Block]], body: float) -> list[list[Block]]:
    """Blocks with headings by size: the largest letters are level 1.

    Bold lines come last, of them those in capitals first.
    """
    everything = [block for page in blocks for block in page if block.table is None]
    sizes = sorted({round(b.size) for b in everything if _is_larger(b, body)}, reverse=True)
    levels = {size: min(level, 4) for level, size in enumerate(sizes, 1)}
    bold_level = 0 if _is_mostly_bold(everything) else min(len(sizes) + 1, 5)

    def mark(block: Block) -> Block:
        if _is_larger(block, body):
            return replace(block, level=levels[round(block.size)])
        if not bold_level or not _is_bold_heading(block, body):
            return block
        return replace(block, level=bold_level + (has_capitals and not block.text.isupper()))

    bold = [b for b in everything if _is_bold_heading(b, body) and not _is_larger(b, body)]
    has_capitals = any(b.text.isupper() for b in bold)
    return [[mark(block) for block in page] for page in blocks]


def _is_bold_heading(block: Block, body: float) -> bool:
    shaped = block.bold and _has_heading_shape(block)
    return shaped and ": " not in block.text and block.size > 0.9 * body


def _is_mostly_bold(blocks: Sequence[Block]) -> bool:
    """Whether so much is bold that it doesn't stand out."""
    return sum(len(b.text) for b in blocks if b.bold) > 0.3 * sum(len(b.text) for b in blocks)


def _is_larger(block: Block, body: float) -> bool:
    return block.size >= _LARGER * body and _has_heading_shape(block)


def _has_heading_shape(block: Block) -> bool:
    words = block.text.split()
    return (
        not (block.is_row or block.is_code or block.table)
        and (not block.marker or block.marker[0].isalnum())
        and 0 < len(words) <= _LONGEST_HEADING
        and len(block.text) <= 150
        and block.text[-1] not in ".,;"
        and sum(c.isalpha() for c in block.text) >= max(3, 0.5 * len(block.text.replace(" ", "")))
    )


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
