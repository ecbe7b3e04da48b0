"""ZIP containers (Office, OpenDocument, EPUB): opened only where their contents stay in bounds.

Sizes come from the archive's directory, before anything is unpacked; `zipfile` never gives more
than the directory promises, so a directory that lies ends in an error and not in a full memory.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from qa_bot.reading.encodings import declared_encoding, decode_text
from qa_bot.reading.errors import ReadingError

MAX_UNPACKED = 500_000_000
MAX_RATIO = 200
"""Unpacked over packed bytes; looked at only above `_SMALL`, as short XML packs well."""
MAX_ENTRIES = 20_000
_SMALL = 50_000_000
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError)
"""What `zipfile` raises where an archive is not whole."""
_ENCRYPTED = 0x1
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
"""Names the encoding that the text no longer has."""


@contextmanager
def open_archive(data: bytes) -> Iterator[zipfile.ZipFile]:
    """An archive whose size is in bounds.

    Raises:
        ReadingError: it is damaged, or a zip bomb.
    """
    try:
        with _open(data) as archive:
            _check_size(archive, len(data))
            yield archive
    except DAMAGED as error:
        raise ReadingError("is damaged: its ZIP container can't be unpacked") from error
    except KeyError as error:
        raise ReadingError(f"is damaged: a part is missing ({error.args[0]})") from error


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except ValueError as error:  # offsets in its directory lead nowhere
        raise zipfile.BadZipFile(str(error)) from error
    if any(entry.header_offset < 0 for entry in archive.infolist()):
        raise zipfile.BadZipFile("a part starts before the archive does")
    return archive


def parse_xml(data: bytes | str) -> Element:
    """The root of an XML text without entities of its own.

    Bytes are taken in any encoding that Python knows, as the parser itself knows four.

    Raises:
        ReadingError: it is not well formed, or declares entities (billion laughs, files or
            addresses to fetch).
    """
    text = data if isinstance(data, str) else decode_text(data, declared_encoding(data))
    try:
        root: Element = ElementTree.fromstring(_DECLARATION.sub("", text), forbid_dtd=False)
    except DefusedXmlException as error:
        raise ReadingError("declares XML entities, which are not expanded; remove them") from error
    except (ParseError, ValueError, LookupError) as error:
        raise ReadingError(f"is not well-formed XML ({error})") from error
    return root


def _check_size(archive: zipfile.ZipFile, packed: int) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ReadingError("is protected by a password; save it without one")
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise ReadingError(f"holds {len(entries):,} parts, over the limit of {MAX_ENTRIES:,}")
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * packed):
        raise ReadingError(
            f"would unpack from {packed:,} to {unpacked:,} bytes, as a zip bomb does; not opened"
        )
