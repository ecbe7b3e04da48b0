"""Locking: one process at a time changes an index folder; the others are told which one it is.

The lock is the operating system's, so that it is gone with the process that holds it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from qa_bot.errors import BusyError, QABotError
from qa_bot.index.folder import make_own_folder

LOCK, HOLDER = "building.lock", "building.pid"


@contextmanager
def lock_index(index_dir: Path) -> Iterator[None]:
    """Let this process alone change an index folder, which is made where it is missing.

    Raises:
        NotAnIndexError: the folder holds something else.
        BusyError: another process changes it.
        QABotError: it can't be written.
    """
    holder = index_dir / HOLDER
    try:
        make_own_folder(index_dir)
        with FileLock(index_dir / LOCK, timeout=0):
            holder.write_text(f"{os.getpid()}\n", encoding="ascii")
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout as error:
        raise BusyError(
            f"another build of {index_dir} is running{_name_holder(holder)}; wait until it is done"
        ) from error
    except OSError as error:
        if isinstance(error, TimeoutError):
            raise  # a library's time limit, nothing to do with the disk
        raise QABotError(
            f"{error.filename or index_dir} can't be written ({error.strerror or error}); "
            "make room or choose another folder with --index"
        ) from error


def _name_holder(holder: Path) -> str:
    try:
        number = int(holder.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return ""
    return f" (process {number})"
