"""Pages: a document and an excerpt of it come in, its page as a picture goes out.

Only PDFs whose file is as it was indexed are drawn; of every other document the text is shown.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qa_bot.config import Settings
from qa_bot.reading.sandbox.launch import worker_command, worker_environment
from qa_bot.types import Document
from qa_bot.web.chat.marking import Box

_SECONDS = 15
_REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a WebP picture in base64, its size in pixels, and where the excerpt stands."""

    image: str
    width: int
    height: int
    boxes: tuple[Box, ...]


def draw_page(
    corpus: Path, document: Document, number: int, start: int, end: int
) -> PagePicture | None:
    """A page with the part of `document.text[start:end]` marked that stands on it.

    None where the document is no PDF, has no such page, or its file is gone, changed or locked.
    """
    page = next((page for page in document.pages if page.number == number), None)
    path = corpus / document.source
    if page is None or path.suffix.lower() != ".pdf" or not is_inside(path, corpus):
        return None
    first, last = max(start, page.start), min(end, page.end)
    excerpt, before = "", ""
    if first < last:
        excerpt, before = document.text[first:last], document.text[page.start : first]
    try:
        return _draw(path, document.sha256, number, excerpt, before)
    except _NotDrawnError:
        return None


class _NotDrawnError(Exception):
    """A page can't be drawn now: `_draw` remembers only what it returns, so the next try is new."""


def is_inside(path: Path, corpus: Path) -> bool:
    """Whether a path is a file below the corpus that no link leads to."""
    return path.is_file() and path.resolve() == corpus.resolve() / path.relative_to(corpus)


@lru_cache(maxsize=_REMEMBERED)
def _draw(path: Path, sha256: str, number: int, excerpt: str, before: str) -> PagePicture:
    request = {
        "path": str(path.resolve()),
        "sha256": sha256,
        "number": number,
        "excerpt": excerpt,
        "before": before,
        "memory_mb": Settings().reading_memory_mb,
        "seconds": _SECONDS,
    }
    try:
        done = subprocess.run(
            worker_command("qa_bot.web.chat.page_worker"),
            env=worker_environment(),
            input=json.dumps(request),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _NotDrawnError from error
    if done.returncode or not done.stdout:
        raise _NotDrawnError
    drawn = json.loads(done.stdout)
    boxes = tuple(Box(*box) for box in drawn["boxes"])
    return PagePicture(drawn["image"], drawn["width"], drawn["height"], boxes)
