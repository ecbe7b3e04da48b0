"""OpenDocument texts and presentations (.odt, .odp): headings, lists, tables, slides and notes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from qa_bot.reading.archives import open_archive, parse_xml
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _STYLE, _DRAW, _TEXT, _TABLE, _META = (
    _NAMESPACE % name for name in ("office", "style", "drawing", "text", "table", "meta")
)
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_UNREAD = {f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}note-citation"}
_SPACES = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def read_opendocument(file: RawFile) -> Parsed:
    """Read a text or a presentation; a slide is a page."""
    with open_archive(file.data) as archive:
        _require_unlocked(archive)
        content = parse_xml(archive.read("content.xml"))
        meta = parse_xml(archive.read("meta.xml")) if "meta.xml" in archive.namelist() else None
    body = content.find(f"{_OFFICE}body")
    if body is None:
        raise ReadingError("is damaged: it has no body")
    writer = TextWriter()
    slides = body.findall(f".//{_DRAW}page")
    for number, slide in enumerate(slides, 1):
        writer.page(number, f"slide {number}")
        _write_blocks(slide, writer)
    if not slides:
        _write_blocks(body, writer)
    if meta is None:
        return writer.finish()
    parsed = writer.finish(meta.findtext(f".//{_DUBLIN}title") or "")
    author = meta.findtext(f".//{_META}initial-creator") or meta.findtext(f".//{_DUBLIN}creator")
    made = meta.findtext(f".//{_META}creation-date") or meta.findtext(f".//{_DUBLIN}date")
    return credit(parsed, [author], made)


def _require_unlocked(archive: zipfile.ZipFile) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
        raise ReadingError("is protected by a password; save it without one")


def _write_blocks(parent: Element, writer: TextWriter, depth: int = -1) -> None:
    for child in parent:
        if child.tag in _UNREAD:
            continue
        if child.tag == f"{_TEXT}h":
            level = child.get(f"{_TEXT}outline-level", "1")
            writer.heading("".join(_strings(child)), min(int(level), 6) if level.isdecimal() else 1)
        elif child.tag == f"{_TEXT}p":
            writer.paragraph("".join(_strings(child)))
        elif child.tag == f"{_TEXT}list":
            _write_list(child, writer, depth + 1)
        elif child.tag == f"{_TABLE}table":
            writer.table(list(_rows(child)))
        else:
            _write_blocks(child, writer, depth)


def _write_list(element: Element, writer: TextWriter, depth: int) -> None:
    for item in element:
        for child in item:
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                writer.item("".join(_strings(child)), depth)
            elif child.tag == f"{_TEXT}list":
                _write_list(child, writer, depth + 1)


def _rows(table: Element) -> Iterator[list[str]]:
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            if not cell.tag.endswith("table-cell"):
                continue
            times = cell.get(f"{_TABLE}number-columns-repeated", "1")
            text = "".join(_strings(cell))
            cells += [text] * (min(int(times), 100) if text and times.isdecimal() else 1)
        yield cells


def _strings(element: Element) -> Iterator[str]:
    if element.tag in _UNREAD:
        return
    yield _SPACES.get(element.tag, element.text or "")
    for child in element:
        yield from _strings(child)
        if child.tag == f"{_TEXT}p":
            yield "\n"
        yield child.tail or ""
