"""The folder of exported models in the user's cache: made once, complete or not there at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from qa_bot.models.weights import model_cache


def open_export(name: str, last: str, export: Callable[[Path], None]) -> Path:
    """The folder of an exported model, exported now where it is not there yet.

    Of processes that want it at the same time one exports it, and the others wait.

    Args:
        name: the folder's name, which changes with the model.
        last: a file that every complete export has.
        export: writes the export into a new folder.

    Raises:
        OSError: the cache can't be written.
    """
    folder = model_cache() / name
    if (folder / last).is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{name}.lock")):
        if not (folder / last).is_file():
            make_whole(folder, export)
    return folder


def make_whole(folder: Path, export: Callable[[Path], None]) -> None:
    """Let `export` fill a new folder, which gets its name only once it is complete."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="exporting-", dir=folder.parent))
    try:
        export(made)
        if not folder.exists():
            made.replace(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
