"""Files of a new generation that are whole already: hashed and flushed while others are written."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from qa_bot.index.generations import sync
from qa_bot.index.manifest import file_checksum


class FinishedFiles:
    """Checksums of files, taken by a thread beside the caller: hashing and flushing hold no lock.

    Args:
        pool: what does it.
    """

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._found: dict[Path, Future[str]] = {}

    def add(self, *paths: Path) -> None:
        """Begin with files that nobody writes to any more."""
        for path in paths:
            self._found[path] = self._pool.submit(_finish, path)

    def checksums(self) -> dict[Path, str]:
        """The sha256 of each file, once all are done.

        Raises:
            OSError: a file can't be read or flushed.
        """
        return {path: found.result() for path, found in self._found.items()}


@contextmanager
def finishing_files() -> Iterator[FinishedFiles]:
    """Files finished by one thread; what has not begun when the block ends is left."""
    with ThreadPoolExecutor(1) as pool:
        try:
            yield FinishedFiles(pool)
        finally:
            pool.shutdown(cancel_futures=True)


def _finish(path: Path) -> str:
    sync(path)
    return file_checksum(path)
