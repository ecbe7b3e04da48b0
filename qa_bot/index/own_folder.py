"""The index folder itself: whether it is ours, and its pointer to the live generation.

`folder.py` says what lies in it.
"""

from __future__ import annotations

from pathlib import Path

from qa_bot.errors import IndexDamagedError, NotAnIndexError, QABotError
from qa_bot.index.manifest import REPAIR
from qa_bot.index.retrying import retry_refused

MARKER = "qa_bot-index"
CURRENT = "CURRENT"
README, README_TITLE = "README.md", "# The index of the documents"
GENERATIONS = "generations"


def current_generation(index_dir: Path) -> str | None:
    """The live generation's name, or None where there is no index.

    Raises:
        NotAnIndexError: the folder exists and qa_bot did not make it.
        IndexDamagedError: the pointer can't be read or points nowhere.
    """
    if not require_own_folder(index_dir):
        return None
    earlier = ""
    while (name := _read_pointer(index_dir)) != earlier:
        if name is None or (index_dir / GENERATIONS / name).is_dir():
            return name
        earlier = name  # a build may have moved on: look again
    raise IndexDamagedError(f"{index_dir / CURRENT} points nowhere; {REPAIR}")


def _read_pointer(index_dir: Path) -> str | None:
    pointer = index_dir / CURRENT
    try:
        name = retry_refused(lambda: pointer.read_text(encoding="utf-8")).strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"{pointer} can't be read; {REPAIR}") from error
    if not name.isprintable() or Path(name).name != name:
        raise IndexDamagedError(f"{pointer} points nowhere; {REPAIR}")
    return name


def require_own_folder(index_dir: Path) -> bool:
    """Whether the folder is an index; False where it is missing, empty or has just our README.

    Raises:
        NotAnIndexError: it exists and holds something else.
    """
    if index_dir.is_dir() and (index_dir / MARKER).is_file():
        return True
    if not index_dir.exists() or (index_dir.is_dir() and _is_unused(index_dir)):
        return False
    raise NotAnIndexError(
        f"{index_dir} holds something that is not a qa_bot index and is left alone; "
        "choose another folder with --index"
    )


def _is_unused(folder: Path) -> bool:
    """Whether nothing is in a folder, or only the README of an index folder."""
    paths = list(folder.iterdir())
    if [path.name for path in paths] != [README]:
        return not paths
    try:
        with paths[0].open(encoding="utf-8", errors="replace") as file:
            return file.readline().strip() == README_TITLE
    except OSError:
        return False


def write_beside_generations(index_dir: Path, name: str, content: str) -> None:
    """Write a file of the index folder, whole or not at all, which stays when it is rebuilt.

    Raises:
        NotAnIndexError: the folder exists and holds something else.
        QABotError: it can't be written.
    """
    temporary = index_dir / f"{name}.tmp"
    try:
        make_own_folder(index_dir)
        temporary.write_text(content, encoding="utf-8")
        temporary.replace(index_dir / name)
    except OSError as error:
        raise QABotError(f"{index_dir / name} can't be written ({error.strerror})") from error


def make_own_folder(index_dir: Path) -> None:
    """Make a folder an index folder, without a generation yet; one that is an index stays.

    Raises:
        NotAnIndexError: it exists and holds something else.
        OSError: it can't be written.
    """
    require_own_folder(index_dir)
    index_dir.mkdir(parents=True, exist_ok=True)
    (index_dir / MARKER).touch()
