"""The models that were added by `qa-bot models add`, with the checksums of their files."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, RootModel

from qa_bot.models.user_table import UserTable


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


_TABLE = UserTable("models.json", _Pins, "add the models again with: qa-bot models add")


def load_pins() -> dict[str, Pin]:
    """Every added model, by its name.

    Raises:
        ModelError: the file can't be read.
    """
    return _TABLE.load()


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
    _TABLE.keep(name, pin)
