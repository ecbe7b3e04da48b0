"""Generations: the folder that the next one is written into, and the removal of old ones.

While a build holds the lock it alone writes below the index folder; what it leaves behind when it
fails is removed, here or by the next build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from qa_bot.errors import BusyError, QABotError
from qa_bot.index import CURRENT, GENERATIONS, MARKER, require_own_folder


@contextmanager
def next_generation(index_dir: Path) -> Iterator[tuple[str, Path]]:
    """A new generation's name and folder, while this process alone builds."""
    require_own_folder(index_dir)
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        (index_dir / MARKER).touch()
        with FileLock(index_dir / "building.lock", timeout=0):
            _remove_leavings(index_dir)
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.urandom(3).hex()}"
            folder = index_dir / GENERATIONS / name
            folder.mkdir(parents=True)
            try:
                yield name, folder
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
    except Timeout as error:
        raise BusyError(
            f"another build of {index_dir} is running; wait until it is done"
        ) from error
    except OSError as error:
        raise QABotError(
            f"{error.filename or index_dir} can't be written ({error.strerror}); "
            "make room or choose another folder with --index"
        ) from error


def _remove_leavings(index_dir: Path) -> None:
    """Remove generations that a build which died never completed."""
    for folder in (index_dir / GENERATIONS).glob("*"):
        if not (folder / "manifest.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)


def remove_generations(index_dir: Path, keep: int) -> None:
    """Remove all but the newest `keep` generations, never the live one."""
    live = (index_dir / CURRENT).read_text(encoding="utf-8").strip()
    names = sorted(path.name for path in (index_dir / GENERATIONS).iterdir() if path.name != live)
    for name in names[: len(names) - keep + 1] if len(names) >= keep else []:
        shutil.rmtree(index_dir / GENERATIONS / name, ignore_errors=True)
