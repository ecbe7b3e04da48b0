"""Formats, told from a file's bytes and its name.

What the bytes say comes first: a PDF called .txt is a PDF. The name decides between formats that
are all plain text (.txt, .md, .csv, …). `READERS` names each format's reader, which is imported
when the first such file is read.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePosixPath

import olefile

from qa_bot.reading.archives import DAMAGED
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.parsed import Parsed, RawFile

READERS = {
    "text": "plain:read_text",
    "markdown": "markdown:read_markdown",
    "html": "html:read_html",
    "pdf": "pdf:read_pdf",
    "docx": "word:read_docx",
    "pptx": "slides:read_pptx",
    "spreadsheet": "sheets:read_spreadsheet",
    "csv": "sheets:read_csv",
    "epub": "epub:read_epub",
    "opendocument": "opendocument:read_opendocument",
    "rtf": "rtf:read_rtf",
    "json": "structured:read_json",
    "notebook": "structured:read_notebook",
    "mail": "mail:read_eml",
    "mailbox": "mailbox:read_mailbox",
    "calendar": "calendars:read_calendar",
    "outlook": "outlook:read_msg",
    "packed mail": "tnef:read_tnef",
    "xml": "feeds:read_xml",
    "flat package": "flat_package:read_flat_package",
    "restructured": "restructured:read_restructured",
    "asciidoc": "asciidoc:read_asciidoc",
    "tex": "tex:read_tex",
    "yaml": "yaml_text:read_yaml",
    "subtitles": "subtitles:read_subtitles",
    "xml spreadsheet": "xml_sheets:read_xml_spreadsheet",
}
_BY_SUFFIX = {
    ".txt": "text", ".text": "text", ".log": "text", ".rst": "restructured", ".org": "text",
    ".adoc": "asciidoc", ".asciidoc": "asciidoc", ".md": "markdown", ".markdown": "markdown",
    ".mht": "mail", ".mhtml": "mail",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".csv": "csv", ".tsv": "csv",
    ".json": "json", ".jsonl": "json", ".ipynb": "notebook", ".eml": "mail",
    ".mbox": "mailbox", ".mbx": "mailbox", ".ics": "calendar", ".vcf": "calendar",
    ".xml": "xml", ".rss": "xml", ".atom": "xml",
    ".tex": "tex", ".yaml": "yaml", ".yml": "yaml", ".srt": "subtitles", ".vtt": "subtitles",
    ".opml": "xml", ".fb2": "xml", ".svg": "xml",
}  # fmt: skip
_BINARY_SUFFIXES = frozenset((
    ".pdf", ".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm", ".xlsb", ".xls", ".epub",
    ".odt", ".ods", ".odp", ".fodt", ".fods", ".fodp", ".rtf", ".msg",
))  # fmt: skip
_BY_MIMETYPE = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "opendocument",
    b"application/vnd.oasis.opendocument.presentation": "opendocument",
    b"application/vnd.oasis.opendocument.spreadsheet": "opendocument",
    b"application/vnd.oasis.opendocument.text-template": "opendocument",
    b"application/vnd.oasis.opendocument.presentation-template": "opendocument",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "opendocument",
}
_BY_PART = {
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
    "xl/workbook.xml": "spreadsheet",
    "xl/workbook.bin": "spreadsheet",
    "META-INF/container.xml": "epub",
}
_TYPES = "[Content_Types].xml"
_MAX_TYPES = 1_000_000
_BY_MAIN_PART = {
    b"wordprocessingml.document.main+xml": "docx",
    b"ms-word.document.macroEnabled.main+xml": "docx",
    b"wordprocessingml.template.main+xml": "docx",
    b"presentationml.presentation.main+xml": "pptx",
    b"ms-powerpoint.presentation.macroEnabled.main+xml": "pptx",
    b"presentationml.slideshow.main+xml": "pptx",
    b"spreadsheetml.sheet.main+xml": "spreadsheet",
    b"ms-excel.sheet.macroEnabled.main+xml": "spreadsheet",
    b"ms-excel.sheet.binary.macroEnabled.main": "spreadsheet",
}
"""Content types of the main parts of Office packages, whose names are free."""
_PACKED_MAIL = b"\x78\x9f\x3e\x22"
_OLD_FORMATS = {"WordDocument": ".docx", "PowerPoint Document": ".pptx"}
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(rb"<(?:html|head|body|meta|table|div)\b", re.IGNORECASE)
_MAIL = re.compile(rb"\s*MIME-Version:", re.IGNORECASE)
_SEPARATED = re.compile(rb"[^\n]*[\t;,|][^\n]*\n")
_BY_ROOT = {
    b"urn:schemas-microsoft-com:office:spreadsheet": "xml spreadsheet",
    b"schemas.microsoft.com/office/2006/xmlPackage": "flat package",
    b"<office:document ": "opendocument",
}
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b")
_HEAD = 4096
SUPPORTED = " ".join(sorted(_BINARY_SUFFIXES | set(_BY_SUFFIX)))


def detect_format(data: bytes, name: str) -> str:
    """The format of a file: a key of `READERS`.

    Raises:
        ReadingError: the format is not read, or the file is locked.
    """
    suffix, head = PurePosixPath(name).suffix.lower(), data[:_HEAD]
    if name := _detect_by_mark(data, head):
        return name
    if suffix in _BINARY_SUFFIXES and (name := _detect_text(data, suffix)):
        return name
    if suffix in _BINARY_SUFFIXES:
        what = "is empty" if not data.strip() else "holds something else or is damaged"
        raise ReadingError(f"is called {suffix} but {what}; save it again in its program")
    if _HTML.match(head):
        return "html"
    if _XML.match(head) and suffix in ("", ".txt", ".md"):
        return "xml"
    if suffix not in _BY_SUFFIX:
        raise ReadingError(f"format {suffix or 'without a suffix'} is not read ({SUPPORTED} are)")
    return _BY_SUFFIX[suffix]


def _detect_by_mark(data: bytes, head: bytes) -> str:
    """The format of bytes that say it themselves."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_archive(data)
    if head.startswith(olefile.MAGIC):
        return _detect_compound(data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_PACKED_MAIL):
        return "packed mail"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if _XML.match(head):
        return next((name for mark, name in _BY_ROOT.items() if mark in head), "")
    return ""


