"""EPUB books: the chapters of the spine, in reading order."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from qa_bot.reading.archives import open_archive, parse_xml
from qa_bot.reading.encodings import declared_encoding
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.html import parse_html, write_html
from qa_bot.reading.metadata import credit
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
))  # fmt: skip
_EMPTY_TAG = re.compile(
    r"""<([A-Za-z][\w:.-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*/>"""
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_PAGE = "application/xhtml+xml"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_FONTS = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
"""Algorithms that obscure fonts only; any other encryption covers the text."""


def read_epub(file: RawFile) -> Parsed:
    """Read a book's chapters; headings keep their level."""
    writer = TextWriter()
    missing = []
    with open_archive(file.data) as archive:
        _require_unlocked(archive)
        package_path = _package_path(archive)
        package = parse_xml(archive.read(package_path))
        names = set(archive.namelist())
        for href in dict.fromkeys(_spine(package)):
            name = posixpath.normpath(posixpath.join(posixpath.dirname(package_path), href))
            if name not in names or not _write_chapter(archive.read(name), writer):
                missing.append(name)
        if beside := len(set(_pages(package)) - set(_spine(package))):
            writer.leave_out("page outside of the reading order", beside)
    parsed = writer.finish(
        package.findtext(f".//{_DUBLIN}title") or "",
        missing=f"chapters that are missing or hold no text: {', '.join(missing)}"
        if missing
        else "",
    )
    authors = [element.text for element in package.iter(f"{_DUBLIN}creator")]
    return credit(parsed, authors, package.findtext(f".//{_DUBLIN}date"))


def _write_chapter(data: bytes, writer: TextWriter) -> bool:
    """Write a chapter; False where it is no page of text, such as a picture."""
    if not data.strip():
        return True
    try:
        root = parse_html(as_html(writer.decode(data, declared_encoding(data))))
    except ReadingError:
        return False
    body = root.find("body")
    write_html(body if body is not None else root, writer)
    return True


def as_html(text: str) -> str:
    """XHTML as HTML: a tag that closes itself ("<title/>") would swallow what follows it."""

    def open_and_close(match: re.Match[str]) -> str:
        name, attributes = match.groups()
        if name.lower() in _VOID:
            return match[0]
        return f"<{name}{attributes}></{name}>"

    text = _CDATA.sub(lambda match: html.escape(match[1], quote=False), text)
    return _EMPTY_TAG.sub(open_and_close, text)


def _require_unlocked(archive: zipfile.ZipFile) -> None:
    if "META-INF/encryption.xml" not in archive.namelist():
        return
    data = archive.read("META-INF/encryption.xml")
    if data.count(b"EncryptionMethod") > sum(2 * data.count(name) for name in _FONTS):
        raise ReadingError("is protected against copying (DRM); use a copy without it")


def _package_path(archive: zipfile.ZipFile) -> str:
    container = parse_xml(archive.read("META-INF/container.xml"))
    for element in container.iter():
        if element.tag.endswith("rootfile") and (path := element.get("full-path")):
            return path
    raise ReadingError("is damaged: the book names no contents")


def _pages(package: Element) -> Iterator[str]:
    """The addresses of all pages but the table of contents."""
    for item in package.iter():
        is_page = item.tag.endswith("}item") and item.get("media-type") == _PAGE
        if is_page and "nav" not in item.get("properties", "").split():
            yield unquote(item.get("href", "")).partition("#")[0]


def _spine(package: Element) -> Iterator[str]:
    """The chapters' addresses, in reading order."""
    items = {e.get("id"): e for e in package.iter() if e.tag.endswith("}item")}
    for reference in package.iter():
        if not reference.tag.endswith("}itemref"):
            continue
        item = items.get(reference.get("idref"))
        if item is None:
            yield reference.get("idref", "")
        elif "nav" not in item.get("properties", "").split():
            yield unquote(item.get("href", "")).partition("#")[0]
