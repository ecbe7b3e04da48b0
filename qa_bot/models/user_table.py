"""What is kept for a user and not with an index: a JSON file of named values in the data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import platformdirs
from pydantic import BaseModel, RootModel, ValidationError

from qa_bot.errors import ModelError

Value = TypeVar("Value", bound=BaseModel)


@dataclass(frozen=True)
class UserTable(Generic[Value]):
    """Values of one kind by their names, in a file of their own.

    Args:
        file_name: the file's name in the user's data folder.
        kind: what the file's content is.
        remedy: what to do where the file can't be read ("add the models again with: …").
    """

    file_name: str
    kind: type[RootModel[dict[str, Value]]]
    remedy: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return Path(platformdirs.user_data_dir("qa_bot", appauthor=False)) / self.file_name

    def load(self) -> dict[str, Value]:
        """All values; none where there is no file yet.

        Raises:
            ModelError: the file can't be read.
        """
        try:
            return self.kind.model_validate_json(self.path.read_bytes()).root
        except FileNotFoundError:
            return {}
        except (OSError, ValidationError) as error:
            raise ModelError(f"{self.path} can't be read; delete it and {self.remedy}") from error

    def keep(self, name: str, value: Value) -> None:
        """Keep a value, in place of an earlier one of that name.

        Raises:
            ModelError: the file can't be read or written.
        """
        path = self.path
        content = self.kind({**self.load(), name: value}).model_dump_json(indent=1)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            written = path.with_name(f"{path.name}.new")
            written.write_text(content, encoding="utf-8")
            written.replace(path)
        except OSError as error:
            raise ModelError(f"{path} can't be written ({error.strerror})") from error
