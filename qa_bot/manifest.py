"""The manifest: what one generation on disk consists of, and whether it is whole."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from qa_bot.encoding import ModelIdentity
from qa_bot.errors import IndexDamagedError, IndexMismatchError

FORMAT_VERSION = 2
MANIFEST = "manifest.json"
REPAIR = "run: qa-bot build"


class Manifest(BaseModel):
    """Format, model, settings, counts, and a checksum of every file."""

    model_config = ConfigDict(frozen=True)

    format_version: int
    generation: str
    created: str
    corpus: str
    model: ModelIdentity
    settings: dict[str, Any]
    documents: int
    passages: int
    sentences: int
    skipped: dict[str, str]
    files: dict[str, str]
    """sha256 of every other file of the generation, by its path inside it."""

    def save(self, generation: Path) -> None:
        """Write the manifest into a generation's folder."""
        path = generation / MANIFEST
        path.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, generation: Path) -> Manifest:
        """Read a generation's manifest.

        Raises:
            IndexDamagedError: it is missing or can't be parsed.
            IndexMismatchError: it was written by another format version.
        """
        path = generation / MANIFEST
        try:
            text = path.read_text(encoding="utf-8")
            version = _Version.model_validate_json(text).format_version
        except (OSError, ValidationError, UnicodeDecodeError) as error:
            raise IndexDamagedError(f"{path} can't be read; {REPAIR}") from error
        if version != FORMAT_VERSION:
            raise IndexMismatchError(
                f"{generation.parent.parent} has index format {version}, this qa_bot reads "
                f"{FORMAT_VERSION}; {REPAIR}"
            )
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise IndexDamagedError(f"{path} is not a manifest; {REPAIR}") from error

    def check_files(self, generation: Path) -> None:
        """Compare every file with its checksum.

        Raises:
            IndexDamagedError: a file is missing or differs.
        """
        for name, expected in self.files.items():
            path = generation / name
            if not path.is_file():
                raise IndexDamagedError(f"{path} is missing; {REPAIR}")
            if file_checksum(path) != expected:
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
    return {p.relative_to(folder).as_posix(): file_checksum(p) for p in paths if p.name != MANIFEST}
