"""The blocks of a page: its text, what is set apart from it, and what runs on over columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.reading.formats.pdf.headings import Block
from qa_bot.reading.formats.pdf.joining import END, Words, join_text
from qa_bot.reading.formats.pdf.lines import Line
from qa_bot.reading.formats.pdf.paragraphs import join_region
from qa_bot.reading.formats.pdf.rows import is_cjk
from qa_bot.reading.formats.pdf.running_headers import Margins

_SMALLER = 0.9
"""Letters of a footnote, at most, over those of the body."""
_BELOW_RULE = 0.98
"""The same below the short rule that stands above footnotes."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page before its lines are put together."""

    regions: Sequence[Sequence[Line]]
    """In reading order, each as its lines."""
    margins: Margins
    """Which of its lines return on other pages."""
    comments: Sequence[str] = ()
    """What its annotations say."""


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """The blocks of a page in reading order."""

    heads: list[Block]
    """Running headers, where this page is the first to have them."""
    body: list[Block]
    notes: list[Block]
    """Footnotes, the running footers that this page is the first to have, and comments."""


def make_blocks(page: Page, words: Words, body: float) -> PageBlocks:
    """A page's blocks, paragraphs joined over columns.

    Args:
        page: its lines.
        words: of the document.
        body: the usual size of the document's letters.
    """
    lines, margins = [line for region in page.regions for line in region], page.margins
    heads = [line for line in lines if id(line) in margins.heads]
    feet = [line for line in lines if id(line) in margins.feet]
    apart = margins.dropped | margins.heads | margins.feet
    blocks: list[Block] = []
    notes: list[Block] = []
    for region in page.regions:
        own = [line for line in region if id(line) not in apart]
        end = len(own)
        while end and _is_note(own[end - 1], body):
            end -= 1
        found = list(join_region(own[:end], words))
        open_, place = find_last(blocks), find_first(found)
        if open_ is not None and place is not None and runs_on(blocks[open_], found[place]):
            first = found.pop(place)
            text = join_text(blocks[open_].text, first.text, words)
            blocks[open_] = replace(blocks[open_], text=text, fills=first.fills)
        blocks += found
        notes += _set_apart(own[end:], words)
    if not blocks:
        blocks, notes = [replace(note, is_note=False) for note in notes], []
    comments = [Block(comment, body, bold=False, is_note=True) for comment in page.comments]
    last = [*notes, *_set_apart(feet, words), *comments]
    return PageBlocks(_set_apart(heads, words), blocks, last)


def _set_apart(lines: Sequence[Line], words: Words) -> list[Block]:
    return [replace(block, is_note=True) for block in join_region(lines, words)]


def _is_note(line: Line, body: float) -> bool:
    return not line.table and line.size < (_BELOW_RULE if line.below_rule else _SMALLER) * body


def find_first(blocks: Sequence[Block]) -> int | None:
    """The first block of a page or column, tables and captions on its top left aside."""
    return next((n for n, block in enumerate(blocks) if not block.floats), None)


def find_last(blocks: Sequence[Block]) -> int | None:
    """The last block, tables and captions below it left aside."""
    place = find_first(blocks[::-1])
    return None if place is None else len(blocks) - 1 - place


def runs_on(before: Block, first: Block) -> bool:
    """Whether the first paragraph of a page or column is the rest of the last one's."""
    if not all(block.is_prose for block in (before, first)) or first.marker:
        return False
    if before.bold != first.bold:
        return False
    if abs(before.size - first.size) > 0.12 * before.size:
        return False
    return not END.search(before.text) and (
        before.text[-1] in "-–"
        or first.text[0].islower()
        or is_cjk(first.text[0])
        or (before.fills and first.text[0].isalnum())
    )
