"""Read the file of an exported index into a folder, believing nothing that it says.

`zipfile` meets a damaged directory with a dozen kinds of errors, among them "is encrypted" and
"invalid argument". What comes from the archive is therefore kept apart from what happens to the
files that are written: whatever goes wrong while reading is damage, and is said in one line.
"""

from __future__ import annotations

import errno
import hashlib
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa_bot.errors import ArchiveError, IndexDamagedError
from qa_bot.index.manifest import MANIFEST, MANIFEST_CHECKSUM, Manifest

OWN_FILES = (MANIFEST, MANIFEST_CHECKSUM)
EXPORT = "export it again with: qa-bot export FILE"
_LARGEST_MANIFEST = 100_000_000
_BLOCK = 1 << 20
_READING_ERRORS = (
    zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, ArithmeticError, LookupError,
    struct.error, MemoryError,
)  # fmt: skip
"""What `zipfile` raises on archives that are not as it expects."""
_NO_ARCHIVE = (None, errno.EINVAL, errno.ENOENT, errno.ENOTDIR, errno.EISDIR)
"""Errors of opening that say that there is no such file, or that its directory is damaged."""


@contextmanager
def open_archive(archive: Path) -> Iterator[zipfile.ZipFile]:
    """Open the file of an exported index.

    Raises:
        ArchiveError: it is missing, can't be read or is no such file.
    """
    try:
        packed = zipfile.ZipFile(archive)
    except _READING_ERRORS as error:
        if isinstance(error, OSError) and error.errno not in _NO_ARCHIVE:
            what = f"{archive} can't be read ({error.strerror or error})"
            raise ArchiveError(f"{what}; try again, or {EXPORT}") from error
        raise ArchiveError(f"{archive} is not an exported index; {EXPORT}") from error
    with packed:
        yield packed


def unpack_generation(packed: zipfile.ZipFile, archive: Path, folder: Path) -> Manifest:
    """Write all files of an exported index below a folder, each compared with the manifest.

    Args:
        packed: the opened archive.
        archive: its path, for messages.
        folder: an empty folder.

    Raises:
        ArchiveError: the archive is damaged or holds anything else.
        IndexMismatchError: another format version wrote it.
        OSError: a file can't be written.
    """
    members = _list_members(packed, archive)
    for name in OWN_FILES:
        if members[name].file_size > _LARGEST_MANIFEST:
            raise _damage(archive, f"{name} is too large")
        _unpack(packed, archive, members[name], folder)
    try:
        manifest = Manifest.load(folder)
    except IndexDamagedError as error:
        raise _damage(archive, "its manifest is not whole") from error
    if set(members) != {*OWN_FILES, *manifest.files}:
        raise ArchiveError(f"{archive} holds other files than its manifest; {EXPORT}")
    for name, checksum in manifest.files.items():
        if _unpack(packed, archive, members[name], folder) != checksum:
            raise _damage(archive, f"{name} differs")
    return manifest


def _damage(archive: Path, what: str) -> ArchiveError:
    return ArchiveError(f"{archive} is damaged: {what}; {EXPORT}")


def _list_members(packed: zipfile.ZipFile, archive: Path) -> dict[str, zipfile.ZipInfo]:
    """The members by name, all of them plain stored files inside the folder.

    Raises:
        ArchiveError: a member is compressed, named twice, or not below the folder.
    """
    listed = packed.infolist()
    members = {member.filename: member for member in listed}
    for name, member in members.items():
        _require_stored(member, archive)
        if "\\" in name or ":" in name or any(part in ("", ".", "..") for part in name.split("/")):
            raise ArchiveError(f"{archive}: {name!r} is not a name in an index; {EXPORT}")
    if len(members) != len(listed):
        raise ArchiveError(f"{archive} holds a file twice; {EXPORT}")
    if not members.keys() >= set(OWN_FILES):
        raise ArchiveError(f"{archive} is not an exported index; {EXPORT}")
    if sum(member.file_size for member in listed) > archive.stat().st_size:
        raise _damage(archive, "its directory promises more than it holds")
    return members


def _require_stored(member: zipfile.ZipInfo, archive: Path) -> None:
    is_stored = member.compress_type == zipfile.ZIP_STORED
    is_as_long = member.file_size == member.compress_size
    if not is_stored and not is_as_long:
        raise ArchiveError(f"{archive}: {member.filename!r} is compressed; {EXPORT}")
    if not is_stored or not is_as_long:
        raise _damage(archive, f"its directory is wrong about {member.filename!r}")


def _unpack(packed: zipfile.ZipFile, archive: Path, member: zipfile.ZipInfo, folder: Path) -> str:
    """Write one member below the folder; gives its sha256."""
    target = folder / member.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("xb") as file:
        for block in _read(packed, archive, member):
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def _read(packed: zipfile.ZipFile, archive: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The blocks of a member.

    Raises:
        ArchiveError: it can't be read.
    """
    try:
        with packed.open(member) as source:
            while block := source.read(_BLOCK):
                yield block
    except _READING_ERRORS as error:
        raise _damage(archive, f"{member.filename!r} can't be read") from error
