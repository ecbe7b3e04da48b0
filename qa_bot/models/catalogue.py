"""The models and readers that this machine has: packaged, in the cache, added, and in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from qa_bot.config import DEFAULT_MODEL, Settings
from qa_bot.errors import ModelError
from qa_bot.models.locating import cache_folder, find_cached, find_model, full_name
from qa_bot.models.pins import load_pins
from qa_bot.models.reader import OFF, PACKAGED
from qa_bot.models.reader_export import reader_kind
from qa_bot.models.weights import model_files

Kind = Literal["embedding model", "reader"]
_PREFIX = "models--"


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model."""

    name: str
    kind: Kind
    place: str
    """`packaged`, `cache` or its folder."""
    bytes: int
    in_use: bool
    pinned: bool
    """Whether its files are compared with checksums."""


def model_kind(folder: Path, name: str) -> Kind:
    """What a model can be used as.

    Raises:
        ModelError: as neither.
    """
    if (folder / "modules.json").is_file():
        return "embedding model"
    reader_kind(folder, name)
    return "reader"


def list_models(settings: Settings) -> list[ModelEntry]:
    """Every model that this machine has, the packaged ones first.

    Raises:
        ModelError: the list of added models can't be read.
    """
    reader = Path(str(files("qa_bot.data"))) / "reader"
    used = {full_name(name) for name in (settings.model, settings.reader)}
    in_use = (settings.model == DEFAULT_MODEL, settings.reader == PACKAGED)
    found = [
        ModelEntry(DEFAULT_MODEL, "embedding model", PACKAGED, _size(_packaged()), in_use[0], True),
        ModelEntry(PACKAGED, "reader", PACKAGED, _size(reader), in_use[1], True),
    ]
    pins = load_pins()
    named = {settings.model, settings.reader} - {DEFAULT_MODEL, PACKAGED, OFF}
    others = {*_cached_names(), *pins, *map(full_name, named)}
    for name in sorted(others):
        try:
            folder = Path(name) if Path(name).is_dir() else find_cached(name)
            if folder is None:
                continue
            kind = model_kind(folder, name)
        except ModelError:
            continue  # the cache holds models for other things too
        place = str(folder) if Path(name).is_dir() else "cache"
        found.append(ModelEntry(name, kind, place, _size(folder), name in used, name in pins))
    return found


def _packaged() -> Path:
    return find_model(DEFAULT_MODEL)


def _cached_names() -> Iterator[str]:
    for folder in cache_folder().glob(f"{_PREFIX}*"):
        yield folder.name.removeprefix(_PREFIX).replace("--", "/", 1)


def _size(folder: Path) -> int:
    names = {*model_files(folder), *(path.name for path in folder.glob("*.onnx"))}
    return sum((folder / name).stat().st_size for name in names)
