"""Mails that Outlook saved (.msg), with the mails inside of them (MS-OXMSG)."""

from __future__ import annotations

import datetime
import io
import struct

import olefile

from qa_bot.reading.encodings import declared_encoding
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.attachments import AttachmentWriter
from qa_bot.reading.formats.mail_text import MailText, choose_text, write_fields, write_text
from qa_bot.reading.formats.rich_text import decompress_rtf
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_STREAM = "__substg1.0_{:04X}{}"
_PROPERTIES = "__properties_version1.0"
_EMBEDDED = "__substg1.0_3701000D"
_SUBJECT, _FROM, _ADDRESS, _TO, _CC, _BODY, _HTML, _RTF = (
    0x0037, 0x0C1A, 0x5D01, 0x0E04, 0x0E03, 0x1000, 0x1013, 0x1009,
)  # fmt: skip
_DATA = 0x3701
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _SENT = 0x3707, 0x3704, 0x3001, 0x0039
_CODE_PAGE, _WEB_CODE_PAGE = 0x3FFD, 0x3FDE
_CODE_PAGES = {
    20127: "ascii", 20866: "koi8_r", 21866: "koi8_u", 28591: "iso8859-1", 28592: "iso8859-2",
    28595: "iso8859-5", 50220: "iso2022_jp", 50221: "iso2022_jp", 51932: "euc_jp", 51949: "euc_kr",
    54936: "gb18030", 65001: "utf-8",
}  # fmt: skip
"""Numbers of Windows' encodings that are not those of Python's "cp…"."""
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
_MOST_NESTED = 20


def read_msg(file: RawFile) -> Parsed:
    """Read a mail that Outlook saved.

    Raises:
        ReadingError: it is damaged.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(file.data)) as container:
            reader = _OutlookReader(container, file)
            subject = reader.write(())
    except (OSError, struct.error, IndexError) as error:
        raise ReadingError(f"is damaged: its container can't be read ({error})") from error
    return reader.writer.finish(subject, missing=reader.attachments.describe_missing())


class _OutlookReader:
    """Writes a mail and those that it holds."""

    def __init__(self, container: olefile.OleFileIO, file: RawFile) -> None:
        self.writer = TextWriter()
        self.attachments = AttachmentWriter(file, self.writer)
        self._container = container
        self._paths = [tuple(path) for path in container.listdir(storages=True)]

    def write(self, folder: tuple[str, ...]) -> str:
        """Write the mail in a storage of the container; gives its subject."""
        level = len(folder) // 2 + 1
        if level > _MOST_NESTED:
            raise ReadingError("is nested too deeply")
        sender = [self._property(key, folder) for key in (_FROM, _ADDRESS)]
        fields = [
            ("From", " ".join(dict.fromkeys(filter(None, sender)))),
            ("To", self._property(_TO, folder)),
            ("Cc", self._property(_CC, folder)),
            ("Date", self._sent(folder)),
        ]
        subject = self._property(_SUBJECT, folder)
        write_fields(subject, fields, self.writer, level)
        forms = self._forms(folder)
        if forms:
            write_text(forms[choose_text([[form] for form in forms])], self.writer)
        self._write_attachments(folder)
        return subject

    def _forms(self, folder: tuple[str, ...]) -> list[MailText]:
        """The mail's text in the forms in which it is there."""
        forms = [MailText(self._property(_BODY, folder))]
        html = self._stream(_HTML, "0102", folder)
        if html.strip(b"\0 \r\n\t"):
            declared = declared_encoding(html) or self._encoding(folder)
            forms.append(MailText(self.writer.decode(html, declared), is_html=True))
        else:
            forms.append(MailText(self._property(_HTML, folder), is_html=True))
        forms = [form for form in forms if form.words]
        rich = b"" if forms else self._stream(_RTF, "0102", folder)
        return [MailText(decompress_rtf(rich))] if rich else forms

    def _write_attachments(self, folder: tuple[str, ...]) -> None:
        depth = len(folder)
        below = {path[: depth + 1] for path in self._paths if path[:depth] == folder}
        held = sorted(path for path in below if path[depth:] and path[depth].startswith("__att"))
        for attachment in held:
            embedded = (*attachment, _EMBEDDED)
            if embedded in self._paths:
                self.write(embedded)
                continue
            names = (
                self._property(k, attachment) for k in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME)
            )
            name = next(filter(None, names), "")
            if data := self._stream(_DATA, "0102", attachment):
                self.attachments.write(name, data, depth // 2 + 2)
            else:
                self.attachments.leave(name)

    def _property(self, key: int, folder: tuple[str, ...]) -> str:
        """A text property: Unicode, or 8-bit in the encoding that the mail names."""
        if wide := self._stream(key, "001F", folder):
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._stream(key, "001E", folder).rstrip(b"\0")
        return self.writer.decode(narrow, self._encoding(folder)) if narrow.strip() else ""

    def _encoding(self, folder: tuple[str, ...]) -> str | None:
        """The encoding of a mail's 8-bit texts, by the number that Windows gives to it."""
        fixed = self._fixed(folder)
        for key in (_CODE_PAGE, _WEB_CODE_PAGE):
            if value := fixed.get((key, 0x0003)):
                number = int.from_bytes(value[:4], "little")
                return _CODE_PAGES.get(number, f"cp{number}")
        return None

    def _stream(self, key: int, kind: str, folder: tuple[str, ...]) -> bytes:
        path = [*folder, _STREAM.format(key, kind)]
        if not self._container.exists(path):
            return b""
        data = self._container.openstream(path).read()
        assert isinstance(data, bytes)
        return data

    def _sent(self, folder: tuple[str, ...]) -> str:
        """When the mail was sent."""
        value = self._fixed(folder).get((_SENT, 0x0040))
        if value is None:
            return ""
        (ticks,) = struct.unpack("<Q", value)
        try:
            sent = _EPOCH + datetime.timedelta(microseconds=ticks // 10)
        except OverflowError as error:
            raise ReadingError("is damaged: its date is out of range") from error
        return f"{sent:%Y-%m-%d %H:%M} UTC"

    def _fixed(self, folder: tuple[str, ...]) -> dict[tuple[int, int], bytes]:
        """The properties of a fixed size, by key and kind (2.4: 16 bytes each)."""
        path = [*folder, _PROPERTIES]
        if not self._container.exists(path):
            return {}
        data = self._container.openstream(path).read()
        properties = {}
        for offset in range(24 if folder else 32, len(data) - 15, 16):
            kind, key = struct.unpack_from("<HH", data, offset)
            properties[key, kind] = data[offset + 8 : offset + 16]
        return properties
