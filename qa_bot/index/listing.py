"""What a generation holds: its documents with their facts, and the report of its build."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from qa_bot.index.folder import READINGS, Index
from qa_bot.index.manifest import Manifest
from qa_bot.index.sources import read_states
from qa_bot.reading.files import read_reports
from qa_bot.reading.report import BuildReport, ReadingReport, printable


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """One document of an index; dates are ISO 8601 in UTC, empty where they are not known."""

    source: str
    title: str
    sha256: str
    format: str
    modified: str
    """When the file was last changed."""
    indexed: str
    """When its content was first indexed."""
    pages: int
    passages: int
    sentences: int
    characters: int

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON-ready values."""
        return asdict(self)

    def __str__(self) -> str:
        """One line for a terminal."""
        pages = f"{self.pages} pages, " if self.pages else ""
        dates = [
            f"{what} {when[:10]}"
            for what, when in (("modified", self.modified), ("indexed", self.indexed))
            if when
        ]
        size = f"{pages}{self.passages} passages, {self.characters:,} characters"
        facts = ", ".join([size, *dates, f"sha256 {self.sha256[:12]}"])
        return f"{printable(self.source)}: {self.title} ({facts})"


def list_documents(index: Index) -> list[ListedDocument]:
    """The documents of an open generation, in the order of the build."""
    reports = {report.source: report for report in read_reports(index.folder / READINGS)}
    states = {state.source: state for state in read_states(index.folder)}
    listed = []
    for summary in index.documents.summaries():
        report, state = reports.get(summary.source), states.get(summary.source)
        listed.append(
            ListedDocument(
                summary.source,
                summary.title,
                summary.sha256,
                format=report.format if report else "",
                modified=_write_date(state.modified_ns) if state else "",
                indexed=report.indexed if report else "",
                pages=report.pages if report else 0,
                passages=summary.passages,
                sentences=summary.sentences,
                characters=summary.characters,
            )
        )
    return listed


def read_report(index: Index) -> BuildReport:
    """The report that was kept with an open generation."""
    return describe_generation(index.manifest, read_reports(index.folder / READINGS))


def describe_generation(
    manifest: Manifest, readings: Iterable[ReadingReport], changed: bool = True
) -> BuildReport:
    """The report of a generation, without what only its own build knew.

    Args:
        manifest: the generation's.
        readings: what became of each file.
        changed: whether a build has just made it; otherwise all of it counts as reused.
    """
    return BuildReport(
        manifest.generation,
        manifest.documents,
        manifest.passages,
        manifest.sentences,
        seconds=0.0,
        readings=tuple(readings),
        reused=0 if changed else manifest.documents,
        changed=changed,
    )


def _write_date(nanoseconds: int) -> str:
    if nanoseconds < 0:
        return ""
    return datetime.fromtimestamp(nanoseconds // 10**9, UTC).isoformat(timespec="seconds")
