"""Read the rows of tables as they stand in the text: "City: Oslo; Rate: 60.".

The first column may have no name ("North; Sales: 410."); its cell is kept under an empty one.
"""

from __future__ import annotations

import re

from qa_bot.types import Sentence

_ROW = re.compile(r"[^:;\n]{1,60}(?:: [^;\n]*)?; [^:;\n]{1,60}: ")


def is_row(text: str, sentence: Sentence) -> bool:
    """Whether a sentence is a row of a table."""
    return bool(_ROW.match(text, sentence.start, sentence.end))


def is_row_text(line: str) -> bool:
    """Whether a line by itself is a row of a table."""
    return bool(_ROW.match(line))


def read_cells(row: str) -> dict[str, str]:
    """A row's cells by the names of their columns, in order.

    What stands behind a ";" of a cell belongs to it.
    """
    cells: dict[str, str] = {}
    last = ""
    for part in row.rstrip(" .\n").split("; "):
        name, mark, value = part.partition(": ")
        if mark:
            cells[name], last = value.strip(), name
        elif cells:
            cells[last] = f"{cells[last]}; {part}"
        else:
            cells[last] = part
    return cells
