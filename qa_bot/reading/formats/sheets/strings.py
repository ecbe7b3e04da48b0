"""Texts of .xlsx cells in which some characters are raised, lowered or struck."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.office import Package, parse_part, tag
from qa_bot.reading.superscripts import lower_text, raise_text, strike_text

_MARKS = (b"vertAlign", b"strike")
_COUNT = re.compile(rb"""\b(?:uniqueCount|count)\s*=\s*["'](\d{1,20})""")
_HEAD = 4_096
_OFF = frozenset({"0", "false"})


def marked_strings(package: Package, main: str) -> dict[int, str]:
    """Those of a workbook's shared texts that are set so, by number, with their marks.

    Raises:
        ReadingError: they are damaged.
    """
    marked: dict[int, str] = {}
    for part in package.related(main, "sharedStrings"):
        data = package.read(part)
        _require_count(data)
        if not part.endswith(".xml") or not any(mark in data for mark in _MARKS):
            continue
        for number, item in enumerate(parse_part(data).iter(tag("s:si"))):
            if (shown := _write_runs(item)) is not None:
                marked[number] = shown
    return marked


def marked_cells(data: bytes) -> Iterator[tuple[str, str]]:
    """Names of a sheet's cells whose own texts are set so, and these texts with their marks."""
    if b"inlineStr" not in data or not any(mark in data for mark in _MARKS):
        return
    for cell in parse_part(data).iter(tag("s:c")):
        item = cell.find(tag("s:is"))
        if item is not None and (shown := _write_runs(item)) is not None:
            yield cell.get("r", ""), shown


def _write_runs(item: Element) -> str | None:
    """A text with its marks; None where nothing is set apart in it."""
    plain = "".join(text.text or "" for text in item.iter(tag("s:t")))
    shown = "".join(_write_run(run) for run in item if run.tag in _RUNS)
    return shown if shown != plain and next(item.iter(tag("s:rPr")), None) is not None else None


def _require_count(data: bytes) -> None:
    """Refuse texts that count more of them than there are bytes; Calamine makes room for each."""
    counts = _COUNT.findall(data, 0, _HEAD)
    if any(int(count) > len(data) for count in counts):
        raise ReadingError("is damaged: it counts more texts than it can hold")


def _write_run(run: Element) -> str:
    text = run.text or "" if run.tag == tag("s:t") else run.findtext(tag("s:t")) or ""
    properties = run.find(tag("s:rPr"))
    if properties is None:
        return text
    script = properties.find(tag("s:vertAlign"))
    kind = "" if script is None else script.get("val", "")
    if kind == "superscript":
        text = raise_text(text)
    elif kind == "subscript":
        text = lower_text(text)
    strike = properties.find(tag("s:strike"))
    struck = strike is not None and strike.get("val", "1") not in _OFF
    return strike_text(text) if struck else text


_RUNS = frozenset((tag("s:r"), tag("s:t")))
