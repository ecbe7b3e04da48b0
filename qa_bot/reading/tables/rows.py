"""One row of a table as a sentence that names its values, and rows that are remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa_bot.reading.tables.cells import Cell
from qa_bot.reading.tables.kinds import Kind, kind_of

MAX_LINE = 400
"""Characters of a row's line; a longer row is parted, and each part opens with the row's name."""
STOPS = (*".!?。！？",)
LONGEST_LABEL = 40
"""Characters up to which a text may be the name of a row or of a group."""

_FEWEST_OF_LABEL = 3
"""Columns from which a cell that is merged over them names its row, and is no value of each."""


def write_row(opening: list[str], names: Sequence[str], row: Sequence[Cell]) -> Iterator[str]:
    """The sentences of a row: as a rule one."""
    label = _count_label(row)
    parts = [row[0].text] if label else []
    parts += [
        _write_value(names[place] if place < len(names) else "", cell.text)
        for place, cell in enumerate(row)
        if place >= label
        and cell.text
        and not (cell.merged and (place >= len(names) or not names[place]))
    ]
    if len(parts) > 1 and not any(names) and (len(parts) == 2 or row[0].is_head):
        parts[:2] = [f"{parts[0].rstrip(':：')}: {parts[1]}"]
    head = [*opening, *parts[:1]]
    line = head.copy()
    length = sum(map(len, line))
    for part in parts[1:]:
        length += len(part)
        if length > MAX_LINE and len(line) > len(head):
            yield _end(line)
            line = head.copy()
            length = sum(map(len, line)) + len(part)
        line.append(part)
    yield _end(line)


def _count_label(row: Sequence[Cell]) -> int:
    """Columns that a row's name reaches over ("Total"); 0 where it is a value of few columns."""
    count = next((n for n, cell in enumerate(row) if n and not cell.merged), len(row))
    return count if _FEWEST_OF_LABEL <= count < len(row) and row[0].text else 0


def _write_value(name: str, text: str) -> str:
    return f"{name}: {text}" if name and name != text else text


def _end(parts: Sequence[str]) -> str:
    sentence = "; ".join(parts)
    return sentence if sentence.endswith(STOPS) else f"{sentence}."


def names_over(names: Sequence[str], kinds: Sequence[Kind], row: Sequence[Cell]) -> Sequence[str]:
    """The names of a row's columns; words that open it further right, over numbers, are its name.

    So does "Total" stand beside the sum, in the column before.
    """
    first = next((place for place, cell in enumerate(row) if cell.text), 0)
    is_name = 0 < first < min(len(names), len(kinds)) and kinds[first] is Kind.NUMBER
    if not is_name or kind_of(row[first].text) not in (Kind.WORDS, Kind.NAME):
        return names
    return [*names[:first], "", *names[first + 1 :]]


def is_note(text: str, row: Sequence[Cell]) -> bool:
    """Whether the only cell of a row is a remark rather than the name of a row without values."""
    whole = len(row) > 1 and all(cell.text for cell in row)
    return whole or len(text) > LONGEST_LABEL or is_remark(text)


def is_remark(text: str) -> bool:
    """Whether a text is a note on a table rather than a name in it."""
    return text.startswith(("(", "*", "†")) or text.endswith(STOPS)
