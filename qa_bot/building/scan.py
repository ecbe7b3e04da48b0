"""Surveying: a corpus' paths come in, each file's state goes out, with the checksum of its bytes.

A file whose size and times are those of the previous survey is not opened again. Times are trusted
only once they lie a little in the past, so that a second change in the same instant is noticed.
"""

from __future__ import annotations

import json
import stat
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path, PurePosixPath

from qa_bot.index.manifest import file_checksum
from qa_bot.reading.files import source_of

_SETTLED_NS = 2_000_000_000
"""Age of a change from which its time is trusted: the coarsest clock of a file system (FAT)."""
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class FileState:
    """What a file looked like before it was read."""

    source: str
    size: int
    modified_ns: int
    """Time of the last change; -1 where it is not known."""
    changed_ns: int
    """Time of the last change of the file's contents, name or permissions (`st_ctime_ns`)."""
    sha256: str = ""
    """Checksum of the bytes; empty where they were not read."""
    settled: bool = True
    """Whether the times are old enough to be trusted."""

    @property
    def key(self) -> tuple[str, str]:
        """Checksum and suffix: files that agree in both are read alike."""
        return self.sha256, PurePosixPath(self.source).suffix.lower()

    def is_as(self, earlier: FileState) -> bool:
        """Whether size and times alone show that nothing has changed."""
        return self.settled and replace(self, sha256=earlier.sha256) == earlier


_FIELDS = tuple(field.name for field in fields(FileState))


def survey_files(
    paths: Iterable[Path], corpus: Path, earlier: Mapping[str, FileState], largest: int
) -> list[FileState]:
    """The state of each file.

    Args:
        paths: files below `corpus`.
        corpus: the folder that sources are relative to.
        earlier: the states of the previous survey, by source.
        largest: size in bytes above which a file is not opened.
    """
    now = time.time_ns()
    return [_survey(path, source_of(path, corpus), earlier, largest, now) for path in paths]


def _survey(
    path: Path, source: str, earlier: Mapping[str, FileState], largest: int, now: int
) -> FileState:
    try:
        seen = path.stat()
        settled = max(seen.st_mtime_ns, seen.st_ctime_ns) < now - _SETTLED_NS
        times = (seen.st_mtime_ns, seen.st_ctime_ns)
        state = FileState(source, seen.st_size, *times, settled=settled)
        if source in earlier and state.is_as(earlier[source]):
            return earlier[source]
        if stat.S_ISREG(seen.st_mode) and seen.st_size <= largest:
            return replace(state, sha256=file_checksum(path))
        return state
    except OSError:
        return FileState(source, _UNKNOWN, _UNKNOWN, _UNKNOWN, settled=False)


def write_states(path: Path, states: Sequence[FileState]) -> None:
    """Keep the states, one JSON list of the fields' values a line."""
    lines = (json.dumps([getattr(state, name) for name in _FIELDS]) + "\n" for state in states)
    path.write_text("".join(lines), encoding="utf-8")


def read_states(path: Path) -> list[FileState]:
    """Read what `write_states` wrote."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [FileState(*json.loads(line)) for line in lines]
