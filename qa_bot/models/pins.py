"""The models that were added by `qa-bot models add`, with the checksums of their files."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from qa_bot.errors import ModelError


class Pin(BaseModel):
    """One added model."""

    model_config = ConfigDict(frozen=True)

    source: str
    """The address or the folder that it came from."""
    revision: str
    """The version's name there; empty for a folder."""
    files: dict[str, str]
    """sha256 of each file, by its path inside the model's folder."""


class _Pins(RootModel[dict[str, Pin]]):
    pass


def pins_file() -> Path:
    """Where the pins are kept."""
    return Path(platformdirs.user_data_dir("qa_bot", appauthor=False)) / "models.json"


def load_pins() -> dict[str, Pin]:
    """Every added model, by its name.

    Raises:
        ModelError: the file can't be read.
    """
    path = pins_file()
    try:
        return _Pins.model_validate_json(path.read_bytes()).root
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError) as error:
        raise ModelError(
            f"{path} can't be read; delete it and add the models again with: qa-bot models add"
        ) from error


def find_pin(name: str) -> Pin | None:
    """How a model was added, or None where it was not.

    Raises:
        ModelError: the list of added models can't be read.
    """
    return load_pins().get(name)


def save_pin(name: str, pin: Pin) -> None:
    """Note an added model, in place of an earlier one of that name.

    Raises:
        ModelError: the list can't be read or written.
    """
    path = pins_file()
    content = _Pins({**load_pins(), name: pin}).model_dump_json(indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written = path.with_name(f"{path.name}.new")
        written.write_text(content, encoding="utf-8")
        written.replace(path)
    except OSError as error:
        raise ModelError(f"{path} can't be written ({error.strerror})") from error
