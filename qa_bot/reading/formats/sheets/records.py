"""Records of binary workbooks: a kind, a length and the record's bytes, one after the other."""

from __future__ import annotations

import struct
from collections.abc import Iterator


def read_xlsb_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part of an .xlsb file (MS-XLSB 2.1.4); stops where they are damaged."""
    position, end = 0, len(data)
    while position < end:
        kind = data[position]
        position += 1
        if kind & 0x80 and position < end:
            kind = (kind & 0x7F) | data[position] << 7
            position += 1
        size = 0
        for shift in range(0, 28, 7):
            if position >= end:
                return
            byte = data[position]
            position += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if position + size > end:
            return
        yield kind, data[position : position + size]
        position += size


def read_xls_records(data: bytes, position: int = 0) -> Iterator[tuple[int, bytes]]:
    """The records of the stream of an .xls file (MS-XLS 2.1.4), from a position on."""
    while position + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, position)
        position += 4
        yield kind, data[position : position + size]
        position += size


def read_wide_text(data: bytes, position: int) -> tuple[str, int]:
    """A text of .xlsb with its length before it, and where it ends."""
    (count,) = struct.unpack_from("<I", data, position)
    start = position + 4
    end = start + 2 * count
    return data[start:end].decode("utf-16-le", "replace"), end
