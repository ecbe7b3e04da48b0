"""Write the live generation into one file, and make such a file the live generation.

The file is a ZIP archive of the generation's files, stored without compression, so that it can't
unpack to more than its own size. All of it is verified before anything becomes live: names,
sizes, checksums, counts and offsets. Checksums show damage, not who made the file.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from qa_bot.config import Settings
from qa_bot.errors import ArchiveError, QABotError
from qa_bot.index.backend import publish_live
from qa_bot.index.checking import check_generation
from qa_bot.index.folder import Index
from qa_bot.index.generations import next_generation, remove_generations, switch_generation, sync
from qa_bot.index.locking import lock_index
from qa_bot.index.manifest import MANIFEST_CHECKSUM, Manifest
from qa_bot.index.sources import relate_corpus
from qa_bot.index.unpacking import EXPORT, OWN_FILES, open_archive, unpack_generation


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
        names = [*OWN_FILES, *sorted(index.manifest.files)]
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
    settings = Settings()
    with open_archive(archive) as packed, lock_index(index_dir):
        with next_generation(index_dir) as folder:
            manifest = unpack_generation(packed, archive, folder)
            _require_sound(folder, manifest, archive)
            changes = {"generation": folder.name}
            if corpus is not None:
                changes["corpus"] = str(corpus.resolve())
                changes["corpus_from_index"] = relate_corpus(corpus, index_dir)
            manifest = manifest.model_copy(update=changes)
            (folder / MANIFEST_CHECKSUM).unlink()
            manifest.save(folder)
            switch_generation(index_dir, folder.name)
        remove_generations(index_dir, settings.keep_generations)
        publish_live(index_dir, settings)
    return manifest


def _require_sound(folder: Path, manifest: Manifest, archive: Path) -> None:
    """Refuse a generation whose stores disagree, although its checksums are right."""
    try:
        with Index.load(folder, manifest) as index:
            findings = check_generation(index)
    except QABotError as error:
        raise ArchiveError(f"{archive} can't be opened ({error}); {EXPORT}") from error
    if findings:
        raise ArchiveError(f"{archive}: {findings[0].problem}; {EXPORT}")
