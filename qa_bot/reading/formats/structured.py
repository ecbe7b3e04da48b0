"""Structured text: JSON and JSON Lines, and Jupyter notebooks."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.html import parse_html, write_html
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_DEEPEST = 6
_NUMBER = re.compile(r"-?\d")
_OBJECT = re.compile(r"<[^<>\n]+>")
"""What stands for a picture where none can be shown ("<Figure size 640x480 with 1 Axes>")."""


def read_json(file: RawFile) -> Parsed:
    """Read JSON: an object's values make a sentence that names them; inner objects get headings."""
    writer = TextWriter()
    write_value("", _load(writer.decode(file.data)), writer)
    if not writer.length:
        raise ReadingError("holds no text")
    return writer.finish()


def read_notebook(file: RawFile) -> Parsed:
    """Read a notebook's text and code cells, and the text that the code printed."""
    writer = TextWriter()
    notebook = _load(writer.decode(file.data))
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ReadingError("is not a Jupyter notebook of format 4; open and save it in Jupyter")
    for cell in notebook["cells"]:
        source = _joined(cell.get("source"))
        if cell.get("cell_type") == "markdown" and source.strip():
            write_html(parse_html(MarkdownIt("commonmark").enable("table").render(source)), writer)
        else:
            writer.paragraph(source, keep_lines=True)
        for output in cell.get("outputs", ()):
            _write_output(output, writer)
    if not writer.length:
        raise ReadingError("holds no text")
    title = notebook.get("metadata", {}).get("title")
    parsed = writer.finish(title if isinstance(title, str) else "")
    top = [section.title for section in parsed.sections if section.level == 1]
    return replace(parsed, title=parsed.title or (top[0] if top else ""))


def _write_output(output: dict[str, Any], writer: TextWriter) -> None:
    """What a cell's code printed, showed or failed with."""
    data = output.get("data", {})
    shown = _joined(output.get("text") or data.get("text/plain"))
    if output.get("output_type") == "error":
        shown = ": ".join(filter(None, (_joined(output.get(key)) for key in ("ename", "evalue"))))
    if any(kind.startswith("image/") for kind in data):
        writer.leave_out("picture")
        shown = "" if _OBJECT.fullmatch(shown.strip()) else shown
    page = _joined(data.get("text/html"))
    if "<table" in page:
        write_html(parse_html(page), writer)
    else:
        writer.paragraph(shown, keep_lines=True)


def _load(text: str) -> Any:  # noqa: ANN401 - JSON is any of several types
    try:
        return _parse(text)
    except RecursionError as error:
        raise ReadingError("is nested too deeply") from error
    except ValueError as error:
        try:
            return [_parse(line) for line in text.splitlines() if line.strip()]
        except ValueError:
            raise ReadingError(f"is not valid JSON ({error})") from error


def _parse(text: str) -> Any:  # noqa: ANN401 - JSON is any of several types
    """The value of a JSON text; numbers stay as they are written ("12.50")."""
    return json.loads(
        text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=make_object
    )


def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a name that it gives twice all values are kept, in a list."""
    made: dict[str, Any] = {}
    repeated: dict[str, list[Any]] = {}
    for name, value in pairs:
        if name in repeated:
            repeated[name].append(value)
        elif name in made:
            made[name] = repeated[name] = [made[name], value]
        else:
            made[name] = value
    return made


def write_value(name: str, value: object, writer: TextWriter, level: int = 1) -> None:
    """Write an object, a list or a value below its name; a name that says the value is left out."""
    if isinstance(value, dict):
        if name:
            writer.heading(name, min(level, _DEEPEST))
        texts = [(key, _scalar(inner), inner) for key, inner in value.items()]
        writer.record([(key, text) for key, text, _ in texts])
        for key, text, inner in texts:
            if not text:
                write_value(key, inner, writer, level + 1)
    elif isinstance(value, list):
        if name and value:
            writer.heading(name, min(level, _DEEPEST))
        _write_list(value, writer, level)
    elif value is not None:
        writer.paragraph(_scalar(value))


def _write_list(values: list[object], writer: TextWriter, level: int) -> None:
    if (rows := _rows_of(values)) is not None:
        writer.table(rows)
        return
    for value in values:
        if isinstance(value, list) and (text := _scalar(value)):
            writer.paragraph(text)
        else:
            write_value("", value, writer, level)


def _rows_of(values: list[object]) -> list[list[str]] | None:
    """The rows of a table that is a list of lists of values below names; None for other lists."""
    rows = [value for value in values if isinstance(value, list)]
    if len(rows) < 2 or len(rows) < len(values) or len({len(row) for row in rows}) > 1:
        return None
    if len(rows[0]) < 2 or any(isinstance(value, dict | list) for row in rows for value in row):
        return None
    if all(_NUMBER.match(_scalar(value)) for value in rows[0]):
        return None
    return [[_scalar(value) for value in row] for row in rows]


def _scalar(value: object) -> str:
    """A value as text; empty for objects, for lists that hold one, and for null."""
    if isinstance(value, list):
        parts = [_scalar(inner) for inner in value if not isinstance(inner, list)]
        return ", ".join(parts) if all(parts) and len(parts) == len(value) else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, dict) else str(value)


def _joined(text: object) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else str(text or "")
