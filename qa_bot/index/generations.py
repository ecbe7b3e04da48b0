"""Generations: the folder that the next one is written into, the switch, and the way back.

All of it happens under the lock of `locking.py`. What a build leaves behind when it fails or dies
is removed, here or by the next build. Names count upwards, so that no clock decides their order.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from qa_bot.errors import IndexDamagedError, IndexMismatchError, IndexNotFoundError
from qa_bot.index.manifest import MANIFEST_CHECKSUM, Manifest
from qa_bot.index.own_folder import CURRENT, GENERATIONS, current_generation
from qa_bot.index.retrying import retry_refused

_NUMBER = re.compile(r"(\d{6,})-")


@contextmanager
def next_generation(index_dir: Path) -> Iterator[Path]:
    """A new generation's folder, called as it is; it goes if the build fails."""
    _remove_leavings(index_dir)
    newest = max((_number(folder) for folder in _folders(index_dir)), default=0)
    name = f"{newest + 1:06d}-{os.urandom(3).hex()}"
    folder = index_dir / GENERATIONS / name
    folder.mkdir(parents=True)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def find_generations(index_dir: Path) -> list[Path]:
    """The folders of all generations: the live one first, the others newest first."""
    live = find_live(index_dir)
    folders = sorted(_folders(index_dir), key=lambda f: (f.name == live, _number(f)), reverse=True)
    return [folder for folder in folders if _is_complete(folder)]


def switch_generation(index_dir: Path, name: str) -> None:
    """Make a complete generation the live one: everything on disk first, then one rename."""
    folder = index_dir / GENERATIONS / name
    for path in sorted(folder.rglob("*")):
        sync(path)
    for path in (folder, folder.parent, index_dir, index_dir.absolute().parent):
        sync(path)
    pointer = index_dir / f"{CURRENT}.new"
    pointer.write_text(name + "\n", encoding="utf-8")
    sync(pointer)
    retry_refused(lambda: pointer.replace(index_dir / CURRENT))
    sync(index_dir)


def roll_back(index_dir: Path, name: str | None = None) -> Manifest:
    """Make an earlier generation the live one again, after checking all of its files.

    Args:
        index_dir: the index folder.
        name: the generation; by default the newest whole one before the live one.

    Raises:
        IndexNotFoundError: there is no such generation, or none before the live one.
        IndexDamagedError: the named generation is damaged.
        IndexMismatchError: another format version made it.
    """
    if name is not None:
        folder = next((f for f in find_generations(index_dir) if f.name == name), None)
        if folder is None:
            raise IndexNotFoundError(
                f"{index_dir} has no generation {name}; qa-bot generations lists them"
            )
        manifest = Manifest.load(folder)
        manifest.check_files(folder)
    else:
        manifest = _find_earlier(index_dir)
    switch_generation(index_dir, manifest.generation)
    return manifest


def _find_earlier(index_dir: Path) -> Manifest:
    """The newest whole generation before the live one; before none where that is not known."""
    live = find_live(index_dir)
    for folder in find_generations(index_dir):
        if live is None or (folder.name != live and _number(folder) < _number(Path(live))):
            try:
                manifest = Manifest.load(folder)
                manifest.check_files(folder)
            except (IndexDamagedError, IndexMismatchError):
                continue
            return manifest
    raise IndexNotFoundError(
        f"{index_dir} keeps no whole generation before the live one; run: qa-bot build"
    )


def remove_generations(index_dir: Path, keep: int, damaged: Sequence[Path] = ()) -> None:
    """Remove leavings, damaged generations, and all but the newest `keep`; never the live one.

    What can't be removed, as on Windows while it is being read, is left to the next build.
    """
    _remove_leavings(index_dir)
    live = find_live(index_dir)
    others = [f for f in find_generations(index_dir) if f.name != live and f not in damaged]
    for folder in [*others[keep - 1 :], *(f for f in damaged if f.name != live)]:
        with suppress(PermissionError):
            (folder / MANIFEST_CHECKSUM).unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)


def _remove_leavings(index_dir: Path) -> None:
    """Remove generations that a build which died never completed."""
    live = find_live(index_dir)
    for folder in _folders(index_dir):
        if folder.name != live and not _is_complete(folder):
            shutil.rmtree(folder, ignore_errors=True)


def find_live(index_dir: Path) -> str | None:
    """The live generation's name, None where there is none or the pointer is damaged."""
    try:
        return current_generation(index_dir)
    except IndexDamagedError:
        return None


def _folders(index_dir: Path) -> list[Path]:
    return list((index_dir / GENERATIONS).glob("*"))


def _is_complete(folder: Path) -> bool:
    return (folder / MANIFEST_CHECKSUM).is_file()


def _number(folder: Path) -> int:
    """A generation's place in the order of builds; 0 for names of older formats."""
    found = _NUMBER.match(folder.name)
    return int(found[1]) if found else 0


def sync(path: Path) -> None:
    """Flush a file or folder to the disk (folders can't be flushed on Windows)."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
