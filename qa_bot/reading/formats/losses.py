"""What is left out of an Office document, counted as it is met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Losses:
    """Counts of what was not read."""

    pictures: int = 0
    objects: int = 0
    """Embedded files of other programs."""
    unreadable: list[str] = field(default_factory=list)
    """Parts that should have been read and could not be, in words."""
    deleted: int = 0
    """Characters of tracked deletions."""
    hidden: int = 0
    """Characters set as hidden."""

    def describe(self) -> str:
        """What was not read, in words; empty where all was."""
        return "; ".join(self._parts())

    def _parts(self) -> Iterator[str]:
        if self.unreadable:
            yield f"not read: {', '.join(dict.fromkeys(self.unreadable))}"
        if self.objects:
            yield f"{_count(self.objects, 'embedded file')} not read"
        if self.deleted:
            yield f"{self.deleted} characters of tracked deletions left out"
        if self.hidden:
            yield f"{self.hidden} characters of hidden text left out"


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'s' if number != 1 else ''}"
