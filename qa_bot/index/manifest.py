"""The manifest: what one generation on disk consists of, and whether it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from qa_bot.errors import IndexDamagedError, IndexMismatchError
from qa_bot.index.stores import Kind
from qa_bot.models.cores import usable_cores
from qa_bot.models.encoder import ModelIdentity

FORMAT_VERSION = 7
MANIFEST = "manifest.json"
MANIFEST_CHECKSUM = "manifest.json.sha256"
"""Written last: a generation without it is not complete. `sha256sum -c` reads it."""
REPAIR = "run: qa-bot build"
_HASHED = 4_000_000
"""Bytes that are hashed at once: each time a thread may wait for another that computes."""
_Seen = TypeVar("_Seen")


class Fingerprints(BaseModel):
    """One checksum a stage of the build, of all that its output depends on beside its input."""

    model_config = ConfigDict(frozen=True)

    reading: dict[str, str]
    """What the text and sections of a file depend on, by its format."""
    reach: str
    """What decides whether a file can be read at all: the limits, text recognition."""
    splitting: str
    """What a document's passages and sentences depend on."""
    indexing: str
    """What the stores depend on."""


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

    def check_files(
        self, generation: Path, large: int | None = None, trust_times: bool = False
    ) -> None:
        """Compare every file's size, and its checksum unless that may be left out.

        Args:
            generation: the folder.
            large: bytes from which on the size is enough.
            trust_times: whether it is enough for files that have not been written to since the
                manifest was.

        Raises:
            IndexDamagedError: a file is missing or differs.
        """
        completed = _completion_time(generation) if trust_times else None
        unsure: list[str] = []
        for name in self.files:
            size, state = self.sizes[name], _require_readable(Path.stat, generation / name)
            if state.st_size != size:
                raise IndexDamagedError(f"{generation / name} differs from its checksum; {REPAIR}")
            untouched = completed is not None and state.st_mtime_ns <= completed
            if not untouched and (large is None or size <= large):
                unsure.append(name)
        paths = [generation / name for name in unsure]
        look = partial(_require_readable, file_checksum)
        for name, found in zip(unsure, _look_side_by_side(look, paths), strict=True):
            if found != self.files[name]:
                raise IndexDamagedError(f"{generation / name} differs from its checksum; {REPAIR}")


def _require_readable(look: Callable[[Path], _Seen], path: Path) -> _Seen:
    """What looking at a file of a generation gives.

    Raises:
        IndexDamagedError: it is missing, or can't be read.
    """
    try:
        return look(path)
    except OSError as error:
        what = "is missing" if isinstance(error, FileNotFoundError) else "can't be read"
        raise IndexDamagedError(f"{path} {what}; {REPAIR}") from error


def _completion_time(generation: Path) -> int | None:
    """When the last file of a generation was written; None where that can't be told."""
    try:
        return (generation / MANIFEST_CHECKSUM).stat().st_mtime_ns
    except OSError:
        return None


class _Version(BaseModel):
    format_version: int


def file_checksum(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    digest, buffer = hashlib.sha256(), memoryview(bytearray(_HASHED))
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(buffer):
            digest.update(buffer[:size])
    return digest.hexdigest()


def _look_side_by_side(look: Callable[[Path], _Seen], paths: Sequence[Path]) -> list[_Seen]:
    """What looking at each of some files gives, a core's thread each: hashing holds no lock."""
    with ThreadPoolExecutor(usable_cores()) as pool:
        return list(pool.map(look, paths))


def folder_checksums(folder: Path, known: Mapping[Path, str] | None = None) -> dict[str, str]:
    """The sha256 of every file below a folder, by its path inside it.

    Args:
        folder: a generation's; its manifest is left out.
        known: checksums that were taken before, by the whole path.
    """
    own = (folder / MANIFEST, folder / MANIFEST_CHECKSUM)
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path not in own]
    found = dict(known or {})
    unknown = [path for path in paths if path not in found]
    found.update(zip(unknown, _look_side_by_side(file_checksum, unknown), strict=True))
    return {path.relative_to(folder).as_posix(): found[path] for path in paths}


def folder_sizes(folder: Path, names: Iterable[str]) -> dict[str, int]:
    """The sizes of files below a folder, by their paths inside it."""
    return {name: (folder / name).stat().st_size for name in names}
