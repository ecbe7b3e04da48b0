"""Footnotes, endnotes and comments of a Word document, numbered as on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from qa_bot.reading.formats.numerals import write_number
from qa_bot.reading.formats.office import Package, tag
from qa_bot.reading.formats.word.styles import value_of

_KINDS = {"footnotes": ("w:footnotePr", "decimal"), "endnotes": ("w:endnotePr", "lowerRoman")}
_ID = tag("w:id")


@dataclass(frozen=True, slots=True)
class Note:
    """A note, and the mark that stands for it in the text."""

    mark: str
    element: Element


class Notes:
    """The notes of a document; marks are given in the order in which the text refers to them."""

    def __init__(self, package: Package, part: str, settings: Element | None) -> None:
        self._parts = {kind: next(package.related(part, kind), "") for kind in _KINDS}
        self._elements: dict[str, dict[str, Element]] = {kind: {} for kind in _KINDS}
        self._formats: dict[str, str] = {}
        self._marks: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
        self._counts = dict.fromkeys(_KINDS, 0)
        for kind, (properties, usual) in _KINDS.items():
            own = settings.find(tag(properties)) if settings is not None else None
            self._formats[kind] = value_of(own, "w:numFmt") or usual
            if self._parts[kind]:
                root = package.parse(self._parts[kind])
                self._elements[kind] = {
                    note.get(_ID, ""): note for note in root if note.get(tag("w:type")) is None
                }

    def set_formats(self, section: Element) -> None:
        """Take the formats of marks from the properties of a section, where it has some."""
        for kind, (properties, _) in _KINDS.items():
            if found := value_of(section.find(tag(properties)), "w:numFmt"):
                self._formats[kind] = found

    def mark(self, reference: Element) -> str:
        """The mark of a note for its reference; empty where the author typed one after it."""
        kind = "footnotes" if reference.tag == tag("w:footnoteReference") else "endnotes"
        identifier = reference.get(_ID, "")
        if reference.get(tag("w:customMarkFollows")) in ("1", "true", "on"):
            self._marks[kind].setdefault(identifier, "")
            return ""
        if identifier not in self._marks[kind]:
            self._counts[kind] += 1
            number = write_number(self._counts[kind], self._formats[kind])
            self._marks[kind][identifier] = number
        return f"[{self._marks[kind][identifier]}]"

    def written(self) -> Iterator[tuple[str, str, list[Note]]]:
        """Heading, part and notes of each kind, in the order of their marks.

        Notes to which nothing refers come last.
        """
        for kind, elements in self._elements.items():
            marks = self._marks[kind]
            ordered = [key for key in marks if key in elements]
            ordered += [key for key in elements if key not in marks]
            if ordered:
                notes = [Note(marks.get(key, ""), elements[key]) for key in ordered]
                yield kind.capitalize(), self._parts[kind], notes


def read_comments(package: Package, part: str) -> Iterator[tuple[str, Element]]:
    """Author and element of each comment."""
    for comments in package.related(part, "comments"):
        for comment in package.parse(comments):
            yield comment.get(tag("w:author"), ""), comment
