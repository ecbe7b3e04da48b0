"""One file as bytes, as a reader of a format gets it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RawFile:
    """One file as bytes, with what a reader may need to open it."""

    source: str
    data: bytes = field(repr=False)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    deadline: float = float("inf")
    """`time.monotonic()` after which a reader should stop and give what it has."""
    recognition_deadline: float = float("inf")
    """The same for recognising the text of pictures."""
    tell_alive: Callable[[], None] = field(default=lambda: None, repr=False)
    """Called before each picture: from then on that picture has the time of a file."""
    depth: int = 0
    """How many files this one is inside of: an attachment of an attached mail is in two."""

    @property
    def out_of_time(self) -> bool:
        """Whether the deadline has passed."""
        return time.monotonic() > self.deadline
