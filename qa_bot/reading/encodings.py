r"""Encodings: bytes as text with `\n` line ends, and whether the encoding had to be guessed.

A byte-order mark decides; then UTF-8 where it holds for more than ASCII; then what the file
declares; then statistics (chardet). A guess is named, so that the report can say so.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

from qa_bot.reading.encoding_guess import guess_encoding, looks_wide, name_encoding
from qa_bot.reading.errors import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
    "iso2022_jp": "iso2022_jp_ext", "big5": "big5hkscs",
}  # fmt: skip
"""What browsers read under a name: the encoding that holds it and is meant nearly always."""
_ALIASES = {
    "x-sjis": "cp932", "windows-31j": "cp932", "x-gbk": "gb18030", "x-euc-jp": "euc_jp",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "x-x-big5": "big5hkscs", "unicode": "utf-16",
    "dos-874": "cp874", "x-cp1252": "cp1252", "visual": "iso8859-8", "logical": "iso8859-8",
}  # fmt: skip
_ESCAPED = re.compile(rb"\x1b(?:\$[@B(]|\([BIJ]|\$\)C)")
_BINARY_SHARE = 0.02
"""Share of control characters above which a file is taken for binary data."""
_DAMAGED_SHARE = 0.01
"""Share of bytes above ASCII that may be no letters of the encoding that a file is in."""
_SAMPLE = 100_000
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")

_TERMINAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)|[()][A-Z0-9])")
"""Colours and titles that programs send to a terminal, and that logs keep."""
_OVERSTRUCK = re.compile(r"[^\n\b]\x08")
"""A letter that a printer went back from, to print one over it (bold words of manuals)."""


class Decoded(NamedTuple):
    """A text, and the name of its encoding where that is a guess; else an empty name."""

    text: str
    guess: str = ""


def decode_text(data: bytes, declared: str | None = None) -> str:
    """The text of some bytes; see `decode`."""
    return decode(data, declared).text


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode text bytes.

    Args:
        data: the bytes of a text file.
        declared: an encoding that the file names itself.

    Raises:
        ReadingError: the bytes hold no text, or are not text.
    """
    bare = data.rstrip(b"\0\x1a\r\n")
    is_padded = bare != data.rstrip(b"\r\n") and b"\0" not in bare and _find_mark(data) is None
    text, guess = _decode(bare if is_padded else data, declared)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x1b" in text or "\b" in text:
        text = _OVERSTRUCK.sub("", _TERMINAL.sub("", text))
    sample = text[:_SAMPLE]
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\n\t\f\v" for c in sample)
    if "\0" in text or controls > _BINARY_SHARE * len(sample):
        raise ReadingError("is not text; remove it or convert it to UTF-8 text")
    if not text.strip():
        raise ReadingError("holds no text")
    return Decoded(text.encode("utf-8", "replace").decode("utf-8"), guess)


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the head of an HTML or XML file names, if it is one."""
    found = _DECLARED.search(data[:4096])
    return find_codec(found[1].decode("ascii")) if found else None


def find_codec(name: str) -> str | None:
    """The codec to read a declared encoding with; None where it is none."""
    name = name.strip().strip("\"'").lower()
    try:
        codec = codecs.lookup(_ALIASES.get(name, name)).name
        "".encode(codec)  # rot13 and the like are codecs, but not of bytes
    except (LookupError, TypeError, ValueError):
        return None
    return _WIDER.get(codec, codec)


def _find_mark(data: bytes) -> str | None:
    """The encoding that the first bytes mark, if they do."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _decode(data: bytes, declared: str | None) -> Decoded:
    if (marked := _find_mark(data)) is not None:
        return Decoded(data.decode(marked, "replace"))
    declared = find_codec(declared) if declared else None
    if _ESCAPED.search(data, 0, _SAMPLE) and (text := _decode_escaped(data, declared)):
        return Decoded(text)
    if declared or not looks_wide(data):
        for encoding in filter(None, ["utf-8", declared]):
            if (text := _try(data, encoding)) is not None:
                return Decoded(text)
        if (text := _repair(data, declared or "utf-8")) is not None:
            return Decoded(text)
    return _guess(data)


def _decode_escaped(data: bytes, declared: str | None) -> str | None:
    """A text in an encoding that shifts between sets of letters by escapes."""
    names = ["iso2022_kr"] if b"\x1b$)C" in data[:_SAMPLE] else ["iso2022_jp_ext", "iso2022_jp_2"]
    for encoding in [*([declared] if declared else []), *names]:
        if encoding.startswith("iso2022") and (text := _try(data, encoding)) is not None:
            return text
    return None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _repair(data: bytes, encoding: str) -> str | None:
    """The text where only a few bytes are damaged, each as U+FFFD."""
    text = data.decode(encoding, "replace")
    foreign = sum(map(data.count, (bytes([byte]) for byte in range(128, 256))))
    return text if text.count("\N{REPLACEMENT CHARACTER}") <= _DAMAGED_SHARE * foreign else None


def _guess(data: bytes) -> Decoded:
    encoding = guess_encoding(data)
    text = _try(data, encoding)
    if text is None:
        text = _repair(data, encoding)
    if text is None:
        encoding = "cp1252"
        text = data.decode(encoding, "replace")
    if text.count("\N{REPLACEMENT CHARACTER}") > _BINARY_SHARE * len(text):
        raise ReadingError("is not text in a known encoding; save it as UTF-8")
    return Decoded(text, name_encoding(encoding))
