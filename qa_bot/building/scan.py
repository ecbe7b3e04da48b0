"""Find out what there is to read: the files of a corpus folder beside those of the build before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qa_bot.building.reuse import PreviousGeneration
from qa_bot.config import Settings
from qa_bot.errors import CorpusError
from qa_bot.index.manifest import Fingerprints
from qa_bot.index.sources import SourceState, scan_sources
from qa_bot.reading import Limits, Reading, find_files, read_files
from qa_bot.reading.files import list_files, source_of
from qa_bot.reading.report import ReadingReport


@dataclass(frozen=True, slots=True)
class Scan:
    """The files of a corpus, and for each what can be reused."""

    corpus: Path
    paths: Sequence[str]
    states: Sequence[SourceState]
    """Each file as it is now, in the order of the paths."""
    limits: Limits
    passwords: Sequence[str]
    made_by: Fingerprints
    previous: PreviousGeneration | None = None
    earlier: Mapping[str, str] = field(default_factory=dict)
    """The files that need not be read: what each is called in the previous generation."""
    tried: Mapping[str, Reading] = field(default_factory=dict)
    """What came of the files that were read already, to see whether anything has changed."""
    is_unchanged: bool = False
    """Whether the previous generation is what a build would make."""

    @property
    def unread(self) -> list[Path]:
        """The files that are to be read."""
        pairs = zip(self.paths, self.states, strict=True)
        return [
            Path(path)
            for path, state in pairs
            if state.source not in self.earlier and state.source not in self.tried
        ]

    def has_same_files(self) -> bool:
        """Whether all files but those that could not be read stand as they did before."""
        previous = self.previous
        if previous is None or [state.source for state in self.states] != list(previous.states):
            return False
        return all(
            self.earlier[state.source] == state.source
            if state.source in self.earlier
            else previous.reports[state.source].status == "skipped"
            for state in self.states
        )

    def try_skipped(self) -> Scan:
        """Read the files again that could not be read, where all others stand as they did.

        Nothing has changed if they are skipped for the same reasons.
        """
        before = self.previous.reports if self.previous else {}
        readings = read_files(self.unread, self.corpus, self.limits, self.passwords)
        tried = {reading.report.source: reading for reading in readings}
        same = all(_is_same_skip(reading, before[source]) for source, reading in tried.items())
        return replace(self, tried=tried, is_unchanged=same)


def require_corpus(corpus: Path) -> None:
    """Refuse a folder that is missing or holds no file.

    Raises:
        CorpusError: there is nothing to read.
    """
    if not corpus.is_dir():
        raise CorpusError(f"there is no folder {corpus}; name the documents' folder with --corpus")
    if next(find_files(corpus), None) is None:
        raise CorpusError(f"{corpus} holds no readable document; add some")


def scan_corpus(
    corpus: Path,
    settings: Settings,
    made_by: Fingerprints,
    previous: PreviousGeneration | None,
    *,
    passwords: Sequence[str] = (),
    without: Collection[str] = (),
) -> Scan:
    """Find the files of a folder, and those that the previous generation has read.

    Args:
        corpus: the folder.
        settings: for the limits.
        made_by: the stages' fingerprints as they are now.
        previous: the generation to reuse, if there is one.
        passwords: tried on every document that is protected by one.
        without: sources to leave out, although their files are there.
    """
    paths = [p for p in list_files(corpus) if not without or source_of(p, corpus) not in without]
    limits = Limits(
        settings.reading_seconds,
        settings.reading_memory_mb,
        settings.reading_file_mb,
        settings.recognition_seconds,
    )
    known = previous.states if previous else {}
    states = scan_sources(paths, corpus, known, limits.file_mb * 1_000_000)
    earlier: dict[str, str] = {}
    if previous is not None:
        for state in states:
            if found := previous.find(state, made_by, bool(passwords)):
                earlier[state.source] = found
    return Scan(corpus, paths, states, limits, passwords, made_by, previous, earlier)


def _is_same_skip(now: Reading, before: ReadingReport) -> bool:
    return now.document is None and replace(now.report, seconds=before.seconds) == before