def _detect_text(data: bytes, suffix: str) -> str:
    """The format of a text that is called like a binary file, as programs export it."""
    head = data[:_HEAD]
    if _MAIL.match(head):
        return "mail"
    if _MARKUP.search(head):
        return "html"
    is_table = suffix.startswith(".xls") and b"\0" not in data and _SEPARATED.search(head)
    return "csv" if is_table else ""


def load_reader(name: str) -> Callable[[RawFile], Parsed]:
    """The reader of a format, imported now."""
    module, function = READERS[name].split(":")
    reader: Callable[[RawFile], Parsed] = getattr(
        import_module(f"qa_bot.reading.formats.{module}"), function
    )
    return reader


def _detect_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(100).strip() if "mimetype" in names else b""
            types = archive.open(_TYPES).read(_MAX_TYPES) if _TYPES in names else b""
    except (*DAMAGED, RuntimeError, ValueError) as error:
        raise ReadingError("is damaged: its ZIP container can't be opened") from error
    for part, name in _BY_PART.items():
        if part in names:
            return name
    if kind in _BY_MIMETYPE:
        return _BY_MIMETYPE[kind]
    for main, name in _BY_MAIN_PART.items():
        if main in types:
            return name
    raise ReadingError("is an archive; unpack it into the folder")


def _detect_compound(data: bytes) -> str:
    """Office formats of before 2007, Outlook's mails, and encrypted Office documents."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = {path[0] for path in container.listdir()}
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise ReadingError("is damaged: its container can't be opened") from error
    if "EncryptedPackage" in names:
        return "encrypted"
    if names & {"Workbook", "Book"}:
        return "spreadsheet"
    if any(name.startswith("__properties_version1.0") for name in names):
        return "outlook"
    for stream, suffix in _OLD_FORMATS.items():
        if stream in names:
            raise ReadingError(f"is in an Office format of before 2007; save it as {suffix}")
    raise ReadingError("is in an Office format that is not read; save it as a PDF")
