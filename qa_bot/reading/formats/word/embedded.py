"""Files of other formats that a Word document inserts as a whole (`w:altChunk`)."""

from __future__ import annotations

from pathlib import PurePosixPath

from qa_bot.reading.encodings import declared_encoding
from qa_bot.reading.parsed import TextWriter

_HTML = (".html", ".htm", ".xhtml")


def write_embedded(data: bytes, name: str, writer: TextWriter) -> bool:
    """Write an inserted file; False where its format is not read."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _HTML:
        from qa_bot.reading.formats.html import parse_html, write_html

        write_html(parse_html(writer.decode(data, declared_encoding(data))), writer)
    elif suffix == ".txt":
        for paragraph in writer.decode(data).split("\n"):
            writer.paragraph(paragraph)
    elif suffix == ".docx":
        _write_document(data, writer)
    else:
        return False
    return True


def _write_document(data: bytes, writer: TextWriter) -> None:
    from qa_bot.reading.archives import open_archive
    from qa_bot.reading.formats.office import Package
    from qa_bot.reading.formats.word.body import write_document

    with open_archive(data) as archive:
        write_document(Package(archive), writer)
