"""Mails as they travel (.eml): subject, sender, receivers, date, and every part that holds text.

Of alternatives the one is read that says most; parts follow each other in the mail's order, as
programs set pictures between pieces of one text. Mails inside of a mail are read under their own
subject, and files that are attached after the mail that carries them; those of formats that are not
read are named in the report.
"""

from __future__ import annotations

import codecs
import contextlib
import email
import email.policy
from collections.abc import Iterator
from email.message import Message

from qa_bot.reading.encodings import declared_encoding, decode_text
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.attachments import AttachmentWriter
from qa_bot.reading.formats.mail_text import (
    MailText,
    choose_text,
    show_enriched,
    unflow,
    write_fields,
    write_text,
)
from qa_bot.reading.formats.tnef import is_packed_mail, unpack_tnef
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_FIELDS = ("From", "To", "Cc", "Date")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_JAPANESE = b"\x1b$"
"""How ISO-2022-JP, which is all ASCII bytes, begins a stretch of Japanese."""
_AS_SENT = ("", "7bit", "8bit", "binary")
_MAILS = ("message/rfc822", "message/global")
_OTHER_FORMS = ("text/x-amp-html", "text/watch-html", "text/rtf")
_MOST_NESTED = 20
"""Mails in mails."""


def read_eml(file: RawFile) -> Parsed:
    """Read a mail (RFC 5322) with the mails that it holds."""
    writer = TextWriter()
    reader = MailReader(file, writer)
    subject = reader.read(file.data)
    return writer.finish(subject, missing=reader.describe_missing())


class MailReader:
    """Writes the parts of mails in order; remembers those that it doesn't read."""

    def __init__(self, file: RawFile, writer: TextWriter) -> None:
        """Make a reader.

        Args:
            file: the file that the mails are in.
            writer: takes their text.
        """
        self._writer = writer
        self._attachments = AttachmentWriter(file, writer)
        self._is_recoded = False
        self._broken: list[str] = []
        self._carried: list[Message] = []
        """Files that are attached to the mail that is read."""
        self._texts: list[MailText] = []
        """The texts of the mail that is read, so far."""

    def read(self, data: bytes) -> str:
        """Write one mail; gives its subject."""
        data, self._is_recoded = _recode(data)
        data = _recode_header(data, self._writer)
        message = email.message_from_bytes(data, policy=email.policy.default)
        self._write(message, 1)
        return _field(message, "Subject")

    def describe_missing(self) -> str:
        """What was not read, in words."""
        named = self._attachments.describe_missing()
        broken = f"parts without readable text: {', '.join(self._broken)}" if self._broken else ""
        return "; ".join(filter(None, [named, broken]))

    def _write(self, message: Message, level: int) -> None:
        """Write a mail's fields, its parts, and then the files that are attached to it."""
        fields = [(name, _field(message, name)) for name in _FIELDS]
        write_fields(_field(message, "Subject"), fields, self._writer, level)
        outer, self._carried = self._carried, []
        outer_texts, self._texts = self._texts, []
        self._part(message, level)
        for part in self._carried:
            self._attach(part, level + 1)
        self._carried, self._texts = outer, outer_texts

    def _attach(self, part: Message, level: int) -> None:
        """Write an attached file; a text that states its encoding is brought into UTF-8."""
        data = part.get_payload(decode=True)
        charset = part.get_content_charset()
        if not isinstance(data, bytes):
            self._attachments.leave(_name(part))
            return
        if is_packed_mail(data):
            self._unpack(part, data, level)
            return
        if part.get_content_maintype() == "text" and charset:
            with contextlib.suppress(ReadingError):
                data = decode_text(data, charset).encode("utf-8")
        self._attachments.write(part.get_filename() or "", data, level, part.get_content_type())

    def _unpack(self, part: Message, data: bytes, level: int) -> None:
        """Write what Outlook packed beside a mail: files, and a text that the mail doesn't say."""
        try:
            packed = unpack_tnef(data)
        except ReadingError:
            self._attachments.leave(_name(part))
            return
        forms = [form for form in packed.forms if form.words]
        chosen = forms[choose_text([[form] for form in forms])] if forms else None
        if chosen is not None and not chosen.is_said_by(self._texts):
            write_text(chosen, self._writer)
        for file in packed.files:
            self._attachments.write(file.name, file.data, level)

    def _part(self, part: Message, level: int) -> None:
        kind = part.get_content_type()
        inner = _inner_parts(part)
        if kind == "multipart/alternative":
            self._alternatives(inner, level)
        elif kind in _MAILS:
            if level > _MOST_NESTED:
                raise ReadingError("is nested too deeply")
            for mail in inner:
                self._write(mail, level + 1)
        elif inner:
            for position, child in enumerate(inner):
                if not (position and _serves_page(child, kind)):
                    self._part(child, level)
        elif _is_text(part) or kind.startswith("multipart/"):
            self._write_whole(part)
        elif part.get_payload():
            self._carried.append(part)

    def _write_whole(self, part: Message) -> None:
        """Write the text of a part; one of several parts without borders counts as text."""
        if (text := self._text(part)) is not None:
            self._texts.append(text)
            write_text(text, self._writer)

    def _alternatives(self, parts: list[Message], level: int) -> None:
        """Write the best of several forms of one text, with the attachments of all."""
        forms = [[text for text in map(self._text, _texts(part)) if text] for part in parts]
        chosen = choose_text(forms)
        for position, part in enumerate(parts):
            if position == chosen:
                self._part(part, level)
            else:
                self._carried += [inner for inner in part.walk() if _is_attached(inner)]

    def _text(self, part: Message) -> MailText | None:
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes) or not data.strip():
            return None
        is_html = part.get_content_subtype() == "html"
        as_sent = str(part.get("Content-Transfer-Encoding", "")).strip().lower() in _AS_SENT
        charset = part.get_content_charset() or (declared_encoding(data) if is_html else None)
        try:
            text = self._writer.decode(data, "utf-8" if self._is_recoded and as_sent else charset)
        except ReadingError:
            if data.strip(b"\r\n\t \xa0\0"):
                self._broken.append(_name(part))
            return None
        if part.get_content_subtype() == "enriched":
            text = show_enriched(text)
        elif not is_html and part.get_param("format", "") == "flowed":
            text = unflow(text, part.get_param("delsp", "") == "yes")
        return MailText(text, is_html)


