"""Numbers of lists, clauses and headings in Word documents, counted as Word counts them.

A paragraph names a list and a level; the list says how each level is numbered ("%1.%2" for the
second). Lists that share a definition go on counting together, unless one starts anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from qa_bot.reading.formats.numerals import write_number
from qa_bot.reading.formats.office import tag
from qa_bot.reading.formats.word.styles import Styles, value_of

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ID, _LEVEL = tag("w:numId"), tag("w:ilvl")
_PROPERTIES, _NUMBERING = tag("w:pPr"), tag("w:numPr")
BULLET = "-"


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    """Whether every number in the label is written in digits."""
    restart: int | None = None
    """The level after which it starts anew, from 1; 0 is never, None after any higher one."""
    style: str = ""


@dataclass(slots=True)
class _List:
    """One `w:num`: a definition with what the list says otherwise."""

    definition: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph: "3.2", "(a)", or the sign of a bullet."""

    text: str
    depth: int

    @property
    def is_bullet(self) -> bool:
        """Whether it is a sign and not a number."""
        return self.text == BULLET


class Numbering:
    """Counts the numbered paragraphs of a document; asked once a paragraph, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def label(self, paragraph: Element) -> Label | None:
        """The label of a paragraph, None where it has none; counts it."""
        number, depth = self._find(paragraph)
        numbered = self._lists.get(number)
        if numbered is None:
            return Label(BULLET, depth) if number not in ("", "0") else None
        level = self._level(numbered, depth)
        counts = self._count(number, numbered, depth)
        if level.kind == "bullet":
            return Label(BULLET, depth)
        text = _PLACE.sub(lambda place: self._write(numbered, counts, place, level), level.text)
        return Label(text.strip(), depth) if text.strip() else None

    def _find(self, paragraph: Element) -> tuple[str, int]:
        """The list and the level that a paragraph or its style names."""
        number, depth = _reference(paragraph)
        if not number:
            identifier = self._styles.of_paragraph(paragraph)
            if identifier not in self._by_style:
                self._by_style[identifier] = self._find_by_style(identifier)
            number, styled = self._by_style[identifier]
            depth = styled if depth is None else depth
        return number, min(max(depth or 0, 0), _LEVELS - 1)

    def _find_by_style(self, identifier: str) -> tuple[str, int]:
        """The list and the level that a style names, or those that it is based on."""
        for style in self._styles.chain(identifier):
            number, depth = _reference(style)
            if number:
                return number, self._level_of_style(number, style) if depth is None else depth
        return "", 0

    def _level_of_style(self, number: str, style: Element) -> int:
        """The level that a list ties to a style."""
        identifier = style.get(tag("w:styleId"))
        levels = self._levels(self._lists[number]) if number in self._lists else {}
        return next((depth for depth, level in levels.items() if level.style == identifier), 0)

    def _count(self, number: str, numbered: _List, depth: int) -> list[int | None]:
        counts = self._counts.setdefault(numbered.definition, [None] * _LEVELS)
        start = numbered.starts.get(depth)
        if start is not None and (number, depth) not in self._started:
            counts[depth] = start
        else:
            before = counts[depth]
            counts[depth] = self._level(numbered, depth).start if before is None else before + 1
        self._started.add((number, depth))
        for deeper in range(depth + 1, _LEVELS):
            restart = self._level(numbered, deeper).restart
            if restart is None or depth < restart:
                counts[deeper] = None
        return counts

    def _write(
        self, numbered: _List, counts: list[int | None], place: re.Match[str], own: _Level
    ) -> str:
        depth = int(place[1]) - 1
        level = self._level(numbered, depth)
        count = counts[depth]
        kind = "decimal" if own.legal and level.kind != "decimalZero" else level.kind
        return write_number(level.start if count is None else count, kind)

    def _levels(self, numbered: _List) -> dict[int, _Level]:
        return {**self._definitions.get(numbered.definition, {}), **numbered.levels}

    def _level(self, numbered: _List, depth: int) -> _Level:
        own = numbered.levels.get(depth)
        return own or self._definitions.get(numbered.definition, {}).get(depth) or _Level("none")

    def _read(self, root: Element) -> None:
        links: dict[str, str] = {}
        for definition in root.findall(tag("w:abstractNum")):
            identifier = definition.get(tag("w:abstractNumId"), "")
            self._definitions[identifier] = dict(_read_levels(definition))
            links[identifier] = value_of(definition, "w:numStyleLink")
        for element in root.findall(tag("w:num")):
            numbered = _List(value_of(element, "w:abstractNumId"))
            for change in element.findall(tag("w:lvlOverride")):
                depth = _number(change.get(_LEVEL, ""))
                numbered.levels.update(_read_levels(change))
                if start := value_of(change, "w:startOverride"):
                    numbered.starts[depth] = _number(start)
            self._lists[element.get(_ID, "")] = numbered
        for numbered in self._lists.values():
            numbered.definition = self._linked(links, numbered.definition)

    def _linked(self, links: dict[str, str], definition: str) -> str:
        """The definition behind a numbering style."""
        style = links.get(definition, "")
        for element in self._styles.chain(style) if style else ():
            number, _ = _reference(element)
            if number in self._lists:
                return self._lists[number].definition
        return definition


def _reference(holder: Element) -> tuple[str, int | None]:
    """The list and level in a paragraph's or a style's own properties."""
    numbering = holder.find(f"{_PROPERTIES}/{_NUMBERING}")
    if numbering is None:
        return "", None
    level = value_of(numbering, "w:ilvl")
    return value_of(numbering, "w:numId"), _number(level) if level else None


def _read_levels(parent: Element) -> Iterator[tuple[int, _Level]]:
    for element in parent.findall(tag("w:lvl")):
        restart = value_of(element, "w:lvlRestart")
        legal = element.find(tag("w:isLgl"))
        yield (
            _number(element.get(_LEVEL, "")),
            _Level(
                value_of(element, "w:numFmt") or "decimal",
                value_of(element, "w:lvlText"),
                _number(value_of(element, "w:start") or "1"),
                legal is not None and legal.get(tag("w:val"), "1") not in ("0", "false", "off"),
                _number(restart) if restart else None,
                value_of(element, "w:pStyle"),
            ),
        )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
