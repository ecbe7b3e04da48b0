"""Mailboxes (.mbox): mails one after the other, each after a line that begins with "From "."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.mail import MailReader
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

OPENING = re.compile(rb"From [^\r\n]*\r?\n(?=[!-9;-~]+:)")
_BETWEEN = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))" + OPENING.pattern)
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


def read_mailbox(file: RawFile) -> Parsed:
    """Read every mail of a mailbox under its subject.

    Raises:
        ReadingError: it holds none.
    """
    writer = TextWriter()
    reader = MailReader(file, writer)
    for mail in filter(bytes.strip, _mails(file.data)):
        reader.read(mail)
    if not writer.length:
        raise ReadingError("holds no mails")
    return writer.finish(missing=reader.describe_missing())


def _mails(data: bytes) -> Iterator[bytes]:
    """The mails; text before the first line of that kind is one as well."""
    end = 0
    for opening in _BETWEEN.finditer(data):
        yield _QUOTED.sub(b"", data[end : opening.start()])
        end = opening.end()
    yield _QUOTED.sub(b"", data[end:])
