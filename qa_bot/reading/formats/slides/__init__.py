"""PowerPoint presentations (.pptx): a page a slide, with its tables, charts, diagrams and notes."""

from __future__ import annotations

from qa_bot.reading.archives import open_archive
from qa_bot.reading.formats.office import Package
from qa_bot.reading.formats.slides.deck import DeckWriter
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter


def read_pptx(file: RawFile) -> Parsed:
    """Read a presentation; a slide's title heads its section.

    Raises:
        ReadingError: it is damaged.
    """
    writer = TextWriter()
    with open_archive(file.data) as archive:
        package = Package(archive)
        without_text = DeckWriter(package, writer).write()
        title, authors, date = package.properties()
    parsed = writer.finish(title, pages_without_text=without_text)
    return credit(parsed, authors, date)
