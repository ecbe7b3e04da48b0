"""Read the lines of a data set's files; a line that is not of the expected form is an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from qa_bot.errors import DatasetError

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"
_Row = TypeVar("_Row", bound=BaseModel)


def read_rows(path: Path, kind: type[_Row]) -> Iterator[tuple[int, _Row]]:
    """Every line that isn't blank as a row, with its number."""
    for number, line in read_lines(path):
        try:
            yield number, kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(map(str, first["loc"]))
            what = f"key {key!r}: {first['msg']}" if key else first["msg"]
            form = ", ".join(
                name for name, field in kind.model_fields.items() if field.is_required()
            )
            raise wrong_line(
                path, number, f"{what}; each line is a JSON object with {form}"
            ) from error


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Every line that isn't blank, without its end, with its number.

    Raises:
        DatasetError: the file is missing, can't be read or is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except FileNotFoundError as error:
        raise DatasetError(
            f"{path} is missing; a data set has {CORPUS}, {QUERIES}, {QRELS}"
        ) from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not UTF-8 ({error.reason}); save it as UTF-8") from error
    except OSError as error:
        raise DatasetError(
            f"{path} can't be read ({error.strerror}); check its permissions"
        ) from error


def wrong_line(path: Path, number: int, what: str) -> DatasetError:
    """The error that names a line and what is wrong with it."""
    return DatasetError(f"{path} line {number}: {what}")
