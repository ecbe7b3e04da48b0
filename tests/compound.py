"""Compound files of one FAT sector, as Outlook's mails are (MS-CFB)."""

import struct

SECTOR = 512
LEAST = 4_096
"""Bytes of a stream that lies in sectors of its own; shorter ones are filled up with zeros."""
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


def make_compound(tree):
    """A compound file; `tree` maps names to bytes (a stream) or to a tree (a storage)."""
    entries = [["Root Entry", 5, FREE, FREE, END, 0]]
    chunks = []
    _add(tree, 0, entries, chunks)
    listed = -(-len(entries) // 4)
    fat = [FAT, *(n + 2 for n in range(listed))]
    fat[listed] = END
    for chunk in chunks:
        first, count = len(fat), len(chunk) // SECTOR
        fat += [*range(first + 1, first + count), END]
    starts = iter(_starts(chunks, 1 + listed))
    directory = b"".join(_entry(*each, starts) for each in entries).ljust(listed * SECTOR, b"\0")
    header = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, LEAST, END, 0, END, 0, 0)
    assert len(fat) <= SECTOR // 4
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    return header.ljust(SECTOR, b"\xff") + table + directory + b"".join(chunks)


def _add(tree, parent, entries, chunks):
    """Entries of a storage: the first is its child, and each stands right of the one before it."""
    before = None
    for name, held in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        place = len(entries)
        is_stream = isinstance(held, bytes)
        entries.append([name, 2 if is_stream else 1, FREE, FREE, None if is_stream else END, 0])
        if before is None:
            entries[parent][3] = place
        else:
            entries[before][2] = place
        before = place
        if is_stream:
            size = -(-max(len(held), LEAST) // SECTOR) * SECTOR
            chunks.append(held.ljust(size, b"\0"))
            entries[place][5] = size
        else:
            _add(held, place, entries, chunks)


def _starts(chunks, first):
    for chunk in chunks:
        yield first
        first += len(chunk) // SECTOR


def _entry(name, kind, right, child, start, size, starts):
    encoded = name.encode("utf-16-le") + b"\0\0"
    start = next(starts) if start is None else start
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return (
        head + struct.pack("<III", FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)
    )
