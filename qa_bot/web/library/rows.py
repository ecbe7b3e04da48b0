"""What the library shows of each document: its file, what became of it, and whether it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from qa_bot.building.add_remove import REMOVED
from qa_bot.index.sources import SourceState, read_states
from qa_bot.reading.files import find_files, source_of, title_of
from qa_bot.reading.report import ReadingReport
from qa_bot.web import texts
from qa_bot.web.library.library import Library

Status = Literal["ready", "updating", "problem", "removed"]
_SLIDES = frozenset({"pptx", "pptm", "odp", "fodp"})
_SHEETS = frozenset({"xlsx", "xlsm", "xlsb", "xls", "ods", "fods"})
_COMMAND = re.compile(r"\s*[;:(][^;:()]*(?:\bpip install|\s--\w)[^;)]*\)?")
"""What of a reason is a command for whoever runs the server."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the library."""

    source: str
    title: str
    status: Status
    kind: str = ""
    """The file's suffix, without the dot."""
    size: int = 0
    """Bytes of the file."""
    changed: float = 0.0
    """When the file was last changed, in seconds since 1970."""
    pages: int = 0
    note: str = ""
    """What a person should know of it."""
    answers: bool = False
    """Whether its text is there to be opened and asked."""


def list_rows(library: Library) -> list[Row]:
    """Every document that is there or still answers, by title."""
    readings = {reading.source: reading for reading in library.readings()}
    titles, states = _read_index(library)
    paths = {source_of(path, library.corpus): path for path in library.paths()}
    rows = []
    for source in paths.keys() | readings.keys():
        reading, path = readings.get(source), paths.get(source)
        row = _look_at(source, path, states.get(source), library.has_files)
        row = replace(row, title=titles.get(source) or title_of(source))
        rows.append(_with_reading(row, reading) if reading is not None else row)
    return sorted(rows, key=lambda row: (row.title.casefold(), row.source))


def list_removed(library: Library) -> list[Row]:
    """What was removed and can be restored, named by its place among the removed files."""
    folder = library.corpus / REMOVED
    rows = (_look_at(source_of(path, folder), path, None, True) for path in find_files(folder))
    return [replace(row, title=title_of(row.source), status="removed", note="") for row in rows]


def select_rows(
    rows: Sequence[Row], sought: str = "", kind: str = "", status: str = "", by: str = "title"
) -> list[Row]:
    """The rows that fit, sorted by one of their fields; `-` in front turns the order round.

    Args:
        rows: all of them.
        sought: words that title or file name hold, each of them.
        kind: a type; empty for all.
        status: a status; empty for all.
        by: a field's name.
    """
    words = sought.casefold().split()
    found = [
        row
        for row in rows
        if kind in ("", row.kind)
        and status in ("", row.status)
        and all(word in f"{row.title} {row.source}".casefold() for word in words)
    ]
    name = by.lstrip("-")
    return sorted(found, key=lambda row: _order(row, name), reverse=by.startswith("-"))


def _order(row: Row, name: str) -> str | float:
    value: str | float = getattr(row, name)
    return value.casefold() if isinstance(value, str) else value


def _read_index(library: Library) -> tuple[dict[str, str], dict[str, SourceState]]:
    """Titles and the state of each file when it was read, by source."""
    if not library.is_built:
        return {}, {}
    index = library.bot.index
    titles = {summary.source: summary.title for summary in index.documents.summaries()}
    return titles, {state.source: state for state in read_states(index.folder)}


def _look_at(source: str, path: Path | None, known: SourceState | None, has_files: bool) -> Row:
    """A row from the file alone: ready where it is as it was read."""
    kind = Path(source).suffix.lstrip(".").lower()
    if path is None:
        size = known.size if known else 0
        status: Status = "updating" if has_files else "ready"
        note = texts.LEAVES if has_files else ""
        return Row(source, "", status, kind, max(0, size), 0.0, note=note)
    try:
        state = path.stat()
    except OSError:
        return Row(source, "", "problem", kind)
    same = known is not None and (known.size, known.modified_ns) == (
        state.st_size,
        state.st_mtime_ns,
    )
    note = "" if same else texts.WAITS
    return Row(
        source, "", "ready" if same else "updating", kind, state.st_size, state.st_mtime, note=note
    )


def _with_reading(row: Row, reading: ReadingReport) -> Row:
    """The row with what became of the file when it was read."""
    row = replace(row, pages=reading.pages, answers=reading.status != "skipped")
    if row.status != "ready":
        return row
    problem = reading.status != "read" or reading.garbled
    notes = "; ".join(_describe(reading))
    return replace(row, status="problem" if problem else "ready", note=notes)


def _describe(reading: ReadingReport) -> Iterator[str]:
    if reading.status == "partly":
        yield f"{texts.READ_PARTLY}: {_COMMAND.sub('', reading.reason)}"
    if reading.status == "skipped":
        yield f"{texts.SKIPPED} {_COMMAND.sub('', reading.reason)}"
    if reading.garbled:
        yield texts.GARBLED
    if reading.ocr is not None:
        yield texts.OCR.format(percent=round(100 * reading.ocr))
    if reading.duplicate_of:
        same = reading.similarity == 1
        note, percent = texts.SAME_TEXT if same else texts.ALIKE, round(100 * reading.similarity)
        yield note.format(source=reading.duplicate_of, percent=percent)


def describe_pages(count: int, kind: str) -> str:
    """How many pages, slides or sheets a file has, by its suffix without the dot."""
    called = "slide" if kind in _SLIDES else "sheet" if kind in _SHEETS else "page"
    one, several = texts.PAGES[called]
    return one if count == 1 else several.format(count=count)
