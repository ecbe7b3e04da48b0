"""The user's cache folder: exported models, and notes of what takes long to find out again."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import platformdirs


def user_cache() -> Path:
    """The folder: `QA_BOT_MODEL_CACHE`, else the user's cache folder."""
    named = os.environ.get("QA_BOT_MODEL_CACHE")
    return Path(named or platformdirs.user_cache_dir("qa_bot", appauthor=False))


def write_note(note: Path, text: str) -> None:
    """Write a note as a whole; a cache that can't be written costs the next process its time."""
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=note.parent, delete=False
        ) as file:
            file.write(text)
        Path(file.name).replace(note)
    except OSError:
        return
