"""Letters of RTF: bytes in their font's encoding; raised, lowered and struck runs are marked."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

from qa_bot.reading.bold_lines import opens_bold
from qa_bot.reading.superscripts import lower_text, raise_text, strike_text

_CODECS = {
    2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030",
    136: "big5hkscs", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""Encodings by the number of a font's character set; 0 and 1 are the file's own."""
_PAGES = {0: "cp1252", 936: "gb18030", 950: "big5hkscs", 10_000: "mac_roman", 65_001: "utf-8"}
SIGNS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "nbsp": "\xa0", "tab": "\t",
    "line": "\n", "zwnj": "\u200c", "zwj": "\u200d",
}  # fmt: skip


def codec_of_set(charset: int, usual: str) -> str:
    """The encoding of a font's character set."""
    return _CODECS.get(charset, usual)


def codec_of_page(page: int) -> str:
    """The encoding of a code page."""
    name = _PAGES.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


@dataclass(slots=True)
class Style:
    """How letters look, in one group."""

    codec: str = "cp1252"
    script: str = ""
    struck: bool = False
    hidden: bool = False
    deleted: bool = False
    bold: bool = False


class Letters:
    """The text of a paragraph in the making."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, str, bool, bool]] = []
        self._bytes = bytearray()
        self._style = Style()
        self.opens_bold = False
        """Whether the first line of the text that was finished last is bold."""

    def add_bytes(self, data: bytes, style: Style) -> None:
        """Text as it stands in the file; a letter may take two bytes from two tokens."""
        if _look(style) != _look(self._style):
            self._decode()
            self._style = replace(style)
        self._bytes += data

    def add(self, text: str, style: Style) -> None:
        """Letters; half of a letter above U+FFFF may come alone."""
        self._decode()
        self._pieces.append((text, style.script, style.struck, style.bold))

    def finish(self) -> str:
        """The text so far; none is left."""
        self._decode()
        text = ""
        self.opens_bold = opens_bold((piece[0], piece[3]) for piece in self._pieces)
        for (script, struck), group in groupby(self._pieces, lambda piece: piece[1:3]):
            joined = _join_halves("".join(piece[0] for piece in group))
            if script == "super":
                joined = raise_text(joined)
            elif script == "sub":
                joined = lower_text(joined)
            text += strike_text(joined) if struck else joined
        self._pieces.clear()
        return text

    def _decode(self) -> None:
        if self._bytes:
            text = self._bytes.decode(self._style.codec, "replace")
            self._bytes.clear()
            style = self._style
            self._pieces.append((text, style.script, style.struck, style.bold))


def _look(style: Style) -> tuple[str, str, bool, bool]:
    return style.codec, style.script, style.struck, style.bold


def _join_halves(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _set(name: str, value: str | None = None) -> Callable[[Style, bool], None]:
    """What a control word does to the style of letters."""

    def act(style: Style, is_on: bool) -> None:
        setattr(style, name, is_on if value is None else value if is_on else "")

    return act


STYLES = {
    "super": _set("script", "super"), "sub": _set("script", "sub"),
    "up": _set("script", "super"), "dn": _set("script", "sub"),
    "nosupersub": lambda style, _: setattr(style, "script", ""), "strike": _set("struck"),
    "striked": _set("struck"), "v": _set("hidden"), "deleted": _set("deleted"),
    "b": _set("bold"),
}  # fmt: skip
"""Control words that change how letters look."""
