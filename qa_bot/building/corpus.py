"""The documents of a corpus, one after the other: read now, or taken from the build before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from qa_bot.building.scan import Scan
from qa_bot.index.sources import SourceState
from qa_bot.reading import Reading, read_files
from qa_bot.reading.report import ReadingReport
from qa_bot.types import Document

ReadingProgress = Callable[[int, int, str], None]
"""Called before each file that is read: how many were read, how many there are, its source."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents that are there already, without files to read."""

    folder: Path
    documents: Sequence[Document]
    readings: Sequence[ReadingReport] = ()
    """What could not be read, and why."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file of a corpus and what came of it."""

    document: Document | None
    report: ReadingReport | None = None
    state: SourceState | None = None
    earlier: str | None = None
    """What the document is called in the previous generation, where it was taken from there."""
    is_copied: bool = False
    """Whether all that the previous generation holds of the document stands; it is not loaded."""


def read_corpus(
    scan: Scan, on_read: ReadingProgress | None = None, can_copy: bool = False
) -> Iterator[ReadFile]:
    """What came of each file, in the order of the scan.

    Args:
        scan: the files.
        on_read: called before each file that is read.
        can_copy: whether the rows of unchanged documents may be copied as they are.
    """
    fresh = read_files(scan.unread, scan.corpus, scan.limits, scan.passwords)
    numbers = count()
    for state in scan.states:
        earlier = scan.earlier.get(state.source)
        if scan.previous is not None and earlier is not None:
            if can_copy and earlier == state.source and earlier in scan.previous.places:
                report = scan.previous.reports[earlier]
                yield ReadFile(None, report, state, earlier, is_copied=True)
                continue
            reading = scan.previous.reading(earlier, state.source)
        else:
            if on_read is not None and state.source not in scan.tried:
                on_read(next(numbers), len(scan.unread), state.source)
            reading = scan.tried.get(state.source) or next(fresh)
        yield ReadFile(reading.document, reading.report, _as_read(state, reading), earlier)


def list_documents(corpus: Corpus) -> Iterator[ReadFile]:
    """What a corpus of ready documents consists of."""
    yield from (ReadFile(document) for document in corpus.documents)
    yield from (ReadFile(None, report) for report in corpus.readings)


def _as_read(state: SourceState, reading: Reading) -> SourceState:
    """The state with the checksum of the bytes that were read, in case the file grew meanwhile."""
    if reading.document is None:
        return state
    return replace(state, sha256=reading.document.sha256)
