"""Scans: a PDF's pages without text come in, what is recognised in their pictures goes out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from qa_bot.reading.formats.ocr import Engine, RecognisedLine, open_engine
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.layout import arrange
from qa_bot.reading.formats.pdf.lines import Line
from qa_bot.reading.parsed import RawFile

_SCALE = 200 / 72
"""Pixels a point: 200 to the inch, the least that scanners are usually set to for text."""
_MOST_PIXELS = 2_000
"""Longest side of a picture, which is as much as the engine looks at."""
_ALIKE = (0.7, 1.4)
"""Heights over the page's middling one that count as the same size of letters."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A recognised page: its regions in reading order, its height, and how sure it is (0 to 1)."""

    number: int
    regions: list[list[Line]]
    height: float
    sure: float


def recognise_pages(
    pdf: pdfium.PdfDocument, numbers: Sequence[int], file: RawFile
) -> tuple[list[Scan], list[int]]:
    """The pages with text in their pictures, and those for which the time was too short.

    Args:
        pdf: the open document.
        numbers: the pages to look at, counted from 1.
        file: for its deadline, and to be told that there is progress.
    """
    engine = open_engine() if numbers else None
    if engine is None:
        return [], []
    scans: list[Scan] = []
    longest = 0.0
    for place, number in enumerate(numbers):
        started = time.monotonic()
        if started + longest > file.recognition_deadline:
            return scans, list(numbers[place:])
        file.tell_alive()
        scans += _recognise_page(pdf, number, engine)
        longest = max(longest, time.monotonic() - started)
    return scans, []


def _recognise_page(pdf: pdfium.PdfDocument, number: int, engine: Engine) -> Iterator[Scan]:
    page = pdf[number - 1]
    width, height = page.get_size()
    scale = min(_SCALE, _MOST_PIXELS / max(width, height, 1.0))
    bitmap = page.render(scale=scale)
    lines = engine.recognise(bitmap.to_numpy())
    bitmap.close()
    page.close()
    if lines:
        letters = sum(len(line.text) for line in lines)
        sure = sum(line.sure * len(line.text) for line in lines) / letters
        yield Scan(number, arrange(_make_fragments(lines, scale, height)), height, sure)


def _make_fragments(lines: Sequence[RecognisedLine], scale: float, height: float) -> list[Fragment]:
    """Recognised lines as fragments; small differences of their boxes are no sizes of letters."""
    middling = statistics.median(line.bottom - line.top for line in lines)
    fragments = []
    for line in lines:
        tall = line.bottom - line.top
        size = middling if _ALIKE[0] < tall / middling < _ALIKE[1] else tall
        left, right = line.left / scale, line.right / scale
        bottom, top = height - line.bottom / scale, height - line.top / scale
        fragments.append(Fragment(line.text.strip(), left, bottom, right, top, size / scale))
    return fragments
