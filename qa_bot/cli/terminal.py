"""The terminal: the two consoles of the commands, JSON for programs, and a progress bar.

Rich is imported when something is printed, so that commands start at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from io import TextIOWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from qa_bot.types import Advance


class Terminal:
    """Standard output or standard error, by a console that is made when first used.

    Args:
        stderr: whether it is standard error.
    """

    def __init__(self, stderr: bool = False) -> None:
        self._stderr = stderr
        self.declared_encoding = "utf-8"
        """What the environment says that standard output is encoded in."""

    @cached_property
    def console(self) -> Console:
        """Rich's console."""
        from rich.console import Console

        return Console(stderr=self._stderr, highlight=False, soft_wrap=True, emoji=False)

    @property
    def is_terminal(self) -> bool:
        """Whether a person sees it."""
        stream = sys.stderr if self._stderr else sys.stdout
        return stream.isatty() or bool(os.environ.get("FORCE_COLOR"))

    def print(self, text: str | Text = "", style: str | None = None) -> None:
        """Print a line; in a string `[...]` is markup unless `escape` was used."""
        self.console.print(text, style=style)


console = Terminal()
errors = Terminal(stderr=True)


def escape(text: str) -> str:
    """A text that prints as it stands."""
    from rich.markup import escape

    return escape(text)


def prepare_stdout() -> None:
    r"""Write UTF-8 where standard output is a file or a pipe, and lose no character elsewhere.

    A character that a terminal's encoding lacks is written as an escape ("\u201c").
    """
    console.declared_encoding = sys.stdout.encoding or ""
    if isinstance(sys.stdout, TextIOWrapper):
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")


def write_json(value: object) -> None:
    """Print a value as JSON on standard output.

    In ASCII where the environment's encoding isn't UTF-8: whoever reads it may decode it by that
    encoding, and the escapes are the same in all of them.
    """
    is_utf8 = console.declared_encoding.lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=not is_utf8, indent=2) + "\n")


@contextmanager
def progress_bar() -> Iterator[Advance]:
    """A bar a stage on standard error, with the time left; none where that is not a terminal."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    shown = errors.is_terminal
    with Progress(*columns, console=errors.console, transient=True, disable=not shown) as bar:
        tasks = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield advance
