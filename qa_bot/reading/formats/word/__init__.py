"""Word documents (.docx): paragraphs, headings, numbers of lists, tables, notes and comments.

The body is walked as XML, as no library gives all of it: equations, content controls, text boxes,
numbers. Pages are those that Word marked when it last laid the document out; where it marked none,
the document has no pages.
"""

from __future__ import annotations

from qa_bot.reading.archives import open_archive
from qa_bot.reading.formats.office import Package
from qa_bot.reading.formats.word.body import write_document
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter


def read_docx(file: RawFile) -> Parsed:
    """Read a Word document.

    Raises:
        ReadingError: it is damaged.
    """
    writer = TextWriter()
    with open_archive(file.data) as archive:
        package = Package(archive)
        write_document(package, writer)
        title, authors, date = package.properties()
    return credit(writer.finish(title), authors, date)
