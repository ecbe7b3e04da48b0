"""Packages of Office Open XML (.docx, .pptx, .xlsx): their parts and how these refer to each other.

Parts are found by relationships, never by name, as programs may name them as they like. Files in
the strict form of the standard are read as if they were written in the usual one.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from lxml import etree

from qa_bot.reading.archives import open_archive
from qa_bot.reading.errors import ReadingError

_ROOT = "http://schemas.openxmlformats.org/"
NAMESPACES = {
    "w": f"{_ROOT}wordprocessingml/2006/main",
    "m": f"{_ROOT}officeDocument/2006/math",
    "r": f"{_ROOT}officeDocument/2006/relationships",
    "a": f"{_ROOT}drawingml/2006/main",
    "c": f"{_ROOT}drawingml/2006/chart",
    "dgm": f"{_ROOT}drawingml/2006/diagram",
    "p": f"{_ROOT}presentationml/2006/main",
    "s": f"{_ROOT}spreadsheetml/2006/main",
    "xdr": f"{_ROOT}drawingml/2006/spreadsheetDrawing",
    "mc": f"{_ROOT}markup-compatibility/2006",
    "rel": f"{_ROOT}package/2006/relationships",
    "cp": f"{_ROOT}package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
}
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_RENAMED = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
    b"coreProperties": b"metadata/core-properties",
}


@cache
def tag(name: str) -> str:
    """A prefixed name as lxml writes it: "w:p" as "{http://…/main}p"."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to."""

    kind: str
    """The last step of the relationship's type, such as "footnotes"."""
    target: str
    """A part's name, or an address where `external`."""
    external: bool = False


class Package:
    """An open package."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_fold(name): name for name in archive.namelist()}
        self._relations: dict[str, dict[str, Relation]] = {}

    def __contains__(self, part: str) -> bool:
        """Whether there is a part of this name."""
        return _fold(part) in self._names

    def read(self, part: str) -> bytes:
        """A part's bytes, strict names as the usual ones.

        Raises:
            KeyError: there is no such part.
        """
        data = self._archive.read(self._names[_fold(part)])
        return make_transitional(data) if _STRICT in data else data

    def parse(self, part: str) -> etree._Element:
        """A part's root element.

        Raises:
            KeyError: there is no such part.
            ReadingError: it is not well formed.
        """
        return parse_part(self.read(part))

    def relations(self, part: str = "") -> dict[str, Relation]:
        """What a part (or the package itself) refers to, by identifier."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            own = posixpath.join(folder, "_rels", f"{name}.rels")
            found = self.parse(own) if own in self else ()
            self._relations[part] = {e.get("Id", ""): _relation(e, folder) for e in found}
        return self._relations[part]

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The parts in the package to which a part refers in one way."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external and relation.target in self:
                yield relation.target

    def parse_related(self, part: str, kind: str) -> etree._Element | None:
        """The root of the first part to which a part refers in one way; None where there is none.

        Raises:
            ReadingError: it is not well formed.
        """
        return next((self.parse(found) for found in self.related(part, kind)), None)

    def main_part(self) -> str:
        """The part that holds the document.

        Raises:
            ReadingError: there is none.
        """
        for part in self.related("", "officeDocument"):
            return part
        raise ReadingError("is damaged: its container names no document")

    def properties(self) -> tuple[str, list[str], str]:
        """Title, authors and date of the document, as far as the package says."""
        for part in self.related("", "core-properties"):
            root = self.parse(part)
            author = root.findtext(tag("dc:creator")) or ""
            date = root.findtext(tag("dcterms:created")) or ""
            return root.findtext(tag("dc:title")) or "", [author], date
        return "", [], ""


def parse_part(data: bytes) -> etree._Element:
    """The root of a part's XML; entities are not expanded, nothing is fetched.

    Raises:
        ReadingError: it is not well formed, or declares entities of its own.
    """
    if b"<!ENTITY" in data:
        raise ReadingError("declares XML entities, which are not expanded; remove them")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError(f"is damaged: a part of it is not well-formed XML ({error})") from error


def make_transitional(data: bytes) -> bytes:
    """XML with the usual names for those of the strict form (ISO/IEC 29500-1)."""

    def rename(match: re.Match[bytes]) -> bytes:
        room, name = match.groups()
        return b"http://schemas.openxmlformats.org/%s/2006/%s" % (room, _RENAMED.get(name, name))

    return _STRICT_NAME.sub(rename, data)


def make_file_transitional(data: bytes) -> bytes:
    """A strict package as a usual one, for libraries that know only those; others unchanged."""
    from io import BytesIO

    with open_archive(data) as archive:
        if not any(_STRICT in archive.read(n) for n in archive.namelist() if n.endswith(".rels")):
            return data
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
            for name in archive.namelist():
                made.writestr(name, make_transitional(archive.read(name)))
    return buffer.getvalue()


def chosen(element: etree._Element) -> Iterator[etree._Element]:
    """The children of an element, of each `mc:AlternateContent` those of one alternative."""
    for child in element:
        if child.tag == _ALTERNATE:
            yield from chosen(_choose(child))
        else:
            yield child


def _choose(alternate: etree._Element) -> etree._Element | tuple[()]:
    """The first alternative that holds something to read, else the first."""
    options = [option for option in alternate if option.tag in _OPTIONS]
    for option in options:
        if next(option.iter(*_CONTENT), None) is not None:
            return option
    return options[0] if options else ()


def _relation(element: etree._Element, folder: str) -> Relation:
    kind = element.get("Type", "").rpartition("/")[2]
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        return Relation(kind, target, external=True)
    path = posixpath.normpath(posixpath.join("/", folder, unquote(target)))
    return Relation(kind, path.lstrip("/"))


def _fold(name: str) -> str:
    """Names of parts are the same in capitals; some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


_ALTERNATE = tag("mc:AlternateContent")
_OPTIONS = frozenset({tag("mc:Choice"), tag("mc:Fallback")})
_CONTENT = [
    tag(name)
    for name in ("w:t", "a:t", "m:t", "w:sym", "c:chart", "cx:chart", "dgm:relIds", "v:textpath",
                 "w:lastRenderedPageBreak", "a:blip", "v:imagedata", "w:fldChar")
]  # fmt: skip
