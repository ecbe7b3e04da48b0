"""RTF: paragraphs, lists, tables and notes as the page shows them.

tokens.py     bytes to groups, words of control and text
characters.py text in the encoding of its font, raised and struck letters marked
layout.py     paragraphs and rows of tables, written in order
reader.py     the walk over the tokens
"""

from __future__ import annotations

from dataclasses import replace

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.plain import find_plain_sections
from qa_bot.reading.formats.rtf.reader import RtfReader
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter


def read_rtf(file: RawFile) -> Parsed:
    """Read an RTF file; where no style names headings they are told as in plain text.

    Raises:
        ReadingError: there is no text in it.
    """
    writer = TextWriter()
    reader = RtfReader(writer)
    reader.read(file.data)
    if not writer.length:
        raise ReadingError("holds no text")
    parsed = writer.finish(reader.title)
    if not parsed.sections:
        parsed = replace(parsed, sections=find_plain_sections(parsed.text))
    return credit(parsed, [reader.author], None)
