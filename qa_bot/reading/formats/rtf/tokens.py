"""RTF as tokens: groups open and close, control words with a number, escaped bytes and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

OPEN, CLOSE, WORD, TEXT = "{", "}", "word", "text"
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z'])|(?P<brace>[{}])"
    rb"|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)|(?P<stray>\\)",
    re.DOTALL,
)


class Token(NamedTuple):
    """A piece of an RTF file."""

    kind: str
    """`OPEN`, `CLOSE`, `WORD` or `TEXT`."""
    word: str = ""
    number: int | None = None
    data: bytes = b""


def read_tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file; binary data in it is passed over."""
    place = 0
    while found := _TOKEN.match(data, place):
        place = found.end()
        if found["word"]:
            word = found["word"].decode("ascii")
            number = int(found["number"]) if found["number"] else None
            if word == "bin":
                place += max(0, number or 0)
            else:
                yield Token(WORD, word, number)
        elif found["hex"]:
            yield Token(TEXT, data=bytes.fromhex(found["hex"].decode("ascii")))
        elif found["brace"]:
            yield Token(OPEN if found["brace"] == b"{" else CLOSE)
        elif found["text"]:
            yield Token(TEXT, data=found["text"])
        elif found["sign"]:
            yield _sign(found["sign"])


def _sign(sign: bytes) -> Token:
    """An escaped sign: itself, or what it stands for."""
    if sign in b"{}\\":
        return Token(TEXT, data=sign)
    if sign == b"~":
        return Token(WORD, "nbsp")
    if sign == b"_":
        return Token(TEXT, data=b"-")
    if sign == b"*":
        return Token(WORD, "*")
    return Token(WORD, {b"\n": "par", b"\r": "par", b"\t": "tab"}.get(sign, ""))
