r"""Encodings: bytes come in, text with `\\n` line ends goes out.

A byte-order mark decides; then the encoding that the file declares; then UTF-8; then whichever of
Windows-1252 and cp932 (Japanese) reads more like language, as charset-normalizer judges.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from qa_bot.reading.errors import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ["cp932", "cp1252"]
_BINARY_SHARE = 0.02
"""Share of control characters above which a file is taken for binary data."""
_DAMAGED_SHARE = 0.01
"""Share of bytes outside UTF-8, among those above ASCII, that a damaged UTF-8 file may have."""
_SAMPLE = 100_000
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")


def decode_text(data: bytes, declared: str | None = None) -> str:
    """Decode text bytes.

    Args:
        data: the bytes of a text file.
        declared: an encoding that the file names itself.

    Raises:
        ReadingError: the bytes hold no text, or are not text.
    """
    text = _decode(data, declared).replace("\r\n", "\n").replace("\r", "\n")
    sample = text[:_SAMPLE]
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\n\t\f\v" for c in sample)
    if "\0" in text or controls > _BINARY_SHARE * len(sample):
        raise ReadingError("is not text; remove it or convert it to UTF-8 text")
    if not text.strip():
        raise ReadingError("holds no text")
    return text.encode("utf-8", "replace").decode("utf-8")


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the head of an HTML or XML file names, if it is one."""
    found = _DECLARED.search(data[:4096])
    if found is None:
        return None
    name = found[1].decode("ascii")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _decode(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in filter(None, ["utf-8", declared]):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    repaired = data.decode("utf-8", "replace")
    foreign = sum(byte > 127 for byte in data)
    if repaired.count("\N{REPLACEMENT CHARACTER}") <= _DAMAGED_SHARE * foreign:
        return repaired
    return _decode_legacy(data)


def _decode_legacy(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=_LEGACY).best()
    guesses = [best.encoding] if best is not None else []
    for encoding in [*guesses, "cp1252", "cp932"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadingError("is not text in a known encoding; save it as UTF-8")
