"""OpenDocument texts, presentations and spreadsheets (.odt, .odp, .ods; flat: .fodt, .fodp, .fods).

Slides and sheets are pages. Spreadsheets are read as they are shown, since the file holds each
value also as its format writes it.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from qa_bot.reading.archives import open_archive
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.office import parse_part
from qa_bot.reading.formats.opendocument.blocks import DocumentWriter
from qa_bot.reading.formats.opendocument.documents import write_slides, write_text
from qa_bot.reading.formats.opendocument.names import dc, draw, meta, office
from qa_bot.reading.formats.opendocument.package import FlatParts, Parts
from qa_bot.reading.formats.opendocument.sheets import write_sheets
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_MANIFEST, _CONTENT, _META = "META-INF/manifest.xml", "content.xml", "meta.xml"


def read_opendocument(file: RawFile) -> Parsed:
    """Read a text, a presentation or a spreadsheet.

    Raises:
        ReadingError: it is damaged, or protected by a password.
    """
    if not file.data.startswith(b"PK"):
        root = parse_part(file.data)
        return _read(root, FlatParts(root), root)
    with open_archive(file.data) as archive:
        names = archive.namelist()
        if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
            raise ReadingError("is protected by a password; save it without one")
        parts = Parts(archive)
        return _read(parse_part(archive.read(_CONTENT)), parts, parts.parse(_META))


def _read(root: Element, parts: Parts | FlatParts, said: Element | None) -> Parsed:
    """The text below the root of the contents; `said` holds what is said of the document."""
    writer = TextWriter()
    body = root.find(office("body"))
    if body is None:
        raise ReadingError("is damaged: it has no body")
    document = DocumentWriter(parts, root, writer)
    without_text: list[int] = []
    if body.find(office("spreadsheet")) is not None:
        without_text = write_sheets(body, document, writer)
    elif body.find(f".//{draw('page')}") is not None:
        without_text = write_slides(document, body)
    else:
        write_text(document, body)
    if said is None:
        return writer.finish(pages_without_text=without_text)
    held = said.find(f".//{office('meta')}")
    said = said if held is None else held
    title = said.findtext(f".//{dc('title')}") or ""
    author = said.findtext(f".//{meta('initial-creator')}") or said.findtext(f".//{dc('creator')}")
    made = said.findtext(f".//{meta('creation-date')}") or said.findtext(f".//{dc('date')}")
    parsed = writer.finish(title, pages_without_text=without_text)
    return credit(parsed, [author], made)
