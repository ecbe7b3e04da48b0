"""The encoding of a text that doesn't state it, by statistics (chardet).

Where only single letters among ASCII differ ("Müller", a curly quote), there is too little for
statistics of languages: Windows-1252 is then preferred, as nearly all such files are in it.
"""

from __future__ import annotations

import re

_SAMPLE = 100_000
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859-2", "iso8859-15")
_ALL = (
    *_LATIN, "cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "cp1253", "iso8859-7", "cp1255",
    "cp1256", "iso8859-6", "cp1258", "cp874", "gb18030", "big5hkscs", "cp949", "cp932",
    "euc_jis_2004",
)  # fmt: skip
_WIDE_SHARE = 0.05
"""Share of zero bytes that such a text has; UTF-16 has them for spaces and line ends at least."""
_SURE_OF_WIDE = 0.5
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_RUN = re.compile(rb"[\x80-\xff]{3}")
"""Letters of Latin words stand alone among ASCII; those of other scripts in a row."""
_FOREIGN = re.compile(rb"[\x80-\xff]")
_FOREIGN_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
_SYMBOL = re.compile(rb"[\x00-\x80\x82-\x89\x8b\x91-\x99\x9b\xa0-\xbf\xd7\xf7]*")
"""ASCII, and those bytes that are no letters in Windows-1252 (but for its ª, µ and º)."""
_PREFERENCE, _FEW_PREFERENCE, _FEW = 1.15, 1.5, 10
"""How much less sure of Windows-1252 chardet may be than of another Latin encoding; more so where
there are but few letters above ASCII."""
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that are nothing in Windows-1252, but letters on DOS and old Macintosh."""
_WINDOWS = re.compile(rb"[\x80-\x9f]")
_OLD = ("cp850", "cp852", "mac-roman")
_COMMON_IN_1251 = b"\xff"
"""A common letter of Russian ("я") in Windows-1251; on old Macintosh a sign that is in no text."""
_NAMES = {
    "gb18030": "GB18030", "big5hkscs": "Big5", "cp949": "EUC-KR", "cp932": "Shift_JIS",
    "euc_jis_2004": "EUC-JP", "koi8-r": "KOI8-R", "koi8-u": "KOI8-U", "cp866": "CP866",
}  # fmt: skip


def guess_encoding(data: bytes) -> str:
    """The codec that fits best."""
    import chardet

    is_wide = looks_wide(data)
    sample = data[:_SAMPLE] if is_wide else _foreign_lines(data)
    if not is_wide and _SYMBOL.fullmatch(sample):
        return "iso8859-15" if _has_euro(data) else "cp1252"
    in_runs = _RUN.search(sample) is not None
    candidates = list(_WIDE if is_wide else _ALL if in_runs else _LATIN)
    candidates += _OLD if _UNDEFINED.search(sample) and not is_wide else ()
    if in_runs and not is_wide and _COMMON_IN_1251 not in sample:
        candidates.append("mac-cyrillic")
    found = chardet.detect_all(
        sample,
        ignore_threshold=True,
        compat_names=False,
        include_encodings=candidates,
        no_match_encoding=candidates[0],
    )
    least = _SURE_OF_WIDE if is_wide else 0.0
    sure = {
        e["encoding"]: e["confidence"] for e in found if e["encoding"] and e["confidence"] > least
    }
    if not in_runs and "cp1252" in sure:
        few = len(_FOREIGN.findall(sample)) < _FEW
        sure["cp1252"] *= _FEW_PREFERENCE if few else _PREFERENCE
    found_one = max(sure, key=sure.__getitem__, default="cp1252")
    return "iso8859-15" if found_one == "cp1252" and _has_euro(data) else found_one


def _has_euro(data: bytes) -> bool:
    """Whether a text has the euro sign of ISO-8859-15, and nothing of what only Windows has.

    The sign that is in its place in Windows-1252 (¤) is in no text.
    """
    return b"\xa4" in data and _WINDOWS.search(data) is None


def looks_wide(data: bytes) -> bool:
    """Whether a text may be in UTF-16 or UTF-32 without a mark that says so."""
    return data.count(b"\0", 0, _SAMPLE) >= max(1, _WIDE_SHARE * len(data[:_SAMPLE]))


def name_encoding(codec: str) -> str:
    """An encoding's usual name."""
    if re.fullmatch(r"cp125\d|cp874", codec):
        return f"Windows-{codec[2:]}"
    return _NAMES.get(codec, codec.upper().replace("ISO8859", "ISO-8859"))


def _foreign_lines(data: bytes) -> bytes:
    """The first lines that hold more than ASCII, as all others tell nothing."""
    lines: list[bytes] = []
    size = 0
    for line in _FOREIGN_LINE.finditer(data):
        lines.append(line[0][:_SAMPLE])
        size += len(line[0])
        if size >= _SAMPLE:
            break
    return b"".join(lines)[:_SAMPLE]
