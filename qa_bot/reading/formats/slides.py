"""PowerPoint presentations (.pptx): a page a slide, with its tables, charts and speaker's notes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.exc import PackageNotFoundError

from qa_bot.reading.archives import open_archive
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter


def read_pptx(file: RawFile) -> Parsed:
    """Read a presentation; a slide's title heads its section."""
    with open_archive(file.data):
        try:
            presentation = Presentation(BytesIO(file.data))
        except (PackageNotFoundError, KeyError, ValueError, XMLSyntaxError) as error:
            raise ReadingError(f"is not a whole PowerPoint presentation ({error})") from error
    writer = TextWriter()
    without_text = []
    for number, slide in enumerate(presentation.slides, 1):
        before = writer.length
        writer.page(number, f"slide {number}")
        _write_slide(slide, writer)
        if writer.length == before:
            without_text.append(number)
    core = presentation.core_properties
    parsed = writer.finish(core.title or "", pages_without_text=without_text)
    return credit(parsed, [core.author], core.created)


def _write_slide(slide: Any, writer: TextWriter) -> None:  # noqa: ANN401 - untyped library
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        writer.heading(title.text_frame.text)
    title_id = title.shape_id if title is not None else None
    for shape in _ordered(slide.shapes):
        if shape.shape_id != title_id:
            _write_shape(shape, writer)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = slide.notes_slide.notes_text_frame.text.strip()
        if notes:
            writer.heading("Notes", 2)
            _write_lines(notes.splitlines(), writer)


def _ordered(shapes: Any) -> Iterator[Any]:  # noqa: ANN401 - untyped library
    """Shapes from top to bottom, then left to right; groups opened."""
    for shape in sorted(shapes, key=lambda s: (s.top or 0, s.left or 0)):
        if hasattr(shape, "shapes"):
            yield from _ordered(shape.shapes)
        else:
            yield shape


def _write_shape(shape: Any, writer: TextWriter) -> None:  # noqa: ANN401 - untyped library
    if getattr(shape, "has_table", False):
        rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
        writer.table(rows, header=shape.table.first_row or None)
    elif getattr(shape, "has_chart", False):
        _write_chart(shape.chart, writer)
    elif shape.has_text_frame:
        paragraphs = [p for p in shape.text_frame.paragraphs if p.text.strip()]
        if len(paragraphs) == 1:
            writer.paragraph(paragraphs[0].text)
        else:
            for paragraph in paragraphs:
                writer.item(paragraph.text, paragraph.level)


def _write_chart(chart: Any, writer: TextWriter) -> None:  # noqa: ANN401 - untyped library
    if chart.has_title and chart.chart_title.has_text_frame:
        writer.paragraph(chart.chart_title.text_frame.text)
    for plot in chart.plots:
        names = ["", *(series.name or "" for series in plot.series)]
        columns = [[_number(value) for value in series.values] for series in plot.series]
        rows = [[str(c), *values] for c, *values in zip(plot.categories, *columns, strict=False)]
        writer.table([names, *rows], header=True)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _write_lines(lines: list[str], writer: TextWriter) -> None:
    for line in lines:
        writer.paragraph(line)
