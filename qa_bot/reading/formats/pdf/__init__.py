"""PDF: pages as PDFium reads them, put into reading order, what returns on each page once.

Pages without text are read from their pictures where the extra `ocr` is installed. What isn't in
the text (unseen characters, pictures) is counted for the report.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from qa_bot.reading.errors import ReadingError, password_needed
from qa_bot.reading.formats.pdf.headings import OutlineEntry
from qa_bot.reading.formats.pdf.layout import Region, arrange
from qa_bot.reading.formats.pdf.lines import Line
from qa_bot.reading.formats.pdf.page_blocks import Page
from qa_bot.reading.formats.pdf.page_text import PageText, read_page_text
from qa_bot.reading.formats.pdf.running_headers import find_margins
from qa_bot.reading.formats.pdf.scans import recognise_pages
from qa_bot.reading.formats.pdf.writing import PageNames, write_pages
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter, squeeze

_TITLE_SIZE = 1.3
"""Letters of a title over those of a middling line of its page."""
_TITLE_LINES = 3
_LONGEST_TITLE = 200
"""Characters of a title, at most."""


@dataclass(slots=True)
class _ReadPage:
    """A page's text in reading order."""

    regions: list[Region] = field(default_factory=list)
    height: float = 1.0
    text: PageText | None = None
    """None for a page that is damaged."""

    @property
    def lines(self) -> list[Line]:
        """The lines of all regions."""
        return [line for region in self.regions for line in region]


def read_pdf(file: RawFile) -> Parsed:
    """Read a PDF's text layer, and the pictures of the pages that have none."""
    with _open(file) as pdf:
        pages = []
        for index in range(len(pdf)):
            if file.out_of_time:
                break
            pages.append(_read_page(pdf, index))
        damaged = [number for number, page in enumerate(pages, 1) if page.text is None]
        empty = [n for n, page in enumerate(pages, 1) if page.text and not page.regions]
        scans, late = recognise_pages(pdf, empty, file)
        for scan in scans:
            pages[scan.number - 1].regions = scan.regions
            pages[scan.number - 1].height = scan.height
        outline = list(_outline(pdf))
        named, author, made = (
            _decode(functools.partial(pdf.get_metadata_value, name))
            for name in ("Title", "Author", "CreationDate")
        )
        names = PageNames(_labels(pdf, len(pages)), {scan.number: scan.sure for scan in scans})
        missing = _missing(len(pdf), len(pages), damaged, late)
    writer = TextWriter()
    _write(pages, outline, names, writer)
    parsed = writer.finish(
        title=_choose_title(named, pages[0].lines if pages else []),
        characters_read=sum(len(line.text) for page in pages for line in page.lines),
        pages_without_text=[n for n, page in enumerate(pages, 1) if not page.regions],
        unmapped=sum(page.text.unmapped for page in pages if page.text),
        missing=missing,
    )
    return credit(parsed, [author], made)


def _write(
    pages: Sequence[_ReadPage],
    outline: Sequence[OutlineEntry],
    names: PageNames,
    writer: TextWriter,
) -> None:
    margins = find_margins(
        [page.lines for page in pages], [page.height for page in pages], names.labels
    )
    made = [
        Page(page.regions, margin, page.text.comments if page.text else [])
        for page, margin in zip(pages, margins, strict=True)
    ]
    write_pages(made, outline, writer, names)
    for number, (page, margin) in enumerate(zip(pages, margins, strict=True), 1):
        copies = [line.text for line in page.lines if id(line) in margin.dropped]
        writer.count("repeated_characters", sum(map(len, copies)))
        if page.text is None:
            continue
        writer.count("annotations", page.text.annotations)
        place = names.place(number)
        for what, count in (
            ("character of invisible text", page.text.hidden),
            ("picture", 0 if number in names.sure else page.text.pictures),
        ):
            if count:
                writer.leave_out(what, count, place)


def _choose_title(named: str, first_page: Sequence[Line]) -> str:
    """The title that the file states, where its first page shows it; else its largest line."""
    shown = squeeze(" ".join(line.text for line in first_page)).casefold()
    if len(named) > 3 and squeeze(named).casefold() in shown:
        return named
    sizes = sorted({line.size for line in first_page}, reverse=True)
    if len(sizes) < 2 or sizes[0] < _TITLE_SIZE * sizes[len(sizes) // 2]:
        return ""
    large = [_first_of(line) for line in first_page if line.size > 0.95 * sizes[0]]
    title = " ".join(filter(None, large))
    return title if len(large) <= _TITLE_LINES and len(title) <= _LONGEST_TITLE else ""


def _first_of(line: Line) -> str:
    """A line's text; of a table that of its first cell."""
    if line.table is None:
        return line.text
    return next((" ".join(cell.lines) for cell in line.table.rows[0] if cell.lines), "")


def _read_page(pdf: pdfium.PdfDocument, index: int) -> _ReadPage:
    try:
        text = read_page_text(pdf, index)
    except pdfium.PdfiumError:
        return _ReadPage()
    return _ReadPage(arrange(text.fragments, text.drawing), text.height, text)


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
            pdf.init_forms()
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
            title = squeeze(_decode(bookmark.get_title))
            yield OutlineEntry(title, bookmark.level + 1, page)


def _decode(read: Callable[[], str]) -> str:
    """What a file says beside its text; nothing where the file is damaged there."""
    try:
        return read()
    except UnicodeDecodeError:
        return ""


def _labels(pdf: pdfium.PdfDocument, count: int) -> dict[int, str]:
    """What the PDF calls its pages, by number, where that isn't the number itself."""
    named = (
        (
            index + 1,
            squeeze(_decode(functools.partial(pdf.get_page_label, index))).replace(
                " ", "\N{NO-BREAK SPACE}"
            ),
        )
        for index in range(count)
    )
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
