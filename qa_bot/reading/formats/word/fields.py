"""Fields of Word documents: what they show, never how it is computed; check boxes and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import tag
from qa_bot.reading.formats.word.equation_fields import equation_field
from qa_bot.reading.formats.word.styles import value_of

_PAGE_NUMBER = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_TYPE = tag("w:fldCharType")
_OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    is_shown: bool = False


class Fields:
    """The fields that are open where a paragraph is read.

    A field that is not whole loses no text: what stands before its result is unread only inside
    of the paragraph in which the field begins.
    """

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.shows_page_number = False

    def begin_paragraph(self) -> None:
        """Forget the fields whose result has not begun."""
        self._open = [field for field in self._open if field.is_shown]
        self.shows_page_number = False

    @property
    def is_shown(self) -> bool:
        """Whether text that comes now is shown, and not a field's instruction."""
        return all(field.is_shown for field in self._open)

    def note_instruction(self, instruction: str) -> None:
        """Take notice of a simple field."""
        self.shows_page_number |= bool(_PAGE_NUMBER.match(instruction))

    def note(self, element: Element) -> str:
        """Take notice of a `w:fldChar` or a `w:instrText`; gives what a field that ends shows.

        That is empty but for formulas, which have no result.
        """
        kind = element.get(_TYPE)
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].is_shown = True
            self.note_instruction(self._open[-1].instruction)
        elif kind == "end" and self._open:
            ended = self._open.pop()
            self.note_instruction(ended.instruction)
            return "" if ended.is_shown else equation_field(ended.instruction)
        elif kind is None and self._open:
            self._open[-1].instruction += element.text or ""
        return ""


def form_field(element: Element) -> str:
    """What a form's field shows where it has no text of its own: a check box, a chosen entry."""
    box = element.find(f"{tag('w:ffData')}/{tag('w:checkBox')}")
    if box is not None:
        state = box.find(tag("w:checked"))
        state = box.find(tag("w:default")) if state is None else state
        ticked = state is not None and state.get(tag("w:val"), "1") not in _OFF
        return "☒" if ticked else "☐"
    choice = element.find(f"{tag('w:ffData')}/{tag('w:ddList')}")
    if choice is None:
        return ""
    entries = [entry.get(tag("w:val"), "") for entry in choice.findall(tag("w:listEntry"))]
    number = value_of(choice, "w:result") or value_of(choice, "w:default") or "0"
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""
