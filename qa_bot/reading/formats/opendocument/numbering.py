"""Numbers of lists and headings in OpenDocument texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from qa_bot.reading.formats.numerals import write_number
from qa_bot.reading.formats.opendocument.names import text
from qa_bot.reading.formats.opendocument.styles import Level, Styles

BULLET = "-"
_PLACE = re.compile(r"%(\d+)%")
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_NONE = Level("none")


@dataclass(slots=True)
class ListState:
    """An open list: its style and the numbers that its levels have reached."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)

    def under(self, inner: Element) -> ListState:
        """The state for a list inside of this one, which may have a style of its own."""
        return ListState(inner.get(text("style-name")) or self.style, self.counts)


class Numbering:
    """Counts list items and headings in the order in which they are read."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._headings: dict[int, int] = {}
        self._last: dict[str, ListState] = {}
        self._by_id: dict[str, ListState] = {}

    def open_list(self, element: Element, style: str) -> ListState:
        """The state of a list that begins: a new one, or one that it goes on with."""
        state = None
        if continued := element.get(text("continue-list")):
            state = self._by_id.get(continued)
        elif element.get(text("continue-numbering")) == "true":
            state = self._last.get(style)
        state = state or ListState(style)
        self._last[style] = state
        if identifier := element.get(_XML_ID) or element.get(text("id")):
            self._by_id[identifier] = state
        return state

    def item(self, state: ListState, depth: int, item: Element) -> str:
        """The label of a list item; counts it.

        Args:
            state: the list's.
            depth: from 1.
            item: the `text:list-item`.
        """
        levels = self._styles.levels(state.style)
        level = levels.get(depth, Level("bullet"))
        start = item.get(text("start-value"), "")
        _count(state.counts, depth, int(start) if start.isdecimal() else None, level.start)
        return _label(levels, state.counts, depth)

    def heading(self, element: Element, depth: int) -> str:
        """The number of a heading, empty where it has none; counts it."""
        levels = self._styles.outline
        level = levels.get(depth)
        if level is None or element.get(text("is-list-header")) == "true":
            return ""
        restart = element.get(text("restart-numbering")) == "true"
        start = element.get(text("start-value"), "") if restart else ""
        _count(self._headings, depth, int(start) if start.isdecimal() else None, level.start)
        label = _label(levels, self._headings, depth)
        return "" if label == BULLET else label


def _count(counts: dict[int, int], depth: int, fixed: int | None, start: int) -> None:
    if fixed is not None:
        counts[depth] = fixed
    else:
        counts[depth] = counts[depth] + 1 if depth in counts else start
    for deeper in [place for place in counts if place > depth]:
        del counts[deeper]


def _label(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth, Level("bullet"))
    if level.kind == "bullet":
        return BULLET
    if level.kind == "none":
        return f"{level.prefix}{level.suffix}".strip()

    def write(place: int) -> str:
        own = levels.get(place, _NONE)
        return write_number(counts.get(place, own.start), own.kind)

    if level.pattern:
        return _PLACE.sub(lambda match: write(int(match[1])), level.pattern).strip()
    first = max(1, depth - level.shown_levels + 1)
    numbers = [number for place in range(first, depth + 1) if (number := write(place))]
    return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()