def _inner_parts(part: Message) -> list[Message]:
    held = part.get_payload()
    return [inner for inner in held if isinstance(inner, Message)] if isinstance(held, list) else []


def _serves_page(part: Message, kind: str) -> bool:
    """Whether a part only serves the page beside it: a picture in it, its styles."""
    serves = part.get_content_maintype() in ("image", "font") or part.get_content_subtype() in (
        "css", "javascript", "x-javascript",
    )  # fmt: skip
    return kind == "multipart/related" and serves


def _is_text(part: Message) -> bool:
    """Whether a part is text to read where it stands, and not a file that was attached."""
    kind = part.get_content_type()
    shown = part.get_content_disposition() != "attachment"
    return shown and kind in ("text/plain", "text/html", "text/enriched", "message/delivery-status")


def _is_attached(part: Message) -> bool:
    """Whether a part of a form that is not read is a file, and not the same text once more."""
    if part.is_multipart() or _is_text(part) or part.get_content_maintype() == "image":
        return False
    return part.get_content_type() not in _OTHER_FORMS


def _texts(part: Message) -> Iterator[Message]:
    return (inner for inner in part.walk() if not inner.is_multipart() and _is_text(inner))


def _name(part: Message) -> str:
    return part.get_filename() or part.get_content_type()


def _field(message: Message, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except (ValueError, IndexError, AttributeError, TypeError):  # its parser fails on some headers
        raw = [value for key, value in message.raw_items() if key.lower() == name.lower()]
        return str(raw[0]) if raw else ""


def _recode(data: bytes) -> tuple[bytes, bool]:
    """A mail that was saved in UTF-16 (or with a mark of UTF-8) as UTF-8, and whether it was."""
    if data.startswith(_MARKS):
        return decode_text(data).encode("utf-8"), True
    zeros = (data[:200:2].count(0), data[1:200:2].count(0))
    if max(zeros) > 50:
        encoding = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        return data.decode(encoding, "replace").encode("utf-8"), True
    return data, False


def _recode_header(data: bytes, writer: TextWriter) -> bytes:
    """A mail with its header in UTF-8, where it is in another encoding without saying so."""
    header, gap, body = data.replace(b"\r\n", b"\n").partition(b"\n\n")
    if _JAPANESE in header:
        return header.decode("iso2022_jp", "replace").encode("utf-8") + gap + body
    try:
        header.decode("utf-8")
        return data
    except UnicodeDecodeError:
        pass
    try:
        return writer.decode(header, declared_encoding(header)).encode("utf-8") + gap + body
    except ReadingError:
        return data
