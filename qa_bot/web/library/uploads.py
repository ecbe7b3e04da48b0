"""Uploads become files of the corpus, or are refused with a reason.

Names are made safe and files are written beside their place first, so that nothing outside the
corpus is touched and a build never sees half a file.
"""

from __future__ import annotations

import os
import re
import tempfile
import threading
import unicodedata
from pathlib import Path
from typing import BinaryIO, Literal

from qa_bot.building.add_remove import keep_also
from qa_bot.errors import QABotError
from qa_bot.reading.archives import open_archive
from qa_bot.reading.encodings import decode_text
from qa_bot.reading.errors import ReadingError
from qa_bot.reading.files import GOLDEN, find_files
from qa_bot.reading.formats.detect import SUPPORTED, detect_format
from qa_bot.web import texts
from qa_bot.web.options import UploadLimits

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|readme)", re.IGNORECASE)
_TEXTS = frozenset({"text", "markdown", "csv", "json"})
_LONGEST, _DEEPEST = 150, 8
_BLOCK = 1 << 20
Taken = Literal["refuse", "replace", "keep_both"]
_placing = threading.Lock()
"""Held while a file gets its name, so that each of two replacements keeps what it replaces."""


class UploadError(QABotError):
    """A file is not taken; `status` is the HTTP status that says so."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def safe_name(name: str) -> str:
    """A file name without folders, controls, leading dots or what a system holds special.

    Raises:
        UploadError: nothing is left of it.
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    base = _FORBIDDEN.sub("_", base.encode("utf-8", "replace").decode()).strip(" .~$")
    stem, suffix = os.path.splitext(base)  # noqa: PTH122 - of a bare name
    if not stem or len(suffix) > 10:
        raise UploadError(422, "The file's name can't be used.")
    if _DEVICES.fullmatch(stem):
        stem += "_"
    while len((stem + suffix).encode()) > _LONGEST:
        stem = stem[:-1]
    return stem + suffix


def store_upload(
    corpus: Path,
    name: str,
    source: BinaryIO,
    limits: UploadLimits,
    taken: Taken = "refuse",
    folder: str = "",
) -> str:
    """Put one file into the corpus; returns its name there.

    Args:
        corpus: the folder of the documents.
        name: the file's name; folders in it are left out.
        source: its bytes.
        limits: what is taken.
        taken: what to do where there is a document of this name.
        folder: where in the corpus to put it, as "reports/2024".

    Raises:
        UploadError: its name, size or content is not taken, or there is one of that name.
    """
    place = _make_folder(corpus, folder) / safe_name(name)
    if place.name.casefold() == GOLDEN:
        raise UploadError(
            422, f"A file called {GOLDEN} would be taken for test questions; rename it."
        )
    if f"{place.suffix.lower()} " not in f"{SUPPORTED} ":
        raise UploadError(415, texts.NOT_TAKEN)
    place = _choose_place(place, taken)
    if sum(1 for _ in find_files(corpus)) >= limits.corpus_files:
        raise UploadError(507, "The library is full.")
    handle, temporary = tempfile.mkstemp(prefix=".upload-", dir=corpus)
    try:
        with os.fdopen(handle, "wb") as target:
            _copy(source, target, limits.file_mb * 1_000_000)
        _check_content(Path(temporary), place.name)
        os.chmod(temporary, 0o644)  # noqa: PTH101 - a path that mkstemp gave as text
        with _placing:
            place = _choose_place(place, taken)
            _give_name(Path(temporary), place, corpus)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return place.relative_to(corpus).as_posix()


def _make_folder(corpus: Path, folder: str) -> Path:
    """A folder of the corpus, each part of its name made safe."""
    parts = [safe_name(part) for part in re.split(r"[/\\]", folder) if part.strip(" .")]
    if len(parts) > _DEEPEST:
        raise UploadError(422, "The file lies too deep in folders.")
    place = corpus.joinpath(*parts)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UploadError(409, "A document is called as this folder.") from error
    if not place.resolve().is_relative_to(corpus.resolve()):
        raise UploadError(422, "The folder can't be used.")
    return place


def _choose_place(place: Path, taken: Taken) -> Path:
    """The place for a file, another name where that is to be kept beside the one that has it."""
    free, number = place, 1
    while taken == "keep_both" and (free.is_symlink() or free.exists()):
        number += 1
        free = place.with_name(f"{place.stem} ({number}){place.suffix}")
    if free.is_symlink() or (free.exists() and not (taken == "replace" and free.is_file())):
        raise _taken()
    return free


def _taken() -> UploadError:
    return UploadError(409, texts.TAKEN)


def _give_name(written: Path, place: Path, corpus: Path) -> None:
    """Put a written file at its place; one that another process has just put there stays."""
    if place.exists():
        keep_also(place, corpus)
        written.replace(place)
        return
    try:
        place.hardlink_to(written)
    except FileExistsError:
        raise _taken() from None
    except OSError:  # a file system without hard links
        _reserve(place)
        written.replace(place)


def _reserve(place: Path) -> None:
    try:
        place.touch(exist_ok=False)
    except FileExistsError:
        raise _taken() from None


def _copy(source: BinaryIO, target: BinaryIO, most: int) -> None:
    copied = 0
    while block := source.read(_BLOCK):
        copied += len(block)
        if copied > most:
            raise UploadError(413, f"A file may have {most // 1_000_000} MB at the most.")
        target.write(block)


def _check_content(path: Path, name: str) -> None:
    data = path.read_bytes()
    try:
        if detect_format(data, name) in _TEXTS:
            decode_text(data[:_BLOCK])
        if data.startswith(b"PK"):
            with open_archive(data):
                return
    except ReadingError as error:
        raise UploadError(415, f"The file {error}") from error
