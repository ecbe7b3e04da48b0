"""Web pages and texts that a Word document inserts as a whole (`w:altChunk`)."""

from __future__ import annotations

from pathlib import PurePosixPath

from qa_bot.reading.encodings import declared_encoding
from qa_bot.reading.parsed import TextWriter

_HTML = (".html", ".htm", ".xhtml")


def write_embedded_text(data: bytes, name: str, writer: TextWriter) -> bool:
    """Write an inserted page or text; False where it is of another format."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _HTML:
        from qa_bot.reading.formats.html import parse_html, write_html

        write_html(parse_html(writer.decode(data, declared_encoding(data))), writer)
    elif suffix == ".txt":
        for paragraph in writer.decode(data).split("\n"):
            writer.paragraph(paragraph)
    else:
        return False
    return True
