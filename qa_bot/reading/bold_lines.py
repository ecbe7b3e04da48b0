"""Bold lines that head what follows them, where people make headings without a style for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qa_bot.types import Section

_INK = re.compile(r"\S")
_MOST_BOLD = 0.3
"""Share of a text up to which bold letters stand out from it."""
_FEWEST = 2
_MOST_WORDS = 12
_LONGEST = 100
_FACT = re.compile(r"[@€$£%]|: |\d{4}\W*$|\d{4}\s?[–-]|\d:\d\d")
"""What a line says beside a name: the years of a post, a price, a label's value."""
_LOWEST = 6
Span = tuple[int, int]


def bold_headings(text: str, lines: Sequence[Span], headings: Sequence[Section]) -> list[Section]:
    """The headings among bold lines; lines in capitals stand above others.

    Args:
        text: the whole text.
        lines: where the bold lines stand that begin a paragraph and end with it or its first line.
        headings: those that are marked as such; bold lines are headings below them.

    Returns:
        Sections, not closed yet; none where a single line is left, as a warning stands alone.
    """
    if sum(end - start for start, end in lines) > _MOST_BOLD * len(text):
        return []
    shaped = [span for span in lines if may_head(_title(text, span))]
    ranks = {start: _rank(_title(text, (start, end))) for start, end in shaped}
    highest = min(ranks.values(), default=0)
    bold, marked = {start for start, _ in lines}, {section.start for section in headings}
    found = []
    for start, end in shaped:
        below = _INK.search(text, end)
        if below is None or below.start() in marked:
            continue
        if below.start() in bold and ranks.get(below.start(), _LOWEST) <= ranks[start]:
            continue
        around = max((s for s in headings if s.start < start), key=_start, default=None)
        level = (around.level if around else 0) + 1 + ranks[start] - highest
        title = _title(text, (start, end))
        found.append(Section(title, start, end, len(text), min(level, _LOWEST)))
    return found if len(found) >= _FEWEST else []


def opens_bold(pieces: Iterable[tuple[str, bool]]) -> bool:
    """Whether the first line of a paragraph's pieces, each with whether it is bold, is bold."""
    found = False
    for text, is_bold in pieces:
        line, end, _ = (text if found else text.lstrip()).partition("\n")
        if line.strip() and not is_bold:
            return False
        found |= bool(line.strip())
        if found and end:
            break
    return found


def _title(text: str, span: Span) -> str:
    return " ".join(text[slice(*span)].split()).strip("*_ ")


def _rank(title: str) -> int:
    return 0 if title.isupper() else 1


def _start(section: Section) -> int:
    return section.start


def may_head(title: str) -> bool:
    """Whether a bold line is short, and names something rather than saying it."""
    return (
        0 < len(title) <= _LONGEST
        and len(title.split()) <= _MOST_WORDS
        and not title[0].islower()
        and sum(map(str.isalpha, title)) >= 3
        and title[-1] not in ".,;!"
        and not _FACT.search(title)
    )
