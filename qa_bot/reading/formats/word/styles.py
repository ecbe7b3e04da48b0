"""Styles of a Word document: which paragraphs are headings, and how runs are set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import tag
from qa_bot.reading.formats.word.symbols import is_sign_font

_HEADING = re.compile(r"heading\s*([1-9])$", re.IGNORECASE)
_BASES = 20
"""Styles that may be based on each other; files with a circle end here."""
_OFF = frozenset({"0", "false", "off"})
_RAISED = 4
"""Half points above the line from which a short run counts as a superscript."""
_VALUE, _ID, _TYPE = tag("w:val"), tag("w:styleId"), tag("w:type")
_PROPERTIES, _RUN, _OUTLINE = tag("w:pPr"), tag("w:rPr"), tag("w:outlineLvl")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a run is set, as far as it changes what is read; None where nothing is said."""

    script: str | None = None
    """"superscript", "subscript" or "baseline"."""
    struck: bool | None = None
    hidden: bool | None = None
    font: str | None = None
    """A font of signs; empty for any other."""
    bold: bool | None = None

    def over(self, below: Setting) -> Setting:
        """This setting, with what it leaves open from another."""
        return Setting(
            self.script if self.script is not None else below.script,
            self.struck if self.struck is not None else below.struck,
            self.hidden if self.hidden is not None else below.hidden,
            self.font if self.font is not None else below.font,
            self.bold if self.bold is not None else below.bold,
        )


PLAIN = Setting()


class Styles:
    """The styles of a document, by identifier."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else root.findall(tag("w:style"))
        self._styles = {style.get(_ID, ""): style for style in styles}
        defaults = [s for s in styles if s.get(tag("w:default")) in ("1", "true", "on")]
        self._default = next((s.get(_ID, "") for s in defaults if s.get(_TYPE) == "paragraph"), "")
        self._settings: dict[str, Setting] = {}
        self._levels: dict[str, int] = {}

    def chain(self, identifier: str) -> Iterator[Element]:
        """A style and those that it is based on."""
        for _ in range(_BASES):
            style = self._styles.get(identifier)
            if style is None:
                return
            yield style
            identifier = value_of(style, "w:basedOn")

    def of_paragraph(self, paragraph: Element) -> str:
        """The identifier of a paragraph's style."""
        return value_of(paragraph.find(_PROPERTIES), "w:pStyle") or self._default

    def heading_level(self, paragraph: Element) -> int:
        """The heading level of a paragraph, 1 to 6; 0 where it is none."""
        own = paragraph.find(f"{_PROPERTIES}/{_OUTLINE}")
        if own is not None:
            return _outline(own)
        identifier = self.of_paragraph(paragraph)
        if identifier not in self._levels:
            self._levels[identifier] = self._level_of(identifier)
        return self._levels[identifier]

    def _level_of(self, identifier: str) -> int:
        """The heading level that a style gives to its paragraphs."""
        for style in self.chain(identifier):
            name = value_of(style, "w:name")
            if name.casefold() == "title":
                return 1
            if named := _HEADING.match(name):
                return min(int(named[1]), 6)
            level = style.find(f"{_PROPERTIES}/{_OUTLINE}")
            if level is not None:
                return _outline(level)
        return 0

    def setting_of(self, identifier: str) -> Setting:
        """What a style says of its runs."""
        if identifier not in self._settings:
            setting = PLAIN
            for style in self.chain(identifier):
                setting = setting.over(read_setting(style.find(_RUN)))
            self._settings[identifier] = setting
        return self._settings[identifier]

    def setting(self, run: Element, paragraph_style: str) -> Setting:
        """How a run is set, by itself, by its style, or by its paragraph's."""
        properties = run.find(_RUN)
        below = self.setting_of(paragraph_style)
        if properties is None:
            return below
        if named := value_of(properties, "w:rStyle"):
            below = self.setting_of(named).over(below)
        return read_setting(properties).over(below)


def read_setting(properties: Element | None) -> Setting:
    """What a `w:rPr` says."""
    if properties is None or not len(properties):
        return PLAIN
    script = properties.find(tag("w:vertAlign"))
    kind = script.get(_VALUE) if script is not None else None
    if kind is None and _number(value_of(properties, "w:position")) >= _RAISED:
        kind = "raised"
    strikes = [_switch(properties, "w:strike"), _switch(properties, "w:dstrike")]
    told = [strike for strike in strikes if strike is not None]
    hidden = _switch(properties, "w:vanish")
    bold = _switch(properties, "w:b")
    return Setting(kind, any(told) if told else None, hidden, _sign_font(properties), bold)


def _sign_font(properties: Element) -> str | None:
    """The font that a `w:rPr` names, if it shows signs; empty for another; None for none."""
    fonts = properties.find(tag("w:rFonts"))
    name = None if fonts is None else fonts.get(tag("w:ascii")) or fonts.get(tag("w:hAnsi"))
    return name if name is None or is_sign_font(name) else ""


def value_of(parent: Element | None, name: str) -> str:
    """The `w:val` of a child, empty where there is none."""
    child = parent.find(tag(name)) if parent is not None else None
    return "" if child is None else child.get(_VALUE, "")


def _switch(properties: Element, name: str) -> bool | None:
    found = properties.find(tag(name))
    return None if found is None else found.get(_VALUE, "1") not in _OFF


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0


def _outline(element: Element) -> int:
    value = _number(element.get(_VALUE, "9"))
    return min(value + 1, 6) if 0 <= value < 9 else 0
