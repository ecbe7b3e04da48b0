"""The slides of a presentation in their order: shapes from top to bottom, notes, comments."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats import left_out
from qa_bot.reading.formats.drawings import write_chart, write_diagram
from qa_bot.reading.formats.office import Package, tag
from qa_bot.reading.formats.slides.layout import Layouts, placeholder_of, shapes_of
from qa_bot.reading.formats.slides.table import read_rows
from qa_bot.reading.formats.slides.text import Paragraph, read_paragraphs
from qa_bot.reading.parsed import TextWriter, squeeze

_TITLES = frozenset({"title", "ctrTitle"})
_RUNNING = frozenset({"ftr", "dt", "hdr"})
_BULLETED = frozenset({"", "obj", "body"})
_TEXT_BODY = tag("p:txBody")
_COMMENT = frozenset({"cm", "reply"})


class DeckWriter:
    """Writes a presentation."""

    def __init__(self, package: Package, writer: TextWriter) -> None:
        self._package, self._writer = package, writer
        self._layouts = Layouts(package)
        self._said: set[str] = set()
        """Texts that return on each slide and have been written."""

    def write(self) -> list[int]:
        """Write all slides; gives the numbers of those without text."""
        main = self._package.main_part()
        authors = dict(_authors(self._package, main))
        without_text = []
        for number, part in enumerate(self._slides(main), 1):
            before = self._writer.length
            self._writer.page(number, f"slide {number}")
            try:
                self._slide(part)
            except (ReadingError, KeyError):
                self._writer.leave_out(left_out.SLIDE)
            self._comments(part, authors)
            if self._writer.length == before:
                without_text.append(number)
        return without_text

    def _slides(self, main: str) -> Iterator[str]:
        relations = self._package.relations(main)
        for element in self._package.parse(main).iter(tag("p:sldId")):
            relation = relations.get(element.get(tag("r:id"), ""))
            if relation is None or relation.target not in self._package:
                self._writer.leave_out(left_out.SLIDE)
            else:
                yield relation.target

    def _slide(self, part: str) -> None:
        root = self._package.parse(part)
        self._writer.count("hidden_blocks", root.get("show", "1") in ("0", "false"))
        shapes = list(shapes_of(root, self._layouts.of(part)))
        titles = [shape for shape in shapes if placeholder_of(shape)[0] in _TITLES]
        for title in titles:
            self._writer.heading(" ".join(p.text for p in self._paragraphs(title, part)))
        for shape in shapes:
            if shape not in titles:
                self._shape(shape, part)
        for text in self._layouts.running_texts(part, root):
            self._once(text)
        self._notes(part)

    def _shape(self, shape: Element, part: str) -> None:
        kind, _ = placeholder_of(shape)
        if kind == "sldNum":
            return
        if kind in _RUNNING:
            self._once(" ".join(p.text for p in self._paragraphs(shape, part)))
        elif shape.tag == tag("p:pic"):
            self._writer.leave_out(left_out.PICTURE)
        elif shape.tag == tag("p:graphicFrame"):
            self._graphic(shape, part)
        else:
            is_list = kind in _BULLETED and shape.find(f".//{tag('p:ph')}") is not None
            self._write_paragraphs(self._paragraphs(shape, part), is_list)

    def _paragraphs(self, shape: Element, part: str) -> list[Paragraph]:
        body = shape.find(_TEXT_BODY)
        styles = self._layouts.list_styles(shape, part)
        return [] if body is None else read_paragraphs(body, styles)

    def _write_paragraphs(self, paragraphs: list[Paragraph], is_list: bool) -> None:
        is_list = is_list and len(paragraphs) > 1
        for paragraph in paragraphs:
            if paragraph.marker:
                self._writer.count("list_numbers", paragraph.marker != "-")
                self._writer.item(paragraph.text, paragraph.level, paragraph.marker)
            elif is_list and paragraph.marker is None:
                self._writer.item(paragraph.text, paragraph.level)
            else:
                lines = map(squeeze, paragraph.text.split("\n"))
                self._writer.paragraph("\n".join(filter(None, lines)), keep_lines=True)

    def _graphic(self, frame: Element, part: str) -> None:
        table = frame.find(f".//{tag('a:tbl')}")
        if table is not None:
            self._writer.table(read_rows(table))
        for name, attribute, write in (
            ("c:chart", "r:id", write_chart),
            ("cx:chart", "r:id", write_chart),
            ("dgm:relIds", "r:dm", write_diagram),
        ):
            for reference in frame.iter(tag(name)):
                try:
                    root = self._package.parse(
                        self._target(part, reference.get(tag(attribute), ""))
                    )
                except (KeyError, ReadingError):
                    is_chart = write is write_chart
                    self._writer.leave_out(left_out.CHART if is_chart else left_out.DIAGRAM)
                    continue
                write(root, self._writer)
        if next(frame.iter(tag("p:oleObj")), None) is not None:
            self._writer.leave_out(left_out.EMBEDDED)

    def _target(self, part: str, identifier: str) -> str:
        relation = self._package.relations(part).get(identifier)
        return relation.target if relation is not None and not relation.external else ""

    def _once(self, text: str) -> None:
        """Write a text that returns on other slides the first time only."""
        text = squeeze(text)
        if text in self._said:
            self._writer.count("repeated_characters", len(text))
        else:
            self._said.add(text)
            self._writer.paragraph(text)

    def _notes(self, part: str) -> None:
        for notes in self._package.related(part, "notesSlide"):
            lines = [
                paragraph.text
                for shape in shapes_of(self._package.parse(notes))
                if placeholder_of(shape)[0] not in ("sldImg", "sldNum", *_RUNNING)
                for paragraph in self._paragraphs(shape, notes)
            ]
            if any(map(squeeze, lines)):
                self._writer.heading("Notes", 2)
            for line in lines:
                self._writer.paragraph(line)

    def _comments(self, part: str, authors: dict[str, str]) -> None:
        texts = []
        for comments in self._package.related(part, "comments"):
            for element in self._package.parse(comments).iter():
                if element.tag.rpartition("}")[2] in _COMMENT:
                    name = authors.get(element.get("authorId", ""), "")
                    text = squeeze(_comment_text(element))
                    texts += [f"{name}: {text}" if name else text] if text else []
        if texts:
            self._writer.heading("Comments", 2)
        for text in texts:
            self._writer.item(text)
            self._writer.count("annotations")


def _comment_text(comment: Element) -> str:
    """A comment's own text, without that of its replies."""
    for child in comment:
        name = child.tag.rpartition("}")[2]
        if name == "text":
            return child.text or ""
        if name == "txBody":
            return " ".join(p.text for p in read_paragraphs(child))
    return ""


def _authors(package: Package, main: str) -> Iterator[tuple[str, str]]:
    for kind in ("commentAuthors", "authors"):
        for part in package.related(main, kind):
            for author in package.parse(part):
                yield author.get("id", ""), author.get("name", "")
