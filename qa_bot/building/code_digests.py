"""Checksums of the code that a stage of the build runs, so that only its own changes count.

A module counts by its syntax tree: comments, docstrings and layout don't matter. With it count the
modules of its stage that it imports, the word lists that it loads, and the versions of the
libraries that it imports. Parsing takes a second of processor time, so what it finds is noted in
the user's cache, under a checksum of all files of the package.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from qa_bot.models.user_cache import user_cache, write_note

_PACKAGE = Path(__file__).parent.parent
_NAME = _PACKAGE.name
_DISTRIBUTIONS = {
    "faiss": "faiss-cpu", "markdown_it": "markdown-it-py", "msoffcrypto": "msoffcrypto-tool",
    "python_calamine": "python-calamine", "Stemmer": "PyStemmer", "yaml": "PyYAML",
}  # fmt: skip
"""Libraries that are installed under another name than they are imported by."""
_COUNTED_ELSEWHERE = ("rapidocr",)
"""Text recognition decides what can be read at all, not how: see `Fingerprints.reach`."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the build: the modules that it begins in, and where those lie that count."""

    name: str
    modules: tuple[str, ...]
    rooms: tuple[str, ...]
    """Beginnings of the names of modules that count when they are imported."""


class _StageCode(BaseModel):
    """What a stage's modules say, without layout, and the libraries that they import."""

    model_config = ConfigDict(frozen=True)

    modules: str
    libraries: list[str]


_Stages = TypeAdapter(dict[str, _StageCode])


def digest_code(stages: Sequence[Stage]) -> dict[str, str]:
    """The checksum of each stage's code, and of the versions of the libraries that it uses."""
    return {
        name: digest([code.modules, [(one, _version_of_import(one)) for one in code.libraries]])
        for name, code in _find_code(tuple(stages)).items()
    }


@lru_cache
def _find_code(stages: tuple[Stage, ...]) -> dict[str, _StageCode]:
    """The code of each stage, from the note where there is one of just these files."""
    note = user_cache() / "code" / f"{digest([_digest_files(), stages])}.json"
    try:
        return _Stages.validate_json(note.read_bytes())
    except (OSError, ValidationError):
        found = {stage.name: _read_stage(stage) for stage in stages}
    write_note(note, _Stages.dump_json(found).decode())
    return found


@lru_cache
def version_of(library: str) -> str:
    """The version of an installed distribution; empty where it is not installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _version_of_import(name: str) -> str:
    return version_of(_DISTRIBUTIONS.get(name, name))


def digest(parts: Sequence[object]) -> str:
    """A short checksum of values."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _digest_files() -> str:
    """A checksum of all modules and word lists as they lie on the disk."""
    paths = sorted({*_PACKAGE.glob("**/*.py"), *_PACKAGE.glob("data/*.txt")})
    return digest([(path.relative_to(_PACKAGE).as_posix(), path.read_bytes()) for path in paths])


def _read_stage(stage: Stage) -> _StageCode:
    """What a stage's modules and those that they import consist of."""
    found: dict[str, _Module] = {}
    waiting = list(stage.modules)
    while waiting:
        name = waiting.pop()
        path = _find_module(name)
        if name not in found and path is not None:
            found[name] = _read_module(path)
            waiting += [one for one in found[name].imports if one.startswith(stage.rooms)]
    libraries = {library for module in found.values() for library in module.libraries}
    modules = digest(sorted((name, module.digest) for name, module in found.items()))
    return _StageCode(modules=modules, libraries=sorted(libraries))


def _find_module(name: str) -> Path | None:
    """The file of a module of this package; None where it is none."""
    place = _PACKAGE.parent.joinpath(*name.split("."))
    return next((p for p in (place.with_suffix(".py"), place / "__init__.py") if p.is_file()), None)


@dataclass(frozen=True, slots=True)
class _Module:
    """What counts of one module: itself, and what of this package and of others it imports."""

    digest: str
    imports: list[str]
    libraries: list[str]


@lru_cache
def _read_module(path: Path) -> _Module:
    tree = ast.parse(path.read_bytes())
    _strip_docstrings(tree)
    imported = sorted(set(_list_imports(tree)))
    libraries = {name.partition(".")[0] for name in imported} - {_NAME, *_COUNTED_ELSEWHERE}
    words = [(_PACKAGE / "data" / name).read_bytes() for name in _list_word_lists(tree)]
    imports = [name for name in imported if name.partition(".")[0] == _NAME]
    return _Module(digest([ast.dump(tree), words]), imports, sorted(libraries))


def _strip_docstrings(tree: ast.Module) -> None:
    """Take texts out that stand for themselves: docstrings, also those of fields."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            body[:] = [one for one in body if not _is_text(one)]


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _list_imports(tree: ast.Module) -> Iterator[str]:
    """The modules that are imported anywhere, and names that may be modules of a package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _list_word_lists(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "load_words":
            yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))
