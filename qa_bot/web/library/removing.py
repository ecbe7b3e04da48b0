"""Documents that leave the library and come back: files move to `.removed` and from there."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from qa_bot.building.add_remove import REMOVED, set_aside
from qa_bot.errors import QABotError
from qa_bot.reading.files import find_files, is_document_name
from qa_bot.web import texts


class GoneError(QABotError):
    """There is no such file in the library."""


def remove_document(corpus: Path, source: str) -> str:
    """Move one file of the corpus to its folder of removed ones; returns its name there.

    Raises:
        GoneError: the corpus has no such file.
    """
    path = _find(corpus, source)
    return set_aside(path, corpus).relative_to(corpus / REMOVED).as_posix()


def restore_document(corpus: Path, kept: str, source: str = "") -> str:
    """Move a removed file back to where it was; returns its name, which is new where that is taken.

    Args:
        corpus: the folder of the documents.
        kept: its name in the folder of removed files.
        source: its name before it was removed; by default as it is kept.

    Raises:
        GoneError: there is no such removed file, or nothing may be put at its place.
    """
    path = _find(corpus / REMOVED, kept)
    place = PurePosixPath(source or kept)
    if place.is_absolute() or ".." in place.parts or not _is_document(place):
        raise GoneError(texts.NO_SUCH_DOCUMENT)
    target = corpus / place
    number = 1
    while target.exists() or target.is_symlink():
        number += 1
        target = corpus / place.with_name(f"{place.stem} ({number}){place.suffix}")
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.parent.resolve().is_relative_to(corpus.resolve()):
        raise GoneError(texts.NO_SUCH_DOCUMENT)
    path.rename(target)
    return target.relative_to(corpus).as_posix()


def _is_document(place: PurePosixPath) -> bool:
    hidden = any(part.startswith(".") for part in place.parts)
    return not hidden and is_document_name(Path(place))


def _find(folder: Path, source: str) -> Path:
    """A file of a folder that no link leads to."""
    files = {path.relative_to(folder).as_posix(): path for path in find_files(folder)}
    path = files.get(source)
    if path is None or path.resolve().parent != (folder.resolve() / source).parent:
        raise GoneError(texts.NO_SUCH_DOCUMENT)
    return path
