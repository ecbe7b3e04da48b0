"""Archiving: the live generation goes into one file; such a file becomes the live generation.

The file is a ZIP archive of the generation's files, stored without compression, so that it can't
unpack to more than its own size. All of it is verified before anything becomes live: names,
sizes, checksums, counts and offsets. Checksums show damage, not who made the file.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

from qa_bot.config import Settings
from qa_bot.errors import ArchiveError, IndexDamagedError, QABotError
from qa_bot.index.backend import publish_live
from qa_bot.index.checking import check_generation
from qa_bot.index.folder import Index
from qa_bot.index.generations import next_generation, remove_generations, switch_generation, sync
from qa_bot.index.locking import lock_index
from qa_bot.index.manifest import MANIFEST, MANIFEST_CHECKSUM, Manifest
from qa_bot.index.sources import relate_corpus

_OWN = (MANIFEST, MANIFEST_CHECKSUM)
_LARGEST_MANIFEST = 100_000_000
_BLOCK = 1 << 20
_EXPORT = "export it again with: qa-bot export FILE"


def export_index(index_dir: Path, archive: Path) -> Manifest:
    """Write the live generation into one file, which appears only once it is complete.

    Raises:
        ArchiveError: the file is there already or can't be written.
        QABotError: the index can't be opened.
    """
    if archive.exists():
        raise ArchiveError(f"{archive} is there already; choose another name or move it away")
    written = archive.with_name(f".{archive.name}.{os.urandom(3).hex()}")
    with Index.open(index_dir) as index:
        names = [*_OWN, *sorted(index.manifest.files)]
        try:
            with zipfile.ZipFile(written, "x", zipfile.ZIP_STORED) as packed:
                for name in names:
                    packed.write(index.folder / name, name)
            sync(written)
            written.replace(archive)
            sync(archive.absolute().parent)
        except OSError as error:
            raise ArchiveError(f"{archive} can't be written ({error.strerror})") from error
        finally:
            written.unlink(missing_ok=True)
        return index.manifest


def import_index(archive: Path, index_dir: Path, corpus: Path | None = None) -> Manifest:
    """Make an exported generation the live one of an index, which is made where it is missing.

    Args:
        archive: what `export_index` wrote.
        index_dir: the index folder.
        corpus: where the documents are on this machine; by default where they were on the other.

    Raises:
        ArchiveError: the file is missing, damaged or holds anything else.
        IndexMismatchError: another format version wrote it.
        BusyError: another process changes the index.
        StoreError: it is live in the folder, but Milvus, where it belongs, can't be used.
        QABotError: the disk refused to take it.
    """
    try:
        packed = zipfile.ZipFile(archive)
    except (OSError, zipfile.BadZipFile) as error:
        raise ArchiveError(f"{archive} is not an exported index; {_EXPORT}") from error
    settings = Settings()
    with packed, lock_index(index_dir):
        with next_generation(index_dir) as (name, folder):
            manifest = _unpack_all(packed, archive, folder)
            _require_sound(folder, manifest, archive)
            changes = {"generation": name}
            if corpus is not None:
                changes["corpus"] = str(corpus.resolve())
                changes["corpus_from_index"] = relate_corpus(corpus, index_dir)
            manifest = manifest.model_copy(update=changes)
            (folder / MANIFEST_CHECKSUM).unlink()
            manifest.save(folder)
            switch_generation(index_dir, name)
        remove_generations(index_dir, settings.keep_generations)
        publish_live(index_dir, settings)
    return manifest


def _unpack_all(packed: zipfile.ZipFile, archive: Path, folder: Path) -> Manifest:
    """Write all members below the folder, each compared with the manifest, which is returned.

    Raises:
        ArchiveError: the archive is damaged or holds anything else.
        IndexMismatchError: another format version wrote it.
    """
    try:
        members = _require_stored(packed, archive)
        for own in _OWN:
            _unpack(packed, members, own, folder, _LARGEST_MANIFEST)
        manifest = Manifest.load(folder)
        if set(members) != {*_OWN, *manifest.files}:
            raise ArchiveError(f"{archive} holds other files than its manifest; {_EXPORT}")
        for file, checksum in manifest.files.items():
            if _unpack(packed, members, file, folder) != checksum:
                raise ArchiveError(f"{archive} is damaged: {file} differs; {_EXPORT}")
    except (zipfile.BadZipFile, EOFError, ValueError, IndexDamagedError) as error:
        raise ArchiveError(f"{archive} is damaged ({error}); {_EXPORT}") from error
    return manifest


def _require_stored(packed: zipfile.ZipFile, archive: Path) -> dict[str, zipfile.ZipInfo]:
    """The members by name, all of them plain stored files inside the folder.

    Raises:
        ArchiveError: a member is compressed, named twice, or not below the folder.
    """
    members = {member.filename: member for member in packed.infolist()}
    total = sum(member.file_size for member in members.values())
    for name, member in members.items():
        parts = name.split("/")
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise ArchiveError(f"{archive}: {name!r} is compressed; {_EXPORT}")
        if "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
            raise ArchiveError(f"{archive}: {name!r} is not a name in an index; {_EXPORT}")
    if len(members) != len(packed.infolist()) or total > archive.stat().st_size:
        raise ArchiveError(f"{archive} holds a file twice; {_EXPORT}")
    if not members.keys() >= set(_OWN):
        raise ArchiveError(f"{archive} is not an exported index; {_EXPORT}")
    return members


def _unpack(
    packed: zipfile.ZipFile,
    members: dict[str, zipfile.ZipInfo],
    name: str,
    folder: Path,
    largest: int | None = None,
) -> str:
    """Write one member below the folder; gives its sha256."""
    if largest is not None and members[name].file_size > largest:
        raise ValueError(f"{name} is too large")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with packed.open(members[name]) as source, target.open("xb") as file:
        while block := source.read(_BLOCK):
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def _require_sound(folder: Path, manifest: Manifest, archive: Path) -> None:
    """Refuse a generation whose stores disagree, although its checksums are right."""
    try:
        with Index.load(folder, manifest) as index:
            findings = check_generation(index)
    except QABotError as error:
        raise ArchiveError(f"{archive} can't be opened ({error}); {_EXPORT}") from error
    if findings:
        raise ArchiveError(f"{archive}: {findings[0].problem}; {_EXPORT}")
