"""What is anchored in a Word paragraph and stands beside its line: text boxes, charts, diagrams."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats import left_out
from qa_bot.reading.formats.drawings import write_chart, write_diagram
from qa_bot.reading.formats.office import Package
from qa_bot.reading.parsed import TextWriter


@dataclass(slots=True)
class Anchored:
    """What is anchored in a paragraph, in order."""

    boxes: list[Element] = field(default_factory=list)
    """`w:txbxContent` elements: blocks of their own."""
    graphics: list[tuple[str, str]] = field(default_factory=list)
    """Kind ("chart" or "diagram") and the relationship of a part that holds one."""
    words: list[str] = field(default_factory=list)
    """Text of shapes that hold no blocks: decorated words, drawings."""
    pictures: int = 0
    objects: int = 0
    """Embedded files of other programs."""


class AnchoredWriter:
    """Writes what stands beside a line, after it."""

    def __init__(
        self, package: Package, writer: TextWriter, write_blocks: Callable[[Element], None]
    ) -> None:
        self._package, self._writer, self._write_blocks = package, writer, write_blocks

    def write(self, anchored: Anchored, part: str) -> None:
        """Write what is anchored in a paragraph of a part of the package."""
        for words in anchored.words:
            self._writer.paragraph(words)
        for box in anchored.boxes:
            self._write_blocks(box)
        for kind, identifier in anchored.graphics:
            self._graphic(kind, find_target(self._package, part, identifier))
        if anchored.pictures:
            self._writer.leave_out(left_out.PICTURE, anchored.pictures)
        if anchored.objects:
            self._writer.leave_out(left_out.EMBEDDED, anchored.objects)

    def _graphic(self, kind: str, target: str) -> None:
        try:
            root = self._package.parse(target)
        except (KeyError, ReadingError):
            self._writer.leave_out(left_out.CHART if kind == "chart" else left_out.DIAGRAM)
            return
        (write_chart if kind == "chart" else write_diagram)(root, self._writer)


def find_target(package: Package, part: str, identifier: str) -> str:
    """The part that another one refers to; empty where it lies elsewhere."""
    relation = package.relations(part).get(identifier)
    inside = relation is not None and not relation.external
    return relation.target if relation and inside and relation.target in package else ""
