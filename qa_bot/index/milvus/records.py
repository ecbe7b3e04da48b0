"""Records: named byte strings in a Milvus collection, cut into pieces of text.

A record `name` lies under the keys `name#0`, `name#1`, …; the first piece says how many there are.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence

from qa_bot.errors import StoreError
from qa_bot.index.milvus.connection import Connection
from qa_bot.index.milvus.layout import CONTENT, KEY, LONGEST_CONTENT

_PIECE = (LONGEST_CONTENT - 16) // 4 * 3
"""Bytes in a piece: as base64, with the number of pieces before it, it fits a text field."""
_BLOCK = 4_000_000
"""Characters that are sent at once."""
_ASKED = 500
"""Pieces that are asked for at once."""


def write_records(
    connection: Connection, collection: str, records: Iterable[tuple[str, bytes]]
) -> int:
    """Write records; gives how many pieces they are. Writing one again replaces it.

    Raises:
        StoreError: Milvus can't be reached or refuses.
    """
    written = size = 0
    block: list[dict[str, object]] = []
    for name, content in records:
        for piece in _cut(name, content):
            block.append(piece)
            size += len(str(piece[CONTENT]))
            if size >= _BLOCK:
                written += _send(connection, collection, block)
                block, size = [], 0
    return written + _send(connection, collection, block)


def read_records(connection: Connection, collection: str, names: Sequence[str]) -> dict[str, bytes]:
    """The records of these names; those that are not there as a whole are left out.

    Raises:
        StoreError: Milvus can't be reached or refuses.
    """
    pieces = _fetch(connection, collection, [f"{name}#0" for name in names])
    sizes = {
        name: int(pieces[first].partition("|")[0])
        for name in names
        if (first := f"{name}#0") in pieces
    }
    others = [f"{name}#{i}" for name, size in sizes.items() for i in range(1, size)]
    pieces |= _fetch(connection, collection, others)
    keys = {name: [f"{name}#{i}" for i in range(size)] for name, size in sizes.items()}
    return {
        name: b"".join(base64.b64decode(pieces[key].partition("|")[2]) for key in own)
        for name, own in keys.items()
        if pieces.keys() >= set(own)
    }


def require_records(
    connection: Connection, collection: str, names: Sequence[str]
) -> dict[str, bytes]:
    """The records of these names, all of them.

    Raises:
        StoreError: one is missing, or Milvus can't be reached.
    """
    found = read_records(connection, collection, names)
    if missing := [name for name in names if name not in found]:
        raise StoreError(
            f"{collection} at {connection.uri} lacks {missing[0]}; run: qa-bot build --fresh"
        )
    return found


def _cut(name: str, content: bytes) -> Iterator[dict[str, object]]:
    count = max(1, -(-len(content) // _PIECE))
    for i in range(count):
        piece = base64.b64encode(content[i * _PIECE : (i + 1) * _PIECE]).decode("ascii")
        yield {KEY: f"{name}#{i}", CONTENT: f"{count}|{piece}", "unused": [0.0, 0.0]}


def _send(connection: Connection, collection: str, block: list[dict[str, object]]) -> int:
    if block:
        connection.call("upsert", collection, block)
    return len(block)


def _fetch(connection: Connection, collection: str, keys: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for first in range(0, len(keys), _ASKED):
        asked = list(keys[first : first + _ASKED])
        rows = connection.call("get", collection, asked, output_fields=[KEY, CONTENT])
        found |= {row[KEY]: row[CONTENT] for row in rows}
    return found
