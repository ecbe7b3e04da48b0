"""Rich text inside of Outlook's mails, which is packed in a way of its own (MS-OXRTFCP)."""

from __future__ import annotations

import struct

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.rtf.reader import RtfReader
from qa_bot.reading.parsed import TextWriter

_PACKED, _PLAIN = b"LZFu", b"MELA"
_WINDOW = 4_096
_MAX_UNPACKED = 100_000_000
_BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What both sides know to begin with."""


def decompress_rtf(data: bytes) -> str:
    """The text of packed rich text.

    Raises:
        ReadingError: it is damaged.
    """
    try:
        rich = _unpack(data)
    except (struct.error, IndexError, ValueError) as error:
        raise ReadingError(f"is damaged: its rich text can't be read ({error})") from error
    writer = TextWriter()
    RtfReader(writer).read(rich)
    return writer.finish().text


def _unpack(data: bytes) -> bytes:
    _, size, kind, _ = struct.unpack_from("<II4sI", data)
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _PACKED or size > _MAX_UNPACKED:
        raise ValueError("unknown packing")
    window = bytearray(_WINDOW)
    window[: len(_BEGINNING)] = _BEGINNING
    place, position = len(_BEGINNING), 16
    made = bytearray()
    while position < len(data) and len(made) < size:
        flags = data[position]
        position += 1
        for bit in range(8):
            if position >= len(data) or len(made) >= size:
                break
            if flags >> bit & 1:
                (reference,) = struct.unpack_from(">H", data, position)
                position += 2
                start, length = reference >> 4, (reference & 15) + 2
                if start == place:
                    return bytes(made)
                copied = [(start + n) % _WINDOW for n in range(length)]
            else:
                window[place] = data[position]
                position += 1
                copied = [place]
            for source in copied:
                made.append(window[source])
                window[place] = window[source]
                place = (place + 1) % _WINDOW
    return bytes(made)
