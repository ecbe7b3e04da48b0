"""Fingerprints: what a stage's output depends on beside its input, as one checksum a stage.

Settings, the model, the stage's own code and the versions of its libraries go in. A build compares
the checksums with the live generation's and does again only the stages whose checksum differs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from qa_bot.config import Settings
from qa_bot.models.encoder import ModelIdentity

_PACKAGE = Path(__file__).parent.parent
_READING_LIBRARIES = (
    "chardet", "defusedxml", "lxml", "markdown-it-py", "msoffcrypto-tool", "olefile",
    "pypdfium2", "python-calamine", "striprtf",
)  # fmt: skip
_INDEXING_FILES = (
    "building/indexing.py",
    "index/lexical/*.py",
    "index/documents.py",
    "index/stores/*.py",
)


class Fingerprints(BaseModel):
    """One checksum a stage of the build."""

    model_config = ConfigDict(frozen=True)

    reading: str
    """What a file's text and sections depend on."""
    reach: str
    """What decides whether a file can be read at all: the limits, text recognition."""
    splitting: str
    """What a document's passages and sentences depend on."""
    indexing: str
    """What the stores depend on."""


def take_fingerprints(settings: Settings, model: ModelIdentity) -> Fingerprints:
    """The fingerprints of the stages as they are now."""
    limits = (
        settings.reading_seconds,
        settings.recognition_seconds,
        settings.reading_memory_mb,
        settings.reading_file_mb,
    )
    return Fingerprints(
        reading=_digest([_code("reading/**/*.py"), *map(_version, _READING_LIBRARIES)]),
        reach=_digest([*limits, _version("rapidocr")]),
        splitting=_digest(
            [
                _code("building/splitting.py"),
                _code("reading/sections.py"),
                _version("nltk"),
                settings.passage_tokens,
                model,
            ]
        ),
        indexing=_digest(
            [
                *map(_code, _INDEXING_FILES),
                *map(_version, ("PyStemmer", "faiss-cpu")),
                settings.store,
            ]
        ),
    )


@lru_cache
def _code(pattern: str) -> str:
    """A checksum of some of this package's files and of the word lists."""
    paths = sorted({*_PACKAGE.glob(pattern), *_PACKAGE.glob("data/*.txt")})
    return _digest(path.read_bytes() for path in paths)


@lru_cache
def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _digest(parts: Iterable[object]) -> str:
    return hashlib.sha256(repr(list(parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
