"""One process at a time changes an index folder; the others are told which one it is.

The lock is the operating system's, so that it is gone with the process that holds it. Whoever
changes an index does so under the lock, so errors of the operating system are put into words here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from qa_bot.errors import BusyError
from qa_bot.index.disk_errors import explain_os_error
from qa_bot.index.own_folder import make_own_folder

LOCK, HOLDER = "building.lock", "building.pid"


@contextmanager
def lock_index(index_dir: Path) -> Iterator[None]:
    """Let this process alone change an index folder, which is made where it is missing.

    Raises:
        NotAnIndexError: the folder holds something else.
        BusyError: another process changes it.
        QABotError: the disk refused something; the message says what.
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
        explained = explain_os_error(error, index_dir)
        if explained is None:
            raise
        raise explained from error


def _name_holder(holder: Path) -> str:
    try:
        number = int(holder.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return ""
    return f" (process {number})"
