"""Paragraphs: the lines of a region put together into paragraphs, list items, code and tables."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.headings import Block
from qa_bot.reading.formats.pdf.joining import END, Words, join_lines
from qa_bot.reading.formats.pdf.lines import Line
from qa_bot.reading.formats.pdf.markers import BULLETS, CLAUSE, MARKER
from qa_bot.reading.formats.pdf.rows import count_words_of

_SHORT = 0.3
"""Share of the width that stays empty after the last line of a paragraph."""
_NOTE_MARK = re.compile(r"\[(?:\d{1,3}|[a-z*†‡§])\] ")
_RUN_IN = re.compile(r"[A-Z][A-Z ]{2,30}: ")
"""A heading in capitals that stands on the first line of its paragraph."""
_MAX_PITCH = 2.2
"""Distance of the lines of a paragraph, at most, in line heights."""
_LARGE_PITCH = 0.7
"""Usual distance of lines, in heights of a line, below which that one is of a large heading."""
_FEWEST_IN_LIST, _WORDS_IN_LIST = 3, 3
"""Lines of a region of short lines, at least, and words of its middling line, at most."""
_ROOMY = 1.15
"""Room for a word that would have stood on a line, at least, over its estimated width."""
_FEWEST_IN_TEXT, _ROOM = 12, 0.1
"""Spaces of a paragraph that fills its lines, at least; share of the width left free, at most."""
_MOSTLY = 0.6
"""Share of the lines at the left edge that open entries, at least."""
_ADDRESS = re.compile(r"\S+[@/.]\S+")
"""An address of mail or of a page."""
_BLANK_LINE = 1.7
"""Distance of two lines of code with a blank one between them, in usual distances."""


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in a region."""

    left: float
    right: float
    pitch: float
    """Distance of the lines of a paragraph."""
    is_list: bool
    """Whether it consists of short lines, each for itself."""
    has_entries: bool
    """Whether most of the lines at its left edge open in bold letters, as in a dictionary."""

    @classmethod
    def of(cls, region: Sequence[Line]) -> _Measures:
        """Measure a region."""
        lines = [line for line in region if not line.table]
        pitches = sorted(
            a.bottom - b.bottom for a, b in itertools.pairwise(region) if not (a.table or b.table)
        )
        pitch = pitches[len(pitches) // 3] if pitches else 0.0
        words = [count_words_of(line.text) for line in lines]
        left = min(line.left for line in region)
        opening = [line.opens_bold for line in lines if line.left - left < 2]
        return cls(
            left,
            max(line.right for line in region),
            min(pitch, _MAX_PITCH * region[0].size),
            len(lines) >= _FEWEST_IN_LIST and statistics.median_high(words) <= _WORDS_IN_LIST,
            sum(opening) >= max(_FEWEST_IN_LIST, _MOSTLY * len(opening)),
        )


def join_region(region: Sequence[Line], words: Words) -> Iterator[Block]:
    """The blocks of a region."""
    if not region:
        return
    measures = _Measures.of(region)
    gathered: list[Line] = []
    for line in region:
        if gathered and _starts_block(gathered, line, measures):
            yield _make_block(gathered, words, measures)
            gathered = []
        gathered.append(line)
    yield _make_block(gathered, words, measures)


def _starts_block(gathered: Sequence[Line], line: Line, measures: _Measures) -> bool:
    """Whether a line opens a paragraph, a list item or a table row."""
    before = gathered[-1]
    if line.table or before.table or line.mono != before.mono:
        return True
    if line.mono:
        return before.bottom - line.bottom > 3.5 * measures.pitch
    breaks_word = before.text[-1] in "-–" and line.text[0].islower()
    if not breaks_word and (_is_row(before) or _is_row(line)):
        return True
    if abs(line.size - before.size) > 0.12 * max(line.size, before.size):
        return True
    pitch = line.size if measures.pitch < _LARGE_PITCH * line.size else measures.pitch
    if before.bottom - line.bottom > 1.35 * pitch + 0.1 * line.size or line.bold != before.bold:
        return True
    if before.text[-1] in "-–" and not line.indent:
        return False
    is_entry = measures.has_entries and line.opens_bold and line.left - measures.left < 2
    return is_entry or _opens(gathered, line, measures)


def _opens(gathered: Sequence[Line], line: Line, measures: _Measures) -> bool:
    """The same for a line as large and as near as the one before it."""
    first, before = gathered[0], gathered[-1]
    ended = _has_ended(before, line, measures)
    if _NOTE_MARK.match(line.text) or (_RUN_IN.match(line.text) and END.search(before.text)):
        return True
    if found := MARKER.match(line.text) or CLAUSE.match(line.text):
        near = abs(line.left - first.left) < line.size and first.indent > 0
        if found[0] in BULLETS or near or ended or END.search(before.text):
            return True
    hang = first.left + first.indent
    if first.indent and not line.backwards:
        if abs(line.left - hang) < 0.6 * line.size:
            return False
        if line.left < first.left - 0.6 * line.size:
            return True
    before_left = hang if before is first else before.left
    indent = before.right - line.right if line.backwards else line.left - before_left
    if 0.8 * line.size < indent < 5 * line.size:
        return ended or bool(found or END.search(before.text))
    outwards = line.left < before.left - 0.8 * line.size
    if outwards and (_hangs(gathered) or (len(gathered) > 1 and END.search(before.text))):
        return True
    if measures.is_list and not first.indent and not line.bold:
        return not line.text[0].islower() or bool(_ADDRESS.fullmatch(line.text))
    return not line.text[0].islower() and line.text[0].isalnum() and ended


def _hangs(gathered: Sequence[Line]) -> bool:
    """Whether the lines of a paragraph stand further in than its first one."""
    first, *rest = gathered
    return any(line.left > first.left + 0.8 * line.size for line in rest[:1])


def _has_ended(before: Line, line: Line, measures: _Measures) -> bool:
    """Whether a line is the last of its paragraph: the next word would have had room on it."""
    width = max(measures.right - measures.left, 1.0)
    unfilled = before.left - measures.left if before.backwards else measures.right - before.right
    first_word = line.text.split(" ", 1)[0]
    room = _ROOMY * (len(first_word) + 1) * (line.right - line.left) / len(line.text)
    return unfilled > max(room, (0.1 if END.search(before.text) else _SHORT) * width)


def _is_row(line: Line) -> bool:
    return line.cells >= 3


def _make_block(lines: Sequence[Line], words: Words, measures: _Measures) -> Block:
    first = lines[0]
    bold = all(line.bold for line in lines)
    if first.table:
        return Block(first.text, first.size, bold, table=first.table)
    if first.mono:
        return Block(_write_code(lines, measures.pitch), first.size, bold, is_code=True)
    text = join_lines((line.text for line in lines), words)
    found = MARKER.match(text) if len(text) > 3 else None
    return Block(
        text,
        first.size,
        bold,
        is_row=_is_row(lines[-1]),
        marker=found[0] if found and " " in text else "",
        left=first.left - measures.left,
        fills=_fills(lines[-1], text, measures),
        is_aside=first.is_aside,
    )


def _fills(last: Line, text: str, measures: _Measures) -> bool:
    """Whether the last line of running text is as long as the others can be."""
    if measures.is_list or text.count(" ") < _FEWEST_IN_TEXT or last.backwards:
        return False
    return measures.right - last.right < _ROOM * (measures.right - measures.left)


def _write_code(lines: Sequence[Line], pitch: float) -> str:
    """Lines of code with the white space before and between them."""
    left = min(line.left for line in lines)
    longest = max(lines, key=lambda line: len(line.text))
    width = max((longest.right - longest.left) / len(longest.text), 0.1)
    text = ""
    for before, line in itertools.pairwise([lines[0], *lines]):
        if text:
            text += "\n\n" if before.bottom - line.bottom > _BLANK_LINE * pitch else "\n"
        text += " " * round((line.left - left) / width) + line.text
    return text
