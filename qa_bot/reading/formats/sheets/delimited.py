"""Tables of text (.csv, .tsv): the delimiter is the one that a file names or its lines agree on."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter
from qa_bot.reading.tables import without_collection

_DELIMITERS = ",;\t|^"
_LONGEST_FIELD = 10_000_000
_NAMED = re.compile(r"""\s*"?sep=(.|\\t)"?\s*\n""", re.IGNORECASE)
_MOST_LINES = 200
_MOST_PREAMBLE_ROWS = 30
_SAMPLE = 200_000
_PARTING_COMMA = re.compile(r"(?<!\d),(?! )|,(?![ \d])")
"""A comma that is neither in a number nor before a space."""
_FEWEST_ROWS = 2
_ESCAPED = re.compile(r'[^\n\\]\\"')


class _Escaped(csv.excel):
    """A quote inside of a field after a backslash, as some databases write it."""

    doublequote = False
    escapechar = "\\"


@without_collection()
def read_csv(file: RawFile) -> Parsed:
    """Read a table of text.

    Raises:
        ReadingError: it is not text, or no table.
    """
    writer = TextWriter()
    text = writer.decode(file.data)
    csv.field_size_limit(_LONGEST_FIELD)
    delimiter = ""
    if named := _NAMED.match(text):
        delimiter, text = named[1].replace("\\t", "\t"), text[named.end() :]
    delimiter = delimiter or find_delimiter(text)
    dialect = _find_dialect(text, delimiter)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect, delimiter=delimiter))
    except csv.Error as error:
        raise ReadingError(f"is not a readable table ({error}); save it as CSV again") from error
    _join_sentences(rows, delimiter)
    writer.table(rows)
    return writer.finish()


def _join_sentences(rows: list[list[str]], delimiter: str) -> None:
    """Put the remarks above a table together again where a comma in them is no delimiter.

    A space follows each comma of a remark, but not those of the table's rows.
    """
    top = rows[:_MOST_PREAMBLE_ROWS]
    usual = max(map(len, top), default=0)
    body = next((n for n, row in enumerate(top) if len(row) == usual), 0)
    if _has_spaces(rows[body] if rows else []):
        return
    for place in range(body):
        if _has_spaces(rows[place]):
            rows[place] = [delimiter.join(rows[place])]


def _has_spaces(row: list[str]) -> bool:
    return len(row) > 1 and all(field[:1] == " " for field in row[1:])


def _find_dialect(text: str, delimiter: str) -> type[csv.Dialect]:
    """How quotes stand inside of fields: twice, or after a backslash where the rows agree more."""
    if not _ESCAPED.search(text):
        return csv.excel
    sample = text[:_SAMPLE].rpartition("\n")[0] or text

    def agreement(dialect: type[csv.Dialect]) -> int:
        reader = csv.reader(io.StringIO(sample, newline=""), dialect, delimiter=delimiter)
        return max(Counter(len(row) for row in reader if row).values(), default=0)

    try:
        return _Escaped if agreement(_Escaped) > agreement(csv.excel) else csv.excel
    except csv.Error:
        return csv.excel


def find_delimiter(text: str) -> str:
    """The delimiter that parts most lines into the same number of fields.

    Lines above a table ("Exported on 3 May, 2024") and notes below it are few against its rows.
    """
    lines = [line for line in text.split("\n", _MOST_LINES)[:_MOST_LINES] if line.strip()]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        several = [count for count in counts if count > 1]
        usual = max(set(several), key=lambda count: (several.count(count), count), default=1)
        return several.count(usual), usual

    try:
        found = max(_DELIMITERS, key=agreement)
    except csv.Error:
        return ","
    return ";" if found == "," and _has_decimal_commas(lines) else found


def _has_decimal_commas(lines: list[str]) -> bool:
    """Whether semicolons part most lines, and commas in these stand in numbers and sentences."""
    parted = [line for line in lines if ";" in line]
    usual = Counter(line.count(";") for line in parted).most_common(1)
    if not usual or 2 * usual[0][1] < len(lines) or usual[0][1] < _FEWEST_ROWS:
        return False
    return not any(_PARTING_COMMA.search(line) for line in parted)
