"""Fetching a model from the hub of Hugging Face or a mirror of it: only when a person asks for it.

Only files that are data are fetched: weights as safetensors, never as pickles, and no code.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_bot.errors import ModelError
from qa_bot.models.locating import full_name
from qa_bot.models.pins import Pin, save_pin
from qa_bot.models.reader_export import reader_kind
from qa_bot.models.weights import choose_files, file_checksums

_ENVIRONMENT = {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_XET": "1"}
"""Files come from the address that is named, and nothing is counted."""


@dataclass(frozen=True, slots=True)
class Download:
    """What would be fetched."""

    name: str
    address: str
    revision: str
    sizes: dict[str, int]
    """The files and their bytes."""
    checksums: dict[str, str]
    """sha256 of the files whose checksum the hub names."""

    @property
    def bytes(self) -> int:
        """The size of it all."""
        return sum(self.sizes.values())


def plan_download(name: str) -> Download:
    """Ask the hub what a model consists of.

    Raises:
        ModelError: the hub can't be reached or does not have it, it is neither an embedding model
            nor a reader, or it has no safetensors.
    """
    name = full_name(name)
    with _hub_errors(name) as hub:
        info = hub.HfApi().model_info(name, files_metadata=True)
        listed = {one.rfilename: one for one in info.siblings or ()}
        if "modules.json" not in listed:
            config = hub.hf_hub_download(name, "config.json", revision=info.sha)
            reader_kind(Path(config).parent, name)
        chosen = choose_files(listed)
        pickles = [file for file in chosen if file.endswith(".bin")]
        if pickles or not any(file.endswith(".safetensors") for file in chosen):
            raise ModelError(
                f"{name} has no weights as safetensors{_in(pickles)}; others are not fetched, as "
                "they can hold code"
            )
        return Download(
            name,
            hub.HfApi().endpoint,
            info.sha,
            {file: int(listed[file].size or 0) for file in chosen},
            {file: lfs.sha256 for file in chosen if (lfs := listed[file].lfs) is not None},
        )


def fetch_model(download: Download, report: Callable[[str], None]) -> Path:
    """Fetch a model into the cache of Hugging Face, and pin its files.

    Args:
        download: what `plan_download` gave.
        report: called with each file's name before it is fetched.

    Raises:
        ModelError: the hub can't be reached, the disk is full, or a file is not as it was named.
    """
    folder: Path | None = None
    with _hub_errors(download.name) as hub:
        for file in download.sizes:
            report(file)
            path = hub.hf_hub_download(download.name, file, revision=download.revision)
            folder = Path(path).parents[file.count("/")]
    if folder is None:
        raise ModelError(f"{download.name} has no files")
    checksums = file_checksums(folder)
    for file, expected in download.checksums.items():
        if checksums.get(file) != expected:
            raise ModelError(f"{folder / file} is not what {download.address} named; delete it")
    save_pin(
        download.name,
        Pin(source=download.address, revision=download.revision, files=checksums),
    )
    return folder


def pin_folder(name: str) -> None:
    """Pin the files of a model that is in a folder of this machine.

    Raises:
        ModelError: it has none, or the list of added models can't be written.
    """
    folder = Path(full_name(name))
    save_pin(str(folder), Pin(source=str(folder), revision="", files=file_checksums(folder)))


@contextmanager
def _hub_errors(name: str) -> Iterator[Any]:
    """The hub's client; its errors become one line each."""
    for variable, value in _ENVIRONMENT.items():
        os.environ.setdefault(variable, value)
    import huggingface_hub as hub
    from huggingface_hub import errors

    address = hub.HfApi().endpoint
    try:
        yield hub
    except errors.GatedRepoError as error:
        raise ModelError(
            f"{address} gives {name} only to people who accepted its terms; do so there, and set "
            "HF_TOKEN"
        ) from error
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise ModelError(f"{address} has no model {name}") from error
    except errors.OfflineModeIsEnabled as error:
        raise ModelError(f"{name} can't be fetched while HF_HUB_OFFLINE is set") from error
    except (OSError, errors.HTTPError) as error:  # type: ignore[attr-defined] # re-exported
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(f"{name} can't be fetched from {address} ({reason})") from error


def _in(pickles: list[str]) -> str:
    return f" ({', '.join(pickles)})" if pickles else ""
