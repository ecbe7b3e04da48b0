"""One file's bytes read in this process, for tests of the formats."""

from __future__ import annotations

from qa_bot.reading.files import Reading, read_data
from qa_bot.reading.parsed import RawFile


def read(name: str, data: bytes | str) -> Reading:
    """What becomes of a file."""
    return read_data(RawFile(name, data.encode() if isinstance(data, str) else data))


def text_of(name: str, data: bytes | str) -> str:
    """Its canonical text."""
    reading = read(name, data)
    assert reading.document is not None, reading.report
    return reading.document.text
