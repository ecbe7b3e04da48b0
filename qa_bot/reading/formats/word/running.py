"""Headers and footers of a Word document: those that its pages show, each text once."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import Package, tag
from qa_bot.reading.formats.word.styles import value_of

_OFF = frozenset({"0", "false", "off"})
_REFERENCES = (tag("w:headerReference"), tag("w:footerReference"))
_TYPE, _ID = tag("w:type"), tag("r:id")


class Running:
    """Finds the headers and footers of sections."""

    def __init__(self, package: Package, part: str, settings: Element | None) -> None:
        self._relations = package.relations(part)
        self._package = package
        self._has_even = settings is not None and _is_on(settings, "w:evenAndOddHeaders")
        self._seen: set[str] = set()
        self._named: dict[tuple[str, str], str] = {}
        self._shown: set[str] = set()

    def parts(self, section: Element) -> Iterator[str]:
        """The parts that a section shows: headers, then footers.

        Ask in the sections' order: where a section names none, it shows the last one named, which
        is given only if no section before it showed it.
        """
        kinds = ["default"]
        if _is_on(section, "w:titlePg"):
            kinds.insert(0, "first")
        if self._has_even:
            kinds.append("even")
        for name in _REFERENCES:
            own = {(name, e.get(_TYPE, "default")): e.get(_ID, "") for e in section.findall(name)}
            self._named |= own
            for kind in kinds:
                relation = self._relations.get(self._named.get((name, kind), ""))
                if relation is None or relation.target not in self._package:
                    continue
                if (name, kind) in own or relation.target not in self._shown:
                    self._shown.add(relation.target)
                    yield relation.target

    def is_new(self, block: Element) -> bool:
        """Whether a block of a header or footer holds text that none before it had."""
        words = running_text(block)
        if words in self._seen:
            return False
        if words:
            self._seen.add(words)
        return True


def running_text(block: Element) -> str:
    """The words of a block of a header or footer."""
    text = "".join(child.text or "" for child in block.iter(tag("w:t"), tag("a:t")))
    drawn = (child.get("string", "") for child in block.iter(tag("v:textpath")))
    return " ".join([*text.split(), *drawn])


def sections_of(body: Element) -> list[Element]:
    """The properties of the sections of a body, in order."""
    ends = [p.find(f"{tag('w:pPr')}/{tag('w:sectPr')}") for p in body.iter(tag("w:p"))]
    last = body.find(tag("w:sectPr"))
    return [section for section in [*ends, last] if section is not None]


def ends_section(block: Element) -> bool:
    """Whether a section ends with a block."""
    return block.find(f"{tag('w:pPr')}/{tag('w:sectPr')}") is not None


def _is_on(parent: Element, name: str) -> bool:
    return parent.find(tag(name)) is not None and value_of(parent, name) not in _OFF
