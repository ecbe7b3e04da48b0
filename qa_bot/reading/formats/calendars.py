"""Calendars and address cards (.ics, .vcf): a sentence for each entry, its description below it."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_FOLD = re.compile(r"\n[ \t]|=\n(?=[^\n:]*\n)")
_PROPERTY = re.compile(
    r"(?:[\w-]+\.)?([\w-]+)((?:;[^:;=]+(?:=(?:\"[^\"]*\"|[^:;]*))?)*):(.*)", re.DOTALL
)
_COMMON_NAME = re.compile(r";CN=(?:\"([^\"]*)\"|([^;:]*))", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([nN,;:\\])")
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
_NAMES = {
    "SUMMARY": "Summary", "DTSTART": "Start", "DTEND": "End", "DUE": "Due", "LOCATION": "Location",
    "ORGANIZER": "Organizer", "ATTENDEE": "Attendee", "RRULE": "Repeats", "CONTACT": "Contact",
    "STATUS": "Status", "COMMENT": "Comment", "DURATION": "Duration", "CATEGORIES": "Categories",
    "FN": "Name", "TEL": "Phone", "EMAIL": "Mail", "ORG": "Organization", "TITLE": "Title",
    "ADR": "Address", "NICKNAME": "Nickname", "BDAY": "Birthday", "ROLE": "Role", "URL": "Web",
    "NOTE": "Note",
}  # fmt: skip
"""What people see of an entry; the rest is for programs."""
_LONG = ("DESCRIPTION",)
_ENTRIES = ("VEVENT", "VTODO", "VJOURNAL", "VCARD")


def read_calendar(file: RawFile) -> Parsed:
    """Read the entries of a calendar, or address cards.

    Raises:
        ReadingError: it holds none.
    """
    writer = TextWriter()
    inside: list[str] = []
    facts: list[tuple[str, str]] = []
    long: list[str] = []
    for name, parameters, value in _properties(writer.decode(file.data)):
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END" and inside:
            if inside.pop() in _ENTRIES:
                writer.record(facts)
                for text in long:
                    writer.paragraph(text, keep_lines=True)
                facts, long = [], []
        elif inside and inside[-1] in _ENTRIES and value.strip(" ;"):
            if name in _LONG:
                long.append(_show(name, parameters, value))
            elif name in _NAMES:
                facts.append((_NAMES[name], _show(name, parameters, value)))
    if not writer.length:
        raise ReadingError("holds no entries of a calendar and no addresses")
    return writer.finish()


def _properties(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, parameters and value of each line; long ones are folded (RFC 5545 3.1)."""
    for line in _FOLD.sub("", text).split("\n"):
        if found := _PROPERTY.fullmatch(line):
            name, parameters, value = found.groups()
            if "QUOTED-PRINTABLE" in parameters.upper():
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
            yield name.upper(), parameters, value


def _show(name: str, parameters: str, value: str) -> str:
    if name in ("ADR", "ORG"):
        parts = (_unescape(part).strip() for part in re.split(r"(?<!\\);", value))
        return ", ".join(filter(None, parts))
    text = _unescape(value)
    common = _COMMON_NAME.search(parameters)
    if common and name in ("ORGANIZER", "ATTENDEE"):
        address = re.sub("^mailto:", "", text, flags=re.IGNORECASE)
        return f"{common[1] or common[2]} <{address}>"
    moment = _MOMENT.fullmatch(text)
    if moment is None:
        return text
    year, month, day, hour, minute, zone = moment.groups()
    time = f" {hour}:{minute}{' UTC' if zone else ''}" if hour else ""
    return f"{year}-{month}-{day}{time}"


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
