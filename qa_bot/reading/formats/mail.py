"""Mails (.eml, and Outlook's .msg): subject, sender, receivers, date and body.

Attachments are not read but named in the report.
"""

from __future__ import annotations

import datetime
import email
import email.errors
import email.policy
import io
import re
import struct
from collections.abc import Iterable
from email.message import EmailMessage

import olefile

from qa_bot.reading.encodings import declared_encoding, decode_text
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.html import parse_html, write_html
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_STREAM = "__substg1.0_{:04X}{}"
_PROPERTIES = "__properties_version1.0"
_SUBJECT, _FROM, _ADDRESS, _TO, _CC, _BODY, _HTML = (
    0x0037, 0x0C1A, 0x5D01, 0x0E04, 0x0E03, 0x1000, 0x1013,
)  # fmt: skip
_LONG_NAME, _SHORT_NAME, _SENT = 0x3707, 0x3704, 0x0039
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)


def read_eml(file: RawFile) -> Parsed:
    """Read a mail as it travels (RFC 5322)."""
    message = email.message_from_bytes(file.data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    writer = TextWriter()
    fields = [(name, str(message[name] or "")) for name in ("From", "To", "Cc", "Date")]
    subject = str(message["Subject"] or "")
    _write_fields(subject, fields, writer)
    body = message.get_body(("plain", "html"))
    if body is not None:
        data = body.get_payload(decode=True)
        text = _decode_part(data if isinstance(data, bytes) else b"", body.get_content_charset())
        _write_body(text, body.get_content_subtype() == "html", writer)
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    return writer.finish(subject, missing=_describe_attachments(names))


def read_msg(file: RawFile) -> Parsed:
    """Read a mail that Outlook saved."""
    with olefile.OleFileIO(io.BytesIO(file.data)) as container:
        writer = TextWriter()
        sender = [_property(container, key) for key in (_FROM, _ADDRESS)]
        fields = [
            ("From", " ".join(dict.fromkeys(filter(None, sender)))),
            ("To", _property(container, _TO)),
            ("Cc", _property(container, _CC)),
            ("Date", _sent(container)),
        ]
        subject = _property(container, _SUBJECT)
        _write_fields(subject, fields, writer)
        body, html = _property(container, _BODY), _stream(container, _HTML, "0102")
        if body.strip():
            _write_body(body, False, writer)
        elif html:
            _write_body(_decode_part(html, declared_encoding(html)), True, writer)
        folders = sorted({path[0] for path in container.listdir() if path[0].startswith("__att")})
        names = [
            _property(container, _LONG_NAME, folder) or _property(container, _SHORT_NAME, folder)
            for folder in folders
        ]
    return writer.finish(subject, missing=_describe_attachments(names))


def _write_fields(subject: str, fields: Iterable[tuple[str, str]], writer: TextWriter) -> None:
    writer.heading(subject)
    for name, value in fields:
        if value.strip():
            writer.paragraph(f"{name}: {value}")


def _write_body(text: str, is_html: bool, writer: TextWriter) -> None:
    if is_html and text.strip():
        write_html(parse_html(text), writer)
        return
    for paragraph in _PARAGRAPH.split(text.replace("\r\n", "\n")):
        writer.paragraph(paragraph, keep_lines=True)


def _decode_part(data: bytes, charset: str | None) -> str:
    return decode_text(data, charset) if data.strip() else ""


def _describe_attachments(names: Iterable[str]) -> str:
    named = ", ".join(name or "without a name" for name in names)
    return f"attachments are not read (save them beside the mail): {named}" if named else ""


def _property(container: olefile.OleFileIO, key: int, folder: str = "") -> str:
    """A text property: Unicode, or 8-bit in the writer's encoding."""
    if wide := _stream(container, key, "001F", folder):
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    narrow = _stream(container, key, "001E", folder).rstrip(b"\0")
    return _decode_part(narrow, None)


def _stream(container: olefile.OleFileIO, key: int, kind: str, folder: str = "") -> bytes:
    path = [*([folder] if folder else []), _STREAM.format(key, kind)]
    if not container.exists(path):
        return b""
    data = container.openstream(path).read()
    assert isinstance(data, bytes)
    return data


def _sent(container: olefile.OleFileIO) -> str:
    """When the mail was sent, from the fixed-size properties (MS-OXMSG 2.4: 16 bytes each)."""
    if not container.exists(_PROPERTIES):
        return ""
    data = container.openstream(_PROPERTIES).read()
    for offset in range(32, len(data) - 15, 16):
        kind, key, _, ticks = struct.unpack_from("<HHIQ", data, offset)
        if (key, kind) == (_SENT, 0x0040):
            try:
                return f"{_EPOCH + datetime.timedelta(microseconds=ticks // 10):%Y-%m-%d %H:%M} UTC"
            except OverflowError as error:
                raise ReadingError("is damaged: its date is out of range") from error
    return ""
