"""Files of a corpus folder: which there are, and one file's bytes as a `Document` with its report.

A file that can't be read, for whatever reason, is a report with status "skipped" and no document.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any

from qa_bot.reading.details import details_from_dict, write_reason
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.detect import detect_format, load_reader
from qa_bot.reading.formats.ocr import INSTALL, is_available
from qa_bot.reading.parsed import Parsed, RawFile
from qa_bot.reading.quality import looks_garbled
from qa_bot.reading.report import ReadingReport
from qa_bot.types import Document

GOLDEN = "golden.jsonl"
"""The file of golden questions in a corpus folder."""
_MOST_LISTED = 20
_NAMES = tuple(field.name for field in fields(ReadingReport) if field.name != "source")
_USUAL = tuple(field.default for field in fields(ReadingReport) if field.name != "source")
"""What a report says where there is nothing to say."""
_take_values = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one file."""

    report: ReadingReport
    document: Document | None = None


def find_files(corpus: Path) -> Iterator[Path]:
    """The paths that `list_files` gives."""
    return map(Path, list_files(corpus))


def list_files(corpus: Path) -> Iterator[str]:
    """Every path below `corpus` that deserves a report, sorted within its folder.

    That is every file with a name that `is_document_name` takes, and every folder that can't be
    looked into: one that is not readable, or that is a link. Of very many files a `Path` each would
    take longer than looking at them.
    """
    unreadable: list[OSError] = []
    for folder, folders, names in os.walk(corpus, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(folder, name).is_symlink()]
        is_top = folder == str(corpus)
        for name in sorted([*names, *links]):
            if _is_document_name(name, is_top):
                yield os.path.join(folder, name)  # noqa: PTH118 - a Path for each takes longer
    yield from (error.filename for error in unreadable if error.filename != str(corpus))


def is_document_name(path: Path) -> bool:
    """Whether a file of this name, relative to the corpus, is read.

    Hidden files, the locks of Office programs, and the golden questions are not.
    """
    return _is_document_name(path.name, is_top=len(path.parts) == 1)


def _is_document_name(name: str, is_top: bool) -> bool:
    return not name.startswith((".", "~$")) and not (is_top and name == GOLDEN)


def source_of(path: Path | str, corpus: Path) -> str:
    """A file's name inside the corpus; bytes that are not valid Unicode become escapes."""
    full, top = str(path), f"{corpus}{os.sep}"
    if full.startswith(top):
        name = full[len(top) :].replace(os.sep, "/")
    else:
        name = Path(path).relative_to(corpus).as_posix()
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode("utf-8")


def load_data(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        ReadingError: it can't be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadingError(f"can't be opened ({error.strerror}); check its permissions") from error


def read_data(file: RawFile) -> Reading:
    """Read one file's bytes; the format comes from them and from the name."""
    started = time.perf_counter()
    checksum = hashlib.sha256(file.data).hexdigest()
    name = ""
    try:
        if not file.data.strip():
            raise ReadingError("is empty")
        name = detect_format(file.data, file.source)
        if name == "encrypted":
            from qa_bot.reading.formats.locked import unlock

            file = replace(file, data=unlock(file))
            name = detect_format(file.data, file.source)
        parsed = load_reader(name)(file)
        if not parsed.text.strip():
            raise ReadingError(_explain_no_text(parsed, name))
    except ReadingError as error:
        return Reading(ReadingReport(file.source, "skipped", str(error), name))
    except RecursionError:
        return Reading(ReadingReport(file.source, "skipped", "is nested too deeply", name))
    document = Document(
        doc_id=file.source,
        title=parsed.title or title_of(file.source),
        source=file.source,
        text=parsed.text,
        sha256=checksum,
        pages=parsed.pages,
        sections=parsed.sections,
        author=parsed.author,
        date=parsed.date,
    )
    return Reading(_report(file.source, name, parsed, time.perf_counter() - started), document)


def _report(source: str, name: str, parsed: Parsed, seconds: float) -> ReadingReport:
    reasons = [each for each in (parsed.missing, write_reason(parsed.details.left_out)) if each]
    if parsed.pages_without_text:
        unread = name == "pdf" and not is_available()
        scans = f" ({INSTALL} reads scanned pages)" if unread else ""
        reasons.append(f"no text on {list_pages(parsed.pages_without_text)}{scans}")
    sure = [page.ocr for page in parsed.pages if page.ocr is not None]
    return ReadingReport(
        source,
        "partly" if reasons else "read",
        "; ".join(reasons),
        name,
        pages=len(parsed.pages),
        pages_without_text=parsed.pages_without_text,
        characters_read=max(parsed.characters_read, len(parsed.text)),
        characters=len(parsed.text),
        garbled=looks_garbled(parsed.text, parsed.unmapped),
        ocr=sum(sure) / len(sure) if sure else None,
        own_title=bool(parsed.title),
        seconds=round(seconds, 3),
        details=parsed.details,
    )


def list_pages(numbers: Sequence[int]) -> str:
    """Page numbers in words, the first few of many."""
    listed = ", ".join(map(str, numbers[:_MOST_LISTED]))
    more = f" and {len(numbers) - _MOST_LISTED} more" if len(numbers) > _MOST_LISTED else ""
    return f"page{'s' if len(numbers) > 1 else ''} {listed}{more}"


def _explain_no_text(parsed: Parsed, name: str) -> str:
    if not parsed.pages_without_text:
        return "holds no text"
    count = len(parsed.pages_without_text)
    pages = "its page" if count == 1 else f"any of its {count} pages"
    if name != "pdf":
        return f"has no text on {pages}"
    if not is_available():
        return f"has no text on {pages}: a scan? Text recognition reads it: {INSTALL}"
    return f"has no text on {pages}: {parsed.missing or 'text recognition found none either'}"


def title_of(source: str) -> str:
    """A file's name as words."""
    words = " ".join(PurePosixPath(source).stem.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def write_reports(path: Path, reports: Sequence[ReadingReport]) -> None:
    """Keep what became of each file, one JSON object a line."""
    from pydantic_core import to_json  # not needed by the processes that read

    path.write_bytes(b"".join(to_json(_take_facts(report)) + b"\n" for report in reports))


def _take_facts(report: ReadingReport) -> dict[str, Any]:
    """What a report says beside what most say: fields that have their default are left out."""
    values = zip(_NAMES, _take_values(report), _USUAL, strict=True)
    facts = {name: value for name, value, usual in values if value is not usual and value != usual}
    return {"source": report.source, "pages_without_text": report.pages_without_text, **facts}


def read_reports(path: Path) -> list[ReadingReport]:
    """Read what `write_reports` wrote."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [report_from_dict(values) for values in json.loads(f"[{','.join(lines)}]")]


def report_from_dict(values: dict[str, Any]) -> ReadingReport:
    """A report from its values in JSON."""
    values = {**values, "pages_without_text": tuple(values["pages_without_text"])}
    if "details" in values:
        values["details"] = details_from_dict(values["details"])
    return ReadingReport(**values)
