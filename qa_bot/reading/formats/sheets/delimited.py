"""Tables of text (.csv, .tsv): the delimiter is the one that a file names or its lines agree on."""

from __future__ import annotations

import csv
import io
import re

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 10_000_000
_NAMED = re.compile(r"""\s*"?sep=(.|\\t)"?\s*\n""", re.IGNORECASE)
_MOST_LINES = 200


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
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ReadingError(f"is not a readable table ({error}); save it as CSV again") from error
    writer.table(rows)
    return writer.finish()


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
        return max(_DELIMITERS, key=agreement)
    except csv.Error:
        return ","
