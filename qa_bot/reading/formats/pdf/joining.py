"""Joining: two stretches of text as one, with the word that a line end broke made whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from qa_bot.reading.formats.pdf.rows import is_cjk, is_hangul

END = re.compile(r"[.!?:;。！？][\"'”’)\]]*(?: ?\[[\w*†‡,]+\])?$")
"""The end of a sentence, perhaps with the mark of a note."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"[^\W\d_]+-$")
_TIED = re.compile(r"[^\W_][-–/]{1,2}$|\bhttps?:(?://(?:\S*[-/?=&_#])?)?$")
"""Ends of lines that go on without a space: numbers with dashes, addresses."""
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S*\.$")
"""Ends of lines that do where a small letter or a digit follows."""

_BROKEN_NUMBER = re.compile(r"(?:(?<=[\s-])|^)-([0-9A-Za-z](?:[0-9A-Za-z.,:/-]*[0-9A-Za-z])?)$")
_BACKWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters that are read from the right."""
_PARTICLES = frozenset("은는이가을를의에로와과도만")
"""Korean particles of one syllable, which never stand alone."""

Words = Counter[str]
"""How often a document spells each word."""


@dataclass(frozen=True, slots=True)
class Seam:
    """How two stretches of text become one."""

    drops_hyphen: bool
    glue: str


def count_words(texts: Iterable[str]) -> Words:
    """The words of a document, those with hyphens as one."""
    return Counter(word for text in texts for word in _WORD.findall(text.casefold()))


def join_text(before: str, after: str, words: Words) -> str:
    """Two lines of a paragraph as one; a word that the line end broke becomes whole."""
    before = _turn_hyphen(before, after)
    seam = find_seam(before, after, words)
    return (before[:-1] if seam.drops_hyphen else before) + seam.glue + after


def _turn_hyphen(before: str, after: str) -> str:
    """A line that is read from the right with the hyphen behind the number that it breaks.

    Such a number stands at the left end of its line with the hyphen on its right, where a line's
    other hyphens stand before what follows them.
    """
    found = _BROKEN_NUMBER.search(before)
    if not found or not after[:1].isascii() or not after[:1].isalnum():
        return before
    return f"{before[: found.start()]}{found[1]}-" if _BACKWARDS.search(before) else before


def join_lines(lines: Iterable[str], words: Words) -> str:
    """All lines as one text."""
    text = ""
    for line in lines:
        text = join_text(text, line, words) if text else line
    return text


def find_seam(before: str, after: str, words: Words) -> Seam:
    """What stands between two stretches of text."""
    if _BROKEN.search(before) and after[:1].islower():
        return Seam(not _keeps_hyphen(before, after, words), "")
    if _TIED.search(before) and (after[:1].isalnum() or after.startswith("/")):
        return Seam(False, "")
    if _ADDRESS.search(before) and (after[:1].islower() or after[:1].isdigit()):
        return Seam(False, "")
    if is_hangul(before[-1]) and is_hangul(after[0]):
        return Seam(False, "" if _is_broken_word(before, after, words) else " ")
    return Seam(False, "" if is_cjk(before[-1]) and is_cjk(after[0]) else " ")


def _is_broken_word(before: str, after: str, words: Words) -> bool:
    """Whether a line end broke a Korean word, which has no hyphen then."""
    start, end = _WORD.findall(before)[-1], _WORD.findall(after)[0]
    return end in _PARTICLES or words[start + end] > words[end]


def _keeps_hyphen(before: str, after: str, words: Words) -> bool:
    """Whether a hyphen at a line end belongs to the word, as the rest of the text spells it."""
    start = _WORD.findall(before[:-1].casefold())[-1:]
    end = _WORD.findall(after.casefold())[:1]
    if not start or not end:
        return True
    return words[f"{start[0]}-{end[0]}"] > words[f"{start[0]}{end[0]}"]
