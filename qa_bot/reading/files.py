r"""Files of a corpus folder: which there are, and each one as a `Document`.

A path comes in; canonical text (newlines as `\\n`, nothing else changed) with its sections goes
out. A file that can't be read raises `ReadingError`, which a build reports and passes over.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from qa_bot.reading.markdown import find_markdown_sections
from qa_bot.reading.plain import find_plain_sections
from qa_bot.types import Document, Section

READERS: dict[str, Callable[[str], tuple[Section, ...]]] = {
    ".txt": find_plain_sections,
    ".md": find_markdown_sections,
}
_BINARY_SHARE = 0.02
"""Share of control characters above which a file is taken for binary data."""


class ReadingError(Exception):
    """One file can't be read; the message says why and what to do."""


def find_files(corpus: Path) -> Iterator[Path]:
    """Every file below `corpus` that is not hidden and not the folder's own README, sorted."""
    for folder, folders, names in os.walk(corpus):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and path != corpus / "README.md":
                yield path


def read_document(path: Path, corpus: Path) -> Document:
    """Read one file below `corpus`.

    Raises:
        ReadingError: the format is not supported, the file can't be opened, is empty, or is not
            text.
    """
    find_sections = READERS.get(path.suffix.lower())
    if find_sections is None:
        supported = ", ".join(sorted(READERS))
        raise ReadingError(
            f"format {path.suffix or 'without a suffix'!r} is not read ({supported} are)"
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"can't be opened ({error.strerror}); check its permissions") from error
    text = decode_text(data)
    source = path.relative_to(corpus).as_posix()
    return Document(
        doc_id=source,
        title=_title(text, source, find_sections is find_markdown_sections),
        source=source,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        sections=find_sections(text),
    )


def decode_text(data: bytes) -> str:
    """Decode text bytes: UTF-8 or UTF-16 with a byte-order mark, UTF-8, else Windows-1252.

    Raises:
        ReadingError: the bytes hold no text, or are not text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise ReadingError("is not text in a known encoding; save it as UTF-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\n\t\f\v" for c in text)
    if "\0" in text or controls > _BINARY_SHARE * len(text):
        raise ReadingError("is not text; remove it or convert it to UTF-8 text")
    if not text.strip():
        raise ReadingError("holds no text")
    return text


def _title(text: str, source: str, is_markdown: bool) -> str:
    """A Markdown file's first top heading, else the file's name as words."""
    if is_markdown:
        top = [section for section in find_markdown_sections(text) if section.level == 1]
        if top:
            return top[0].title
    words = Path(source).stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
