"""Writing: the lines of a PDF's pages come in, headings and paragraphs go out.

Lines are joined into paragraphs, words that a line end broke are mended, and a paragraph that runs
on over a page break stays one. Headings come from the outline where the PDF has one, else from the
size of their letters.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa_bot.reading.formats.pdf.headings import Block, OutlineEntry, mark_outline, mark_sizes
from qa_bot.reading.formats.pdf.layout import Line, is_cjk
from qa_bot.reading.parsed import TextWriter

_END = re.compile(r"[.!?:;。！？][\"'”’)\]]*$")
_ITEM = re.compile(r"(?:[•‣▪●○◦■□–—*-]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\([ivx]+\))\s+\S")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"[^\W\d_]+-$")
_TIED = re.compile(r"[^\W_][-–/]{1,2}$")
"""Ends of lines that go on without a space: numbers with dashes, addresses."""
_SMALLER = 0.9
"""Letters of a footnote, at most, over those of the body."""
_SHORT = 0.3
"""Share of the width that stays empty after the last line of a paragraph."""


@dataclass(frozen=True, slots=True)
class Seam:
    """How two stretches of text become one."""

    drops_hyphen: bool
    glue: str


Page = Sequence[Sequence[Line]]
"""A page: regions in reading order, each as its lines."""


def write_pages(
    pages: Sequence[Page],
    outline: Sequence[OutlineEntry],
    writer: TextWriter,
    sure: Mapping[int, float],
) -> None:
    """Write all pages.

    Args:
        pages: their lines.
        outline: the PDF's own list of headings.
        writer: takes the text.
        sure: how sure the recognition of a page is, by its number, which counts from 1.
    """
    lines = [line for page in pages for region in page for line in region]
    words = Counter(w for line in lines for w in _WORD.findall(line.text.casefold()))
    body = _body_size(lines)
    blocks = [_make_blocks(page, words, body) for page in pages]
    blocks = mark_outline(blocks, outline) or mark_sizes(blocks, body)
    before: Block | None = None
    for number, page in enumerate(blocks, 1):
        seam = None
        if before and page and _runs_on(before, page[0]):
            seam = _find_seam(before.text, page[0].text, words)
        if seam and seam.drops_hyphen:
            writer.drop_hyphen()
        writer.page(number, ocr=sure.get(number))
        for position, block in enumerate(page):
            if seam and position == 0:
                writer.continue_paragraph(block.text, seam.glue)
            else:
                _write_block(block, writer)
        before = page[-1] if page else before


def _write_block(block: Block, writer: TextWriter) -> None:
    if block.level:
        writer.heading(block.text, block.level)
    else:
        writer.paragraph(block.text)


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _make_blocks(page: Page, words: Counter[str], body: float) -> list[Block]:
    """A page's blocks in reading order, paragraphs joined over columns; footnotes come last."""
    blocks: list[Block] = []
    notes: list[Block] = []
    for region in page:
        lines = list(region)
        end = len(lines)
        while end and lines[end - 1].size < _SMALLER * body:
            end -= 1
        found = list(_join_lines(lines[:end], words))
        if blocks and found and _runs_on(blocks[-1], found[0]):
            first = found.pop(0)
            text = join_text(blocks[-1].text, first.text, words)
            blocks[-1] = replace(blocks[-1], text=text)
        blocks += found
        notes += [replace(block, is_note=True) for block in _join_lines(lines[end:], words)]
    return blocks + notes if blocks else [replace(note, is_note=False) for note in notes]


def _join_lines(region: Sequence[Line], words: Counter[str]) -> Iterator[Block]:
    """The paragraphs of a region."""
    if not region:
        return
    left, right = min(line.left for line in region), max(line.right for line in region)
    pitches = sorted(a.bottom - b.bottom for a, b in itertools.pairwise(region))
    pitch = pitches[len(pitches) // 3] if pitches else 0.0
    gathered: list[Line] = [region[0]]
    for before, line in itertools.pairwise(region):
        if _starts_block(before, line, (left, right), pitch):
            yield _make_block(gathered, words)
            gathered = []
        gathered.append(line)
    yield _make_block(gathered, words)


def _starts_block(before: Line, line: Line, edges: tuple[float, float], pitch: float) -> bool:
    """Whether a line opens a paragraph, a list item or a table row."""
    left, right = edges
    if _is_row(before) or _is_row(line) or _ITEM.match(line.text):
        return True
    if abs(line.size - before.size) > 0.12 * max(line.size, before.size):
        return True
    if before.bottom - line.bottom > 1.35 * pitch + 0.1 * line.size or line.bold != before.bold:
        return True
    if before.text[-1] in "-–":
        return False
    if line.backwards:
        indent, unfilled = before.right - line.right, before.left - left
    else:
        indent, unfilled = line.left - before.left, right - before.right
    if 0.8 * line.size < indent < 5 * line.size:
        return True
    opens = not line.text[0].islower() and line.text[0].isalnum()
    least = 0.1 if _END.search(before.text) else _SHORT
    return opens and unfilled > least * max(right - left, 1.0)


def _is_row(line: Line) -> bool:
    return line.cells >= 3


def _make_block(lines: Sequence[Line], words: Counter[str]) -> Block:
    text = lines[0].text
    for line in lines[1:]:
        text = join_text(text, line.text, words)
    bold = all(line.bold for line in lines)
    return Block(text, lines[0].size, bold, is_row=_is_row(lines[-1]))


def join_text(before: str, after: str, words: Counter[str]) -> str:
    """Two lines of a paragraph as one; a word that the line end broke becomes whole."""
    seam = _find_seam(before, after, words)
    return (before[:-1] if seam.drops_hyphen else before) + seam.glue + after


def _find_seam(before: str, after: str, words: Counter[str]) -> Seam:
    if _BROKEN.search(before) and after[:1].islower():
        return Seam(not _keeps_hyphen(before, after, words), "")
    if _TIED.search(before) and after[:1].isalnum():
        return Seam(False, "")
    return Seam(False, "" if is_cjk(before[-1]) and is_cjk(after[0]) else " ")


def _keeps_hyphen(before: str, after: str, words: Counter[str]) -> bool:
    """Whether a hyphen at a line end belongs to the word, as the rest of the text spells it."""
    start = _WORD.findall(before[:-1].casefold())[-1:]
    end = _WORD.findall(after.casefold())[:1]
    if not start or not end:
        return True
    return words[f"{start[0]}-{end[0]}"] > words[f"{start[0]}{end[0]}"]


def _runs_on(before: Block, first: Block) -> bool:
    """Whether the first paragraph of a page or column is the rest of the last one's."""
    if any(block.level or block.is_row or block.is_note for block in (before, first)):
        return False
    if abs(before.size - first.size) > 0.12 * before.size or _ITEM.match(first.text):
        return False
    return not _END.search(before.text) and (
        before.text[-1] in "-–" or first.text[0].islower() or is_cjk(first.text[0])
    )
