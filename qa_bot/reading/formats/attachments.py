"""Files that a mail carries: each is read as if it lay beside the mail, under its name."""

from __future__ import annotations

from dataclasses import replace

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.detect import detect_format, load_reader
from qa_bot.reading.parsed import RawFile, TextWriter

_DEEPEST = 4
"""Files inside of files."""
_SUFFIXES = {
    "text/plain": ".txt", "text/html": ".html", "text/csv": ".csv", "text/markdown": ".md",
    "text/calendar": ".ics", "text/vcard": ".vcf", "text/x-vcard": ".vcf", "text/xml": ".xml",
    "text/tab-separated-values": ".tsv", "application/json": ".json", "application/xml": ".xml",
}  # fmt: skip
"""Names of files whose bytes don't tell what they are."""


class AttachmentWriter:
    """Writes the files that a mail carries; remembers those that it can't read."""

    def __init__(self, mail: RawFile, writer: TextWriter) -> None:
        self._mail, self._writer = mail, writer
        self._unread: list[str] = []

    def write(self, name: str, data: bytes, level: int, kind: str = "") -> None:
        """Write a file under a heading.

        Args:
            name: the file's, which may be empty.
            data: its bytes.
            level: the heading's level.
            kind: its media type.
        """
        if not data.strip():
            return
        shown = name or kind.rpartition("/")[2] or "without a name"
        known = name if "." in name else f"attachment{_SUFFIXES.get(kind, '')}"
        file = replace(self._mail, source=known, data=data, depth=self._mail.depth + 1)
        try:
            if file.depth > _DEEPEST:
                raise ReadingError("is nested too deeply")
            parsed = load_reader(detect_format(data, known))(file)
        except ReadingError:
            self._unread.append(shown)
            return
        if not parsed.text.strip():
            self._unread.append(shown)
            return
        self._writer.heading(f"Attachment: {shown}", min(level, 6))
        self._writer.insert(parsed, shown, level)
        if parsed.missing or parsed.pages_without_text:
            self._unread.append(f"{shown} (in part)")

    def leave(self, name: str) -> None:
        """Remember a file that is not read."""
        self._unread.append(name or "without a name")

    def describe_missing(self) -> str:
        """The files that are not read, in words; empty where there are none."""
        named = ", ".join(self._unread)
        return f"attachments are not read: {named}" if named else ""
