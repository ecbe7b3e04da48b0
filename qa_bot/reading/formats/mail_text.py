"""Bodies of mails: which form of a text to read, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.html import parse_html, write_html
from qa_bot.reading.formats.html_tables import names_its_columns
from qa_bot.reading.formats.text_tables import write_with_tables
from qa_bot.reading.parsed import TextWriter

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_TAG = re.compile(r"<(?:style|script|head)\b.*?</(?:style|script|head)\s*>|<[^>]*>", re.I | re.S)
_WORD = re.compile(r"\w+")
_TABLE = re.compile(r"<th\b", re.IGNORECASE)
_CELL = re.compile(r"<td\b.*?<td\b", re.IGNORECASE | re.DOTALL)
_LEAST_SHARE = 0.6
"""Share of the words of another form that a plain text must have to be read before it."""
_SAID_SHARE = 0.9
_QUOTES = re.compile(r">*")
_PARAMETERS = re.compile(r"<param>.*?</param>", re.IGNORECASE | re.DOTALL)
_ENRICHED = re.compile(r"</?[a-z-]{1,60}>", re.IGNORECASE)
_LINE_FEEDS = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class MailText:
    """The text of a part."""

    text: str
    is_html: bool = False

    @property
    def words(self) -> int:
        """How many words a person sees."""
        return len(self._find_words())

    def is_said_by(self, others: Iterable[MailText]) -> bool:
        """Whether nearly all of the words stand in other texts too."""
        said = {word for other in others for word in other._find_words()}
        own = self._find_words()
        return sum(word in said for word in own) >= _SAID_SHARE * len(own)

    def _find_words(self) -> list[str]:
        return _WORD.findall(_TAG.sub(" ", self.text) if self.is_html else self.text)

    def has_table(self) -> bool:
        """Whether it is a page with a table that has names of columns."""
        if not self.is_html or _TABLE.search(self.text):
            return self.is_html
        if _CELL.search(self.text) is None:
            return False
        try:
            return any(map(names_its_columns, parse_html(self.text).iter("table")))
        except ReadingError:
            return False


def choose_text(forms: Sequence[Sequence[MailText]]) -> int:
    """The form to read, of alternatives that should say the same.

    Plain text comes first; but not a remark that a better program is needed, not an empty one, and
    not where only the other form has a table with names of columns.
    """
    counts = [sum(part.words for part in form) for form in forms]
    most = max(counts, default=0)
    enough = [n for n, count in enumerate(counts) if count >= _LEAST_SHARE * most and count]
    tables = [n for n in enough if any(part.has_table() for part in forms[n])]
    plain = [n for n in enough if not any(part.is_html for part in forms[n])]
    return next(iter([*tables, *plain, *enough]), 0)


def write_fields(
    subject: str, fields: Iterable[tuple[str, str]], writer: TextWriter, level: int = 1
) -> None:
    """Write a mail's subject as a heading, and its fields."""
    writer.heading(subject, min(level, 6))
    for name, value in fields:
        if value.strip():
            writer.paragraph(f"{name}: {value}")


def write_text(text: MailText, writer: TextWriter) -> None:
    """Write the text of a part, if there is any."""
    if not text.is_html:
        plain = text.text.replace("\r\n", "\n")
        if not write_with_tables(plain, writer, partial(_write_paragraphs, writer)):
            _write_paragraphs(writer, plain)
    elif text.words:
        try:
            write_html(parse_html(text.text), writer)
        except ReadingError:
            return  # nothing but tags


def _write_paragraphs(writer: TextWriter, text: str) -> None:
    for paragraph in _PARAGRAPH.split(text):
        writer.paragraph(paragraph, keep_lines=True)


def show_enriched(text: str) -> str:
    """Text whose looks stand in tags (RFC 1896): a single line feed is a space."""
    text = _PARAMETERS.sub("", text.replace("\r\n", "\n")).replace("<<", "\0")
    text = _ENRICHED.sub("", text).replace("\0", "<")
    return _LINE_FEEDS.sub(lambda found: "\n" * (len(found[0]) - 1) or " ", text)


def unflow(text: str, drop_space: bool) -> str:
    """Text whose lines were broken for transport, whole again (RFC 3676)."""
    lines: list[str] = []
    is_open, depth = False, 0
    for raw in text.split("\n"):
        quotes = _QUOTES.match(raw)
        own = quotes.end() if quotes else 0
        line = raw[own:].removeprefix(" ")
        if is_open and own == depth:
            lines[-1] += line
        else:
            lines.append(f"{'>' * own} {line}" if own else line)
        is_open = line.endswith(" ") and line != "-- "
        depth = own
        if is_open and drop_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
