"""The manifest: what one generation on disk consists of, and whether it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from qa_bot.building.fingerprints import Fingerprints
from qa_bot.errors import IndexDamagedError, IndexMismatchError
from qa_bot.index.stores import Kind
from qa_bot.models.encoder import ModelIdentity

FORMAT_VERSION = 7
MANIFEST = "manifest.json"
MANIFEST_CHECKSUM = "manifest.json.sha256"
"""Written last: a generation without it is not complete. `sha256sum -c` reads it."""
REPAIR = "run: qa-bot build"


class Manifest(BaseModel):
    """Format, model, settings, counts, and a checksum of every file."""

    model_config = ConfigDict(frozen=True)

    format_version: int
    generation: str
    created: str
    corpus: str
    """The folder that was read, as it was called at the build."""
    corpus_from_index: str = ""
    """The same folder relative to the index folder; empty where there is no way (another drive)."""
    model: ModelIdentity
    settings: dict[str, Any]
    made_by: Fingerprints
    documents: int
    passages: int
    sentences: int
    skipped: dict[str, str]
    store: Kind
    """How the vectors are searched."""
    files: dict[str, str]
    """sha256 of every other file of the generation, by its path inside it."""
    sizes: dict[str, int]
    """The same files' sizes in bytes."""

    def save(self, generation: Path) -> None:
        """Write the manifest into a generation's folder, then its own checksum."""
        content = (self.model_dump_json(indent=2) + "\n").encode("utf-8")
        (generation / MANIFEST).write_bytes(content)
        line = f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n"
        (generation / MANIFEST_CHECKSUM).write_bytes(line.encode("ascii"))

    @classmethod
    def load(cls, generation: Path) -> Manifest:
        """Read a generation's manifest.

        Raises:
            IndexDamagedError: it is missing, can't be parsed or differs from its checksum.
            IndexMismatchError: it was written by another format version.
        """
        path = generation / MANIFEST
        try:
            content = path.read_bytes()
        except OSError as error:
            raise IndexDamagedError(f"{path} can't be read; {REPAIR}") from error
        manifest = cls.parse(content, str(path))
        try:
            checksum = (generation / MANIFEST_CHECKSUM).read_bytes()
        except OSError as error:
            raise IndexDamagedError(f"{path} is not a whole manifest; {REPAIR}") from error
        if checksum != f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n".encode("ascii"):
            raise IndexDamagedError(f"{path} differs from its checksum; {REPAIR}")
        return manifest

    @classmethod
    def parse(cls, content: bytes, where: str) -> Manifest:
        """Read what `save` wrote; `where` is what errors call it.

        Raises:
            IndexDamagedError: it can't be parsed.
            IndexMismatchError: it was written by another format version.
        """
        try:
            version = _Version.model_validate_json(content).format_version
            if version == FORMAT_VERSION:
                return cls.model_validate_json(content)
        except ValidationError as error:
            raise IndexDamagedError(f"{where} can't be read; {REPAIR}") from error
        raise IndexMismatchError(
            f"{where} has index format {version}, this qa_bot reads {FORMAT_VERSION}; {REPAIR}"
        )

    def check_files(self, generation: Path, large: int | None = None) -> None:
        """Compare every file with its checksum, those of more than `large` bytes with their size.

        Raises:
            IndexDamagedError: a file is missing or differs.
        """
        for name, expected in self.files.items():
            path = generation / name
            try:
                same = path.stat().st_size == self.sizes[name]
                if same and (large is None or self.sizes[name] <= large):
                    same = file_checksum(path) == expected
            except OSError as error:
                what = "is missing" if isinstance(error, FileNotFoundError) else "can't be read"
                raise IndexDamagedError(f"{path} {what}; {REPAIR}") from error
            if not same:
                raise IndexDamagedError(f"{path} differs from its checksum; {REPAIR}")


class _Version(BaseModel):
    format_version: int


def file_checksum(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_checksums(folder: Path) -> dict[str, str]:
    """The sha256 of every file below a folder, by its path inside it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    own = (folder / MANIFEST, folder / MANIFEST_CHECKSUM)
    return {p.relative_to(folder).as_posix(): file_checksum(p) for p in paths if p not in own}


def folder_sizes(folder: Path, names: Iterable[str]) -> dict[str, int]:
    """The sizes of files below a folder, by their paths inside it."""
    return {name: (folder / name).stat().st_size for name in names}
