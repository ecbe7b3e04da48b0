"""Office documents in one XML file (Flat OPC), as Word saves them under .xml: read as packages."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from dataclasses import replace
from xml.etree.ElementTree import Element, tostring

from qa_bot.reading.archives import parse_xml
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.detect import detect_format, load_reader
from qa_bot.reading.parsed import Parsed, RawFile

NAMESPACE = "http://schemas.microsoft.com/office/2006/xmlPackage"
_PKG = f"{{{NAMESPACE}}}"


def read_flat_package(file: RawFile) -> Parsed:
    """Read a document as the package that its parts make.

    Raises:
        ReadingError: it is damaged, or a document that is not read.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part in parse_xml(file.data).findall(f"{_PKG}part"):
            archive.writestr(part.get(f"{_PKG}name", "").lstrip("/"), _contents(part))
    data = made.getvalue()
    return load_reader(detect_format(data, file.source))(replace(file, data=data))


def _contents(part: Element) -> bytes:
    root = part.find(f"{_PKG}xmlData/*")
    if root is not None:
        return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
    try:
        return base64.b64decode(part.findtext(f"{_PKG}binaryData") or "")
    except binascii.Error as error:
        raise ReadingError("is damaged: a part of it can't be decoded") from error
