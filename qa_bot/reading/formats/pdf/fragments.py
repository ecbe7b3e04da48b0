"""Fragments: runs of characters that stand on one line of a PDF page without a wide gap.

Boxes are as the text is read (turned as most of the page's text is): `left` and `right` grow to the
right, `bottom` and `top` grow upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.characters import LINE_HEIGHT, Characters
from qa_bot.reading.formats.pdf.fonts import Fonts
from qa_bot.reading.formats.pdf.markers import BARE_NUMBER, CLAUSE, MARKER
from qa_bot.reading.formats.pdf.runs import (
    OVER,
    Run,
    close_up,
    drop_false_spaces,
    find_gaps,
    find_parts,
    find_raised,
    turn_texts,
    widen_spaces,
    write_texts,
)
from qa_bot.reading.formats.pdf.scripts import (
    LEVEL,
    RAISED,
    find_scripts,
    may_hold_scripts,
    write_scripts,
)
from qa_bot.reading.formats.pdf.stacked_fractions import stack_kinds
from qa_bot.reading.formats.pdf.strikes import Strikes
from qa_bot.reading.formats.pdf.tex_letters import settle_operators


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of text; `size` is its line height."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False
    mono: bool = False
    """Its letters are all equally wide, as in code."""
    indent: float = 0.0
    """How far from `left` the text starts after a list marker or a number that may be one, or 0."""
    gaps: tuple[tuple[int, float, float], ...] = ()
    """Spaces wider than usual: where in the text, from where, to where."""
    against: bool = False
    """Whether it is read against the direction of its page."""
    opens_bold: bool = False
    """Whether its first letter is bold and its last is not."""
    is_filled_in: bool = False
    """Whether it is the value of a field of the PDF's form."""

    @property
    def middle(self) -> float:
        """The height of its middle line."""
        return (self.bottom + self.top) / 2

    @property
    def centre(self) -> float:
        """The place of its middle from left to right."""
        return (self.left + self.right) / 2

    @property
    def is_upright(self) -> bool:
        """False for text that runs up or down the page."""
        return len(self.text) < 4 or self.top - self.bottom < 3 * (self.right - self.left)


def make_fragment(characters: Characters, run: Run, fonts: Fonts, strikes: Strikes) -> Fragment:
    """A run of characters with its text, its box and its face."""
    if not characters.has_backwards:
        closed = close_up(characters, run)
        run = drop_false_spaces(characters, run) if len(closed) == len(run) else closed
    shown = [index for index in run if index >= 0]
    boxes = [characters.boxes[index] for index in shown]
    kinds = None
    raised = find_raised(characters, run)
    if raised:
        kinds = [RAISED if index in raised else LEVEL for index in shown]
    elif may_hold_scripts(boxes):
        kinds = find_scripts([characters.letter(index) for index in shown])
    if OVER in run:
        kinds = stack_kinds(run, characters.stacked, kinds)
    settle_operators(characters, _find_off_line(shown, kinds))
    first, last = fonts.face(shown[0]), fonts.face(shown[-1])
    texts = write_texts(characters, run, strikes.find(boxes))
    if first.mono and last.mono:
        texts = widen_spaces(texts, characters, run)
    level = shown
    against = False
    if characters.has_backwards:
        text, backwards = turn_texts(texts, characters, run, kinds)
        against = backwards != characters.is_backwards
    elif kinds is None:
        text = "".join(texts)
    else:
        text = write_scripts(find_parts(texts, characters, run, kinds))
        level = [index for index, kind in zip(shown, kinds, strict=True) if kind == LEVEL] or shown
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    left, _, right, _ = zip(*boxes, strict=True)
    _, bottom, _, top = zip(*(characters.boxes[index] for index in level), strict=True)
    return Fragment(
        text,
        min(left),
        min(bottom),
        max(right),
        max(top),
        size=_line_height(characters, level),
        bold=first.bold and last.bold,
        mono=first.mono and last.mono,
        indent=0.0 if against else _indent(characters, run, text),
        gaps=() if kinds or (first.mono and last.mono) else find_gaps(texts, characters, run),
        against=against,
        opens_bold=first.bold and not last.bold,
    )


def _find_off_line(shown: Sequence[int], kinds: Sequence[int] | None) -> list[int]:
    """The characters of a run that don't stand on its line, or are alone."""
    if kinds is None:
        return list(shown) if len(shown) == 1 else []
    return [index for index, kind in zip(shown, kinds, strict=True) if kind != LEVEL]


def _line_height(characters: Characters, level: Sequence[int]) -> float:
    """The height of a line of such letters; that of their boxes where the font's size is odd."""
    first, middle, last = level[0], level[len(level) // 2], level[-1]
    size = characters.letter(middle)[0]
    if abs(characters.letter(first)[0] - size) > 0.05 * size:  # small capitals
        size = sorted(characters.letter(index)[0] for index in (first, middle, last))[1]
    _, bottom, _, top = characters.boxes[middle]
    is_odd = not 0.5 * (top - bottom) < LINE_HEIGHT * size < 2 * (top - bottom)
    return max(top - bottom if is_odd else LINE_HEIGHT * size, 1.0)


def _indent(characters: Characters, run: Run, text: str) -> float:
    if not any(opening.match(text) for opening in (MARKER, CLAUSE, BARE_NUMBER)):
        return 0.0
    boxes, side, ordered = characters.boxes, 0, run
    if characters.is_backwards:
        side, ordered = 2, run[::-1]
    start = next((place for place, index in enumerate(ordered) if index < 0), 0)
    return abs(boxes[ordered[start + 1]][side] - boxes[ordered[0]][side]) if start else 0.0
