"""The original files of an index: where their folder is now, and whether each is as it was read.

A generation keeps the size, times and checksum of every file that its build found. A file whose
size and times are those of the last scan is not opened again. Times are trusted only once they lie
a little in the past, so that a second change in the same instant is noticed.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

from pydantic_core import to_json

from qa_bot.index.manifest import Manifest, file_checksum
from qa_bot.types import SourceStatus

SOURCES = "sources.jsonl"
"""The file of a generation that holds the states."""
_SETTLED_NS = 2_000_000_000
"""Age of a change from which its time is trusted: the coarsest clock of a file system (FAT)."""
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class SourceState:
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
        name = self.source.rpartition("/")[2]
        stem, dot, ending = name.rpartition(".")
        suffix = dot + ending if stem and ending else ""
        return self.sha256, suffix.lower()

    def is_as(self, earlier: SourceState) -> bool:
        """Whether size and times alone show that nothing has changed."""
        return (
            self.settled
            and earlier.settled
            and self.source == earlier.source
            and self.size == earlier.size
            and self.modified_ns == earlier.modified_ns
            and self.changed_ns == earlier.changed_ns
        )


_FIELDS = tuple(field.name for field in fields(SourceState))


def scan_sources(
    paths: Iterable[str], corpus: Path, earlier: Mapping[str, SourceState], largest: int
) -> list[SourceState]:
    """The state of each file.

    Args:
        paths: files below `corpus`.
        corpus: the folder that sources are relative to.
        earlier: the states of the previous scan, by source.
        largest: size in bytes above which a file is not opened.
    """
    from qa_bot.reading.files import source_of  # not needed by a question

    now = time.time_ns()
    return [_scan(path, source_of(path, corpus), earlier, largest, now) for path in paths]


def _scan(
    path: str, source: str, earlier: Mapping[str, SourceState], largest: int, now: int
) -> SourceState:
    try:
        seen = os.stat(path)  # noqa: PTH116 - a Path for each of very many files takes longer
        settled = max(seen.st_mtime_ns, seen.st_ctime_ns) < now - _SETTLED_NS
        times = (seen.st_mtime_ns, seen.st_ctime_ns)
        state = SourceState(source, seen.st_size, *times, settled=settled)
        if source in earlier and state.is_as(earlier[source]):
            return earlier[source]
        if stat.S_ISREG(seen.st_mode) and seen.st_size <= largest:
            return replace(state, sha256=file_checksum(Path(path)))
        return state
    except OSError:
        return SourceState(source, _UNKNOWN, _UNKNOWN, _UNKNOWN, settled=False)


def write_states(generation: Path, states: Sequence[SourceState]) -> None:
    """Keep the states in a generation's folder, one JSON list of the fields' values a line."""
    take = attrgetter(*_FIELDS)
    (generation / SOURCES).write_bytes(b"".join(to_json(take(one)) + b"\n" for one in states))


def read_states(generation: Path) -> list[SourceState]:
    """Read what `write_states` wrote."""
    lines = (generation / SOURCES).read_text(encoding="utf-8")
    rows = lines.rstrip("\n").replace("\n", ",")  # one parse of all takes half as long
    return [SourceState(*values) for values in json.loads(f"[{rows}]")]


def relate_corpus(corpus: Path, index_dir: Path) -> str:
    """The way from an index folder to its corpus; empty where there is none (another drive)."""
    try:
        return Path(os.path.relpath(corpus.resolve(), index_dir.resolve())).as_posix()
    except ValueError:
        return ""


def expected_corpus(manifest: Manifest, generation: Path) -> Path:
    """Where the corpus of a generation should be: as far from the index as when it was built."""
    if not manifest.corpus_from_index:
        return Path(manifest.corpus)
    index_dir = generation.resolve().parent.parent
    return Path(os.path.normpath(index_dir / manifest.corpus_from_index))


def find_corpus(manifest: Manifest, generation: Path) -> Path | None:
    """The folder that a generation was built from; None where this machine does not have it.

    It is looked for where it stands to the index as it did, then where it was. A folder that is
    only in one of these places counts when it holds one of the files that were indexed, so that
    an index that was moved alone does not take its new neighbour for its corpus.
    """
    expected, built_from = expected_corpus(manifest, generation), Path(manifest.corpus)
    if expected == built_from:
        return expected if expected.is_dir() else None
    for folder in (expected, built_from):
        if folder.is_dir() and _holds_any(folder, generation):
            return folder
    return None


def _holds_any(corpus: Path, generation: Path) -> bool:
    return any((corpus / state.source).exists() for state in read_states(generation))


def check_source(corpus: Path | None, source: str, sha256: str) -> SourceStatus:
    """What has become of a file since it was indexed.

    Args:
        corpus: the folder with the files, None where it is not here.
        source: the file's path inside it.
        sha256: the checksum of the bytes that were indexed.
    """
    if corpus is None or not corpus.is_dir():
        return "unknown"
    path = corpus / source
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            return "changed"
        same = _checksum(path, state.st_mtime_ns, state.st_size) == sha256
    except (FileNotFoundError, NotADirectoryError):
        return "removed"
    except OSError:
        return "unknown"
    return "unchanged" if same else "changed"


@lru_cache(maxsize=1024)
def _checksum(path: Path, modified_ns: int, size: int) -> str:
    """A file's checksum, computed again only when its time of change or its size is another."""
    return file_checksum(path)
