"""Styles of OpenDocument files: how text is set, and how lists and headings are numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from qa_bot.reading.formats.opendocument.names import fo, loext, style, text

_BASES = 20
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
          "I": "upperRoman", "": "none", "①": "decimalEnclosedCircle", "一": "chineseCounting",
          "一, 二, 三, ...": "chineseCounting", "α": "lowerGreek", "Α": "upperGreek",
          "ア": "aiueo", "イ": "iroha", "가": "ganada", "א": "hebrew1"}  # fmt: skip
_LEVEL_KINDS = (text("list-level-style-number"), text("outline-level-style"))
_LIGHT = ("normal", "100", "200", "300", "400", "500")
_POSITION = re.compile(r"(super|sub|-?\d+(?:\.\d+)?%)")


@dataclass(frozen=True, slots=True)
class Setting:
    """How text is set, as far as it changes what is read."""

    script: str = ""
    """"superscript", "subscript" or empty."""
    struck: bool = False
    hidden: bool = False
    bold: bool | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is numbered."""

    kind: str
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown_levels: int = 1
    pattern: str = ""
    """The whole label with "%1%" for the first level's number; newer files have it."""


PLAIN = Setting()


class Styles:
    """The styles of a document, its own and automatic ones."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        self._settings: dict[tuple[str, str], Setting] = {}
        for root in roots:
            if root is not None:
                self._read(root)

    def setting(self, name: str, family: str = "text") -> Setting:
        """How a style sets text."""
        key = (family, name)
        if key not in self._settings:
            self._settings[key] = self._resolve(family, name)
        return self._settings[key]

    def levels(self, list_style: str) -> dict[int, Level]:
        """The numbered levels of a list style, from 1."""
        return self._lists.get(list_style, {})

    def master_page(self, name: str, family: str = "paragraph") -> str:
        """The page style that a style of paragraphs or tables begins; empty for none."""
        found = self._styles.get((family, name))
        return "" if found is None else str(found.get(style("master-page-name"), ""))

    def list_style(self, name: str) -> str:
        """The list style of a paragraph style."""
        for _ in range(_BASES):
            found = self._styles.get(("paragraph", name))
            if found is None:
                return ""
            if own := found.get(style("list-style-name"), ""):
                return str(own)
            name = found.get(style("parent-style-name"), "")
        return ""

    def _read(self, root: Element) -> None:
        for element in root.iter(style("style")):
            key = (element.get(style("family"), ""), element.get(style("name"), ""))
            self._styles[key] = element
        for element in root.iter(text("list-style")):
            self._lists[element.get(style("name"), "")] = _read_levels(element)
        for element in root.iter(text("outline-style")):
            self.outline = _read_levels(element)

    def _resolve(self, family: str, name: str) -> Setting:
        script, struck, hidden, bold = None, None, None, None
        for _ in range(_BASES):
            element = self._styles.get((family, name))
            if element is None:
                break
            properties = element.find(style("text-properties"))
            if properties is not None:
                if script is None:
                    script = _script(properties.get(style("text-position")))
                if struck is None:
                    struck = _struck(properties)
                hidden = hidden or properties.get(text("display")) == "none"
                if bold is None and (weight := properties.get(fo("font-weight"))):
                    bold = weight not in _LIGHT
            name = element.get(style("parent-style-name"), "")
        return Setting(script or "", bool(struck), bool(hidden), bold)


def _script(position: str | None) -> str | None:
    if position is None:
        return None
    found = _POSITION.match(position.strip())
    if found is None:
        return ""
    if found[1] in ("super", "sub"):
        return f"{found[1]}script"
    raised = float(found[1].rstrip("%"))
    return "superscript" if raised > 0 else "subscript" if raised < 0 else ""


def _struck(properties: Element) -> bool | None:
    said = [
        properties.get(style(f"text-line-through-{name}")) for name in ("style", "type", "text")
    ]
    known = [value for value in said[:2] if value is not None]
    return None if not known else any(value != "none" for value in known)


def _read_levels(parent: Element) -> dict[int, Level]:
    levels = {}
    for element in parent:
        depth = element.get(text("level"), "")
        if not depth.isdecimal():
            continue
        is_numbered = element.tag in _LEVEL_KINDS
        levels[int(depth)] = Level(
            _KINDS.get(element.get(style("num-format"), ""), "decimal")
            if is_numbered
            else "bullet",
            element.get(style("num-prefix"), ""),
            element.get(style("num-suffix"), ""),
            _number(element.get(text("start-value"), "1")),
            _number(element.get(text("display-levels"), "1")),
            element.get(loext("num-list-format"), "") or element.get(style("num-list-format"), ""),
        )
    return levels


def _number(value: str) -> int:
    return int(value) if value.isdecimal() else 1
