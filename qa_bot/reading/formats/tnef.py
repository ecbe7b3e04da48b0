"""What Outlook packs into winmail.dat (TNEF): a mail's text and the files attached to it.

Source: MS-OXTNEF. A stream of attributes; properties as in Outlook's own files (MS-OXCDATA).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from qa_bot.reading.encodings import declared_encoding, find_codec
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.attachments import AttachmentWriter
from qa_bot.reading.formats.mail_text import MailText, choose_text, write_fields, write_text
from qa_bot.reading.formats.rich_text import decompress_rtf
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_SIGNATURE = b"\x78\x9f\x3e\x22"
_SUBJECT, _BODY, _PROPERTIES, _CODE_PAGE = 0x8004, 0x800C, 0x9003, 0x9007
_NEW_FILE, _FILE_NAME, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_P_SUBJECT, _P_BODY, _P_HTML, _P_RTF = 0x0037, 0x1000, 0x1013, 0x1009
_P_DATA, _P_LONG_NAME = 0x3701, 0x3707
_WIDTHS = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4, 0x48: 16}
"""Bytes of a value by its kind, where that is not 8."""
_VARIABLE = frozenset((0x0D, 0x1E, 0x1F, 0x102))
_OBJECT, _WIDE = 0x0D, 0x1F
_MULTIPLE = 0x1000
_INTERFACE = 16
"""Bytes before an object that say what it is."""
_MOST = 10_000


@dataclass(slots=True)
class PackedFile:
    """A file attached to the mail."""

    name: str = ""
    data: bytes = b""


@dataclass(slots=True)
class PackedMail:
    """What a stream holds."""

    subject: str = ""
    forms: list[MailText] = field(default_factory=list)
    """The mail's text in the forms in which it is there."""
    files: list[PackedFile] = field(default_factory=list)


def read_tnef(file: RawFile) -> Parsed:
    """Read a stream that lies in a file of its own.

    Raises:
        ReadingError: it is damaged.
    """
    mail = unpack_tnef(file.data)
    writer = TextWriter()
    write_fields(mail.subject, (), writer)
    if mail.forms:
        write_text(mail.forms[choose_text([[form] for form in mail.forms])], writer)
    attachments = AttachmentWriter(file, writer)
    for packed in mail.files:
        attachments.write(packed.name, packed.data, 2)
    return writer.finish(mail.subject, missing=attachments.describe_missing())


def is_packed_mail(data: bytes) -> bool:
    """Whether bytes are such a stream."""
    return data.startswith(_SIGNATURE)


def unpack_tnef(data: bytes) -> PackedMail:
    """The text and the files of a stream.

    Raises:
        ReadingError: it is damaged.
    """
    mail, codec = PackedMail(), "cp1252"
    try:
        for key, value in _attributes(data):
            if key == _CODE_PAGE:
                codec = find_codec(f"cp{int.from_bytes(value[:4], 'little')}") or codec
            elif key == _NEW_FILE:
                mail.files.append(PackedFile())
            elif key in (_SUBJECT, _BODY):
                _add_text(mail, key == _SUBJECT, _text(value, codec))
            elif key == _PROPERTIES:
                _add_properties(mail, dict(_properties(value, codec)), codec)
            elif mail.files and key in (_FILE_NAME, _FILE_DATA, _FILE_PROPERTIES):
                _add_to_file(mail.files[-1], key, value, codec)
    except (struct.error, IndexError) as error:
        raise ReadingError("is damaged: its parts can't be read") from error
    return mail


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Name and value of each attribute (2.1.3.1); one that is cut off ends the stream."""
    if not data.startswith(_SIGNATURE):
        raise ReadingError("is damaged: its mark is missing")
    place = 6
    while place + 9 <= len(data):
        key, _, size = struct.unpack_from("<HHI", data, place + 1)
        if place + 9 + size > len(data):
            raise ReadingError("is damaged: its end is missing")
        yield key, data[place + 9 : place + 9 + size]
        place += 9 + size + 2
    if data[place:].strip(b"\0\r\n"):
        raise ReadingError("is damaged: its end is missing")


def _add_text(mail: PackedMail, is_subject: bool, text: str) -> None:
    if is_subject:
        mail.subject = mail.subject or text
    elif text.strip():
        mail.forms.append(MailText(text))


def _add_properties(mail: PackedMail, properties: dict[int, str | bytes], codec: str) -> None:
    mail.subject = mail.subject or _as_text(properties.get(_P_SUBJECT, ""), codec)
    _add_text(mail, False, _as_text(properties.get(_P_BODY, ""), codec))
    html = properties.get(_P_HTML, "")
    if isinstance(html, bytes):
        html = html.decode(declared_encoding(html) or codec, "replace")
    if html.strip():
        mail.forms.append(MailText(html, is_html=True))
    rich = properties.get(_P_RTF, b"")
    if isinstance(rich, bytes) and rich and not any(form.words for form in mail.forms):
        mail.forms.append(MailText(decompress_rtf(rich)))


def _add_to_file(file: PackedFile, key: int, value: bytes, codec: str) -> None:
    if key == _FILE_NAME:
        file.name = file.name or _text(value, codec)
    elif key == _FILE_DATA:
        file.data = value
    else:
        properties = dict(_properties(value, codec))
        file.name = _as_text(properties.get(_P_LONG_NAME, ""), codec) or file.name
        held = properties.get(_P_DATA, b"")
        if not file.data and isinstance(held, bytes):
            file.data = held


def _properties(data: bytes, codec: str) -> Iterator[tuple[int, str | bytes]]:
    """The properties that have text or bytes (2.1.3.4)."""
    (count,) = struct.unpack_from("<I", data)
    place = 4
    for _ in range(min(count, _MOST)):
        kind, key = struct.unpack_from("<HH", data, place)
        place += 4
        if key >= 0x8000:
            place = _skip_name(data, place)
        base = kind & ~_MULTIPLE
        many = 1
        if base in _VARIABLE or kind & _MULTIPLE:
            (many,) = struct.unpack_from("<I", data, place)
            place += 4
        for _ in range(min(many, _MOST)):
            if base not in _VARIABLE:
                place += _WIDTHS.get(base, 8)
                continue
            (size,) = struct.unpack_from("<I", data, place)
            value = data[place + 4 : place + 4 + size]
            place += 4 + size + -size % 4
            if base == _OBJECT:
                yield key, value[_INTERFACE:]
            elif base == 0x102:
                yield key, value
            else:
                yield key, _text(value, "utf-16-le" if base == _WIDE else codec)


def _skip_name(data: bytes, place: int) -> int:
    """Where a property goes on behind the name that a program gave to it."""
    (kind,) = struct.unpack_from("<I", data, place + 16)
    if kind == 0:
        return place + 24
    size = int.from_bytes(data[place + 20 : place + 24], "little")
    return place + 24 + size + -size % 4


def _as_text(value: str | bytes, codec: str) -> str:
    return value if isinstance(value, str) else _text(value, codec)


def _text(value: bytes, codec: str) -> str:
    return value.decode(codec, "replace").rstrip("\0")
