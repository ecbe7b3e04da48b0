"""Numbers of Markdown's lists as a page shows them: a list counts on from its first number.

Writers often number every item "1.", or leave numbers as they were when items moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ITEM = re.compile(r"([ \t]*)(?:(\d{1,9})([.)])|([-*+]))([ \t]+)(?=\S)")
_RULE = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ENDS = re.compile(r"[ \t]*(?:#{1,6}\s|>|\|)")
"""Lines that are no lazy continuation of an item's paragraph."""


@dataclass(slots=True)
class _List:
    mark: str
    inside: int
    """The column from which a line belongs to the last item."""
    number: int = 0


class _Counter:
    """The lists that are open at a line."""

    def __init__(self) -> None:
        self._open: list[_List] = []
        self._is_text = False
        """Whether the line before may go on."""

    def number(self, line: str, is_code: bool) -> str:
        """The line, its item with the number that a page shows."""
        if not line.strip():
            self._is_text = False
            return line
        is_rule = _RULE.match(line) is not None
        item = None if is_code or is_rule else _ITEM.match(line)
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if item and not (self._is_text and not self._open and item[2] not in (None, "1")):
            return self._count(line, item, indent)
        ends = is_code or is_rule or _ENDS.match(line) is not None
        if ends or not self._is_text:
            self._close(indent)
        self._is_text = not ends
        return line

    def _count(self, line: str, item: re.Match[str], indent: int) -> str:
        sibling = self._close(indent)
        mark = item[3] or item[4]
        width = len(item[2] or "") + 1 + (len(item[5]) if len(item[5]) <= 4 else 1)
        made = _List(mark, indent + width, int(item[2] or 0))
        if item[2] and sibling is not None and sibling.mark == mark:
            made.number = sibling.number + 1
        self._open.append(made)
        self._is_text = True
        if item[2] is None or int(item[2]) == made.number:
            return line
        return f"{item[1]}{made.number}{line[item.end(2) :]}"

    def _close(self, indent: int) -> _List | None:
        """Close the lists that a line at a column is not inside of; gives the outermost of them."""
        last = None
        while self._open and indent < self._open[-1].inside:
            last = self._open.pop()
        return last


def number_items(lines: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Lines, and whether each is code, with the items numbered as a page shows them."""
    counter = _Counter()
    for line, is_code in lines:
        yield counter.number(line, is_code), is_code
