"""Calendars and address cards (.ics, .vcf): a sentence for each entry, its description below it."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.recurrences import describe_rule
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter

_FOLD = re.compile(r"\n[ \t]|=\n(?=[^\n:]*\n)")
_PROPERTY = re.compile(
    r"(?:([\w-]+)\.)?([\w-]+)((?:;[^:;=]+(?:=(?:\"[^\"]*\"|[^:;]*))?)*):(.*)", re.DOTALL
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
    "NOTE": "Note", "IMPP": "Chat", "RESOURCES": "Resources", "RDATE": "Also on",
    "EXDATE": "Not on", "RECURRENCE-ID": "Instead of",
}  # fmt: skip
"""What people see of an entry; the rest is for programs."""
_LONG = ("DESCRIPTION",)
_PICTURES = ("PHOTO", "LOGO")
_LABEL = "X-ABLABEL"
_ADDED_BY_PROGRAMS = ("reminder", "this is an event reminder", "alarm")
_ENTRIES = ("VEVENT", "VTODO", "VJOURNAL", "VCARD")


def read_calendar(file: RawFile) -> Parsed:
    """Read the entries of a calendar, or address cards.

    Raises:
        ReadingError: it holds none.
    """
    writer = TextWriter()
    inside: list[str] = []
    entry = _Entry()
    for group, name, parameters, value in _properties(writer.decode(file.data)):
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END" and inside:
            if inside.pop() in _ENTRIES:
                entry.write(writer)
                entry = _Entry()
        elif inside and inside[-1] in _ENTRIES and value.strip(" ;"):
            entry.add(group, name, parameters, value)
        elif inside[-1:] == ["VALARM"] and name in _LONG and _says_something(value):
            entry.facts.append(("", "Reminder", _show(name, parameters, value)))
    if not writer.length:
        raise ReadingError("holds no entries of a calendar and no addresses")
    return writer.finish()


@dataclass(slots=True)
class _Entry:
    """What is gathered of an entry until it ends."""

    facts: list[tuple[str, str, str]] = field(default_factory=list)
    """The group of a property, its name and its value."""
    long: list[str] = field(default_factory=list)
    parts_of_name: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    """What people call the properties of a group."""
    left_out: list[str] = field(default_factory=list)

    def add(self, group: str, name: str, parameters: str, value: str) -> None:
        """Take a property."""
        is_embedded = "VALUE=BINARY" in parameters.upper() or "ENCODING=B" in parameters.upper()
        if name in _PICTURES or (name == "ATTACH" and is_embedded):
            self.left_out.append("picture" if name in _PICTURES else "file embedded in it")
        elif name == "ATTACH":
            self.facts.append((group, "Attachment", value))
        elif name == _LABEL:
            self.labels[group] = value.strip("_$!<>")
        elif name == "N":
            given = [part.strip() for part in _unescape(value).split(";")]
            self.parts_of_name = " ".join(filter(None, [*given[3:4], *given[1:3], *given[:1]]))
        elif name in _LONG:
            self.long.append(_show(name, parameters, value))
        elif name in _NAMES:
            self.facts.append((group, _NAMES[name], _show(name, parameters, value)))

    def write(self, writer: TextWriter) -> None:
        """Write the entry as a sentence with its description below."""
        facts = [
            (f"{name} ({self.labels[group]})" if group and group in self.labels else name, value)
            for group, name, value in self.facts
        ]
        if self.parts_of_name and not any(name == "Name" for name, _ in facts):
            facts.insert(0, ("Name", self.parts_of_name))
        writer.record(facts)
        for text in self.long:
            writer.paragraph(text, keep_lines=True)
        for what in self.left_out:
            writer.leave_out(what)


def _says_something(reminder: str) -> bool:
    return reminder.strip().casefold() not in _ADDED_BY_PROGRAMS


def _properties(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Group, name, parameters and value of each line; long ones are folded (RFC 5545 3.1)."""
    for line in _FOLD.sub("", text).split("\n"):
        if found := _PROPERTY.fullmatch(line):
            group, name, parameters, value = found.groups()
            if "QUOTED-PRINTABLE" in parameters.upper():
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
            yield group or "", name.upper(), parameters, value


def _show(name: str, parameters: str, value: str) -> str:
    if name in ("ADR", "ORG"):
        parts = (_unescape(part).strip() for part in re.split(r"(?<!\\);", value))
        return ", ".join(filter(None, parts))
    if name == "RRULE":
        return describe_rule(value, _show_moment)
    text = _unescape(value)
    common = _COMMON_NAME.search(parameters)
    if common and name in ("ORGANIZER", "ATTENDEE"):
        address = re.sub("^mailto:", "", text, flags=re.IGNORECASE)
        return f"{common[1] or common[2]} <{address}>"
    return _show_moment(text)


def _show_moment(text: str) -> str:
    """A date or a time, year first; any other text as it is."""
    moment = _MOMENT.fullmatch(text)
    if moment is None:
        return text
    year, month, day, hour, minute, zone = moment.groups()
    time = f" {hour}:{minute}{' UTC' if zone else ''}" if hour else ""
    return f"{year}-{month}-{day}{time}"


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
