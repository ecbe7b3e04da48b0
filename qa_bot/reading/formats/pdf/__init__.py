"""PDF: pages as PDFium reads them, put into reading order, without running headers and footers.

A file comes in; canonical text with a span for every page, and sections, go out. Pages without text
are read from their pictures where the extra `ocr` is installed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from qa_bot.reading.errors import ReadingError, password_needed
from qa_bot.reading.formats.pdf.page_text import read_page_text
from qa_bot.reading.formats.pdf.headings import OutlineEntry
from qa_bot.reading.formats.pdf.layout import arrange
from qa_bot.reading.formats.pdf.lines import Line
from qa_bot.reading.formats.pdf.writing import PageNames, write_pages
from qa_bot.reading.formats.pdf.running_headers import find_margins
from qa_bot.reading.formats.pdf.scans import recognise_pages
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter, squeeze

_TITLE_SIZE = 1.3
"""Letters of a title over those of a middling line of its page."""
_TITLE_LINES = 3


def read_pdf(file: RawFile) -> Parsed:
    """Read a PDF's text layer, and the pictures of the pages that have none."""
    with _open(file) as pdf:
        pages: list[list[list[Line]]] = []
        heights: list[float] = []
        unmapped = 0
        damaged = []
        for number in range(1, len(pdf) + 1):
            if file.out_of_time:
                break
            try:
                regions, height, errors = _read_page(pdf, number - 1)
            except pdfium.PdfiumError:
                regions, height, errors = [], 1.0, 0
                damaged.append(number)
            pages.append(regions)
            heights.append(height)
            unmapped += errors
        empty = [n for n, page in enumerate(pages, 1) if not page and n not in damaged]
        scans, late = recognise_pages(pdf, empty, file)
        for scan in scans:
            pages[scan.number - 1], heights[scan.number - 1] = scan.regions, scan.height
        count, outline, named = len(pdf), list(_outline(pdf)), pdf.get_metadata_value("Title")
        labels = _labels(pdf, len(pages))
        author, made = (pdf.get_metadata_value(name) for name in ("Author", "CreationDate"))
    lines = [[line for region in page for line in region] for page in pages]
    margins = find_margins(lines, heights, labels)
    writer = TextWriter()
    write_pages(
        pages, margins, outline, writer, PageNames(labels, {scan.number: scan.sure for scan in scans})
    )
    parsed = writer.finish(
        title=_choose_title(named, lines[0] if lines else []),
        characters_read=sum(len(line.text) for page in lines for line in page),
        pages_without_text=[n for n, page in enumerate(lines, 1) if not page],
        unmapped=unmapped,
        missing=_missing(count, len(pages), damaged, late),
    )
    return credit(parsed, [author], made)


def _choose_title(named: str, first_page: Sequence[Line]) -> str:
    """The title that the file states, where its first page shows it; else its largest line."""
    shown = squeeze(" ".join(line.text for line in first_page)).casefold()
    if len(named) > 3 and squeeze(named).casefold() in shown:
        return named
    sizes = sorted({line.size for line in first_page}, reverse=True)
    if len(sizes) < 2 or sizes[0] < _TITLE_SIZE * sizes[len(sizes) // 2]:
        return ""
    large = [line.text for line in first_page if line.size > 0.95 * sizes[0]]
    return " ".join(large) if len(large) <= _TITLE_LINES else ""


def _read_page(pdf: pdfium.PdfDocument, index: int) -> tuple[list[list[Line]], float, int]:
    """A page's regions, its height as shown, and its characters without a known letter."""
    page = pdf[index]
    if pdf.get_formtype() != raw.FORMTYPE_NONE:
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = pdf[index]
    text = read_page_text(page)
    page.close()
    return arrange(text.fragments, text.drawing), text.height, text.unmapped


@contextmanager
def _open(file: RawFile) -> Iterator[pdfium.PdfDocument]:
    for password in (None, *file.passwords):
        try:
            pdf = pdfium.PdfDocument(file.data, password=password)
        except pdfium.PdfiumError as error:
            if error.err_code == raw.FPDF_ERR_PASSWORD:
                continue
            raise ReadingError(
                "is damaged: PDFium can't open it; save it as a PDF again"
            ) from error
        try:
            yield pdf
        finally:
            pdf.close()
        return
    raise password_needed(file.passwords)


def _outline(pdf: pdfium.PdfDocument) -> Iterator[OutlineEntry]:
    for bookmark in pdf.get_toc():
        destination = bookmark.get_dest()
        page = destination.get_index() if destination is not None else None
        if page is not None:
            yield OutlineEntry(squeeze(bookmark.get_title()), bookmark.level + 1, page)


def _labels(pdf: pdfium.PdfDocument, count: int) -> dict[int, str]:
    """What the PDF calls its pages, by number, where that isn't the number itself."""
    named = ((index + 1, squeeze(pdf.get_page_label(index))) for index in range(count))
    return {number: label for number, label in named if label and label != str(number)}


def _missing(count: int, read: int, damaged: Sequence[int], late: Sequence[int]) -> str:
    parts = []
    if read < count:
        parts.append(f"only pages 1–{read} of {count} in the time allowed (QA_BOT_READING_SECONDS)")
    if damaged:
        parts.append(f"pages {', '.join(map(str, damaged))} are damaged")
    if late:
        parts.append(
            f"the pictures of {len(late)} pages, from page {late[0]} on, were not looked at in the "
            "time allowed (QA_BOT_RECOGNITION_SECONDS)"
        )
    return "; ".join(parts)
