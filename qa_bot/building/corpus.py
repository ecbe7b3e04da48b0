"""Collecting: a corpus folder and the previous generation come in, a `Corpus` goes out.

Only files whose bytes the previous generation did not read are read. A change of what can be read
at all (limits, passwords) reads those again that were skipped or read in part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa_bot.building.duplicates import Duplicate, find_duplicates
from qa_bot.building.fingerprints import Fingerprints
from qa_bot.building.reuse import Previous
from qa_bot.config import Settings
from qa_bot.errors import CorpusError
from qa_bot.index.sources import SourceState, scan_sources
from qa_bot.reading import Limits, Reading, find_files, read_files
from qa_bot.reading.files import source_of
from qa_bot.reading.report import ReadingReport
from qa_bot.types import Document


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was read of a folder: its documents, and what became of each file."""

    folder: Path
    documents: Sequence[Document]
    readings: Sequence[ReadingReport] = ()
    states: Sequence[SourceState] = ()
    """Each file as it was before it was read, in the order of `readings`."""
    reused: int = 0
    """Documents that the previous generation had read."""

    def complete_readings(self, cut: Mapping[str, int], now: str) -> list[ReadingReport]:
        """The reports with what is known once all documents are split.

        Args:
            cut: how many sentences of each document were over the model's limit, by source.
            now: the time at which new documents are indexed (ISO 8601).
        """
        duplicates = find_duplicates(self.documents) if self.readings else {}
        none = Duplicate("", 0.0)
        return [
            replace(
                reading,
                cut_sentences=cut[reading.source],
                duplicate_of=duplicates.get(reading.source, none).doc_id,
                likeness=duplicates.get(reading.source, none).likeness,
                indexed=reading.indexed or now,
            )
            if reading.source in cut
            else reading
            for reading in self.readings
        ]


@dataclass(frozen=True, slots=True)
class Survey:
    """The files of a corpus, and for each what can be reused.

    `readings` holds what was read now, by source; `earlier` the source in the previous generation
    of every other file.
    """

    folder: Path
    states: Sequence[SourceState]
    readings: dict[str, Reading]
    earlier: dict[str, str]

    def is_as(self, previous: Previous) -> bool:
        """Whether the previous generation read the same files with the same outcome."""
        return [state.source for state in self.states] == list(previous.states) and all(
            self.earlier[source] == source
            if source in self.earlier
            else _same_skip(self.readings[source], previous.reports[source])
            for source in previous.states
        )


def require_corpus(corpus: Path) -> None:
    """Refuse a folder that is missing or holds no file.

    Raises:
        CorpusError: there is nothing to read.
    """
    if not corpus.is_dir():
        raise CorpusError(f"there is no folder {corpus}; name the documents' folder with --corpus")
    if next(find_files(corpus), None) is None:
        raise CorpusError(f"{corpus} holds no readable document; add some")


def survey_corpus(
    corpus: Path,
    settings: Settings,
    previous: Previous | None = None,
    made_by: Fingerprints | None = None,
    *,
    passwords: Sequence[str] = (),
    without: Collection[str] = (),
) -> Survey:
    """Find the files of a folder, and read those that are new or changed.

    Args:
        corpus: the folder.
        settings: for the limits.
        previous: the generation to reuse, if there is one.
        made_by: the stages' fingerprints as they are now.
        passwords: tried on every document that is protected by one.
        without: sources to leave out.
    """
    paths = list(find_files(corpus))
    if without:
        paths = [path for path in paths if source_of(path, corpus) not in without]
    limits = Limits(
        settings.reading_seconds,
        settings.reading_memory_mb,
        settings.reading_file_mb,
        settings.recognition_seconds,
    )
    known = previous.states if previous else {}
    states = scan_sources(paths, corpus, known, limits.file_mb * 1_000_000)
    earlier: dict[str, str] = {}
    if previous is not None and made_by is not None:
        for state in states:
            found = previous.find(state)
            if found and _stands(previous, made_by, previous.reports[found], bool(passwords)):
                earlier[state.source] = found
    unread = [
        path for path, state in zip(paths, states, strict=True) if state.source not in earlier
    ]
    fresh = read_files(unread, corpus, limits, passwords) if unread else ()
    readings = {reading.report.source: reading for reading in fresh}
    states = [_as_read(state, readings.get(state.source)) for state in states]
    return Survey(corpus, states, readings, earlier)


def collect_corpus(survey: Survey, previous: Previous | None = None) -> Corpus:
    """The documents of a survey, read now or taken from the previous generation.

    Raises:
        CorpusError: there is no document.
    """
    readings = [
        previous.reading(survey.earlier[state.source], state.source)
        if previous and state.source in survey.earlier
        else survey.readings[state.source]
        for state in survey.states
    ]
    documents = [reading.document for reading in readings if reading.document is not None]
    reports = [reading.report for reading in readings]
    if not documents:
        reasons = "".join(f"; {r.source}: {r.reason}" for r in reports[:3])
        raise CorpusError(f"{survey.folder} holds no readable document; add some{reasons}")
    reused = sum(document.source in survey.earlier for document in documents)
    return Corpus(survey.folder, documents, reports, survey.states, reused)


def _stands(
    previous: Previous, made_by: Fingerprints, report: ReadingReport, passwords: bool
) -> bool:
    """Whether reading the file again would give what it gave before."""
    before = previous.manifest.made_by
    if before.reading != made_by.reading:
        return False
    if before.reach != made_by.reach:
        return report.status == "read"
    return report.status != "skipped" or not passwords


def _as_read(state: SourceState, reading: Reading | None) -> SourceState:
    """The state with the checksum of the bytes that were read, in case the file grew meanwhile."""
    if reading is None or reading.document is None:
        return state
    return replace(state, sha256=reading.document.sha256)


def _same_skip(now: Reading, before: ReadingReport) -> bool:
    """Whether a file that was tried again is skipped for the same reason."""
    return now.document is None and replace(now.report, seconds=before.seconds) == before
