"""The text of an OpenDocument paragraph as the page shows it, and what is anchored in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from lxml.etree import _Element as Element

from qa_bot.reading.bold_lines import opens_bold
from qa_bot.reading.formats.opendocument.names import dc, draw, office, svg, text
from qa_bot.reading.formats.opendocument.styles import PLAIN, Setting, Styles
from qa_bot.reading.formats.ruby import Readings
from qa_bot.reading.superscripts import lower_text, raise_text, strike_text

_GAPS = {text("tab"): "\t", text("line-break"): "\n"}
_MAX_SPACES = 1_000
_NOTE, _COMMENT, _RUBY = text("note"), office("annotation"), text("ruby")
_SPAN, _SPACE = text("span"), text("s")
_SHAPES = frozenset(
    draw(name)
    for name in ("frame", "custom-shape", "rect", "circle", "ellipse", "line", "polygon", "path",
                 "polyline", "connector", "measure", "caption", "g", "a", "regular-polygon")
)  # fmt: skip
_UNREAD = frozenset((
    text("note-citation"), text("ruby-text"), office("annotation-end"), text("tracked-changes"),
    text("alphabetical-index-mark-start"), svg("title"), svg("desc"), office("event-listeners"),
))  # fmt: skip


@dataclass(slots=True)
class Note:
    """A footnote or an endnote."""

    kind: str
    mark: str
    body: Element


@dataclass(slots=True)
class Comment:
    """A remark of a reader."""

    author: str
    element: Element


@dataclass(slots=True)
class InlineReader:
    """Reads paragraphs one after the other; keeps notes, comments and counts."""

    styles: Styles
    notes: list[Note] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    hidden: int = 0
    """Characters that are set as hidden."""
    shows_page_number: bool = False
    """Whether the paragraph that was read last holds the number of its page."""
    opens_bold: bool = False
    """Whether the first line of that paragraph is bold."""
    _shapes: list[Element] = field(default_factory=list)
    _readings: Readings = field(default_factory=Readings)

    def read(self, paragraph: Element) -> tuple[str, list[Element]]:
        """A paragraph's text, and the shapes that are anchored in it."""
        self._shapes = []
        self.shows_page_number = False
        setting = self.styles.setting(paragraph.get(text("style-name"), ""), "paragraph")
        pieces = list(self._pieces(paragraph, setting))
        self.opens_bold = opens_bold((words, bool(own.bold)) for words, own in pieces)
        words = _join(pieces)
        return words + self._readings.finish(), self._shapes

    def _pieces(self, element: Element, setting: Setting) -> Iterator[tuple[str, Setting]]:
        if setting.hidden:
            self.hidden += len("".join(element.itertext()).strip())
            return
        yield self._plain(element.text), setting
        for child in element:
            yield from self._child(child, setting)
            yield self._plain(child.tail), setting

    def _plain(self, text: str | None) -> str:
        if text:
            self._readings.close()
        return text or ""

    def _child(self, child: Element, setting: Setting) -> Iterator[tuple[str, Setting]]:
        name = child.tag
        if name in _GAPS:
            yield _GAPS[name], setting
        elif name == _SPACE:
            count = child.get(text("c"), "1")
            yield " " * (min(int(count), _MAX_SPACES) if count.isdecimal() else 1), setting
        elif name == _SPAN:
            yield from self._pieces(child, self._over(child, setting))
        elif name == _NOTE:
            yield self._note(child), PLAIN
        elif name == _COMMENT:
            self.comments.append(Comment(child.findtext(dc("creator")) or "", child))
        elif name == _RUBY:
            yield self._ruby(child, setting), setting
        elif name in _SHAPES:
            self._shapes.append(child)
        elif name not in _UNREAD and child.get(text("is-hidden")) != "true":
            self.shows_page_number |= name in (text("page-number"), text("page-count"))
            yield from self._pieces(child, setting)

    def _over(self, span: Element, below: Setting) -> Setting:
        own = self.styles.setting(span.get(text("style-name"), ""))
        if own == PLAIN:
            return below
        return Setting(
            own.script or below.script,
            own.struck or below.struck,
            own.hidden or below.hidden,
            own.bold if own.bold is not None else below.bold,
        )

    def _note(self, note: Element) -> str:
        citation, body = note.find(text("note-citation")), note.find(text("note-body"))
        mark = "" if citation is None else "".join(citation.itertext()).strip()
        if body is not None:
            kind = note.get(text("note-class"), "footnote")
            self.notes.append(Note("Endnotes" if kind == "endnote" else "Footnotes", mark, body))
        return f"[{mark}]" if mark else ""

    def _ruby(self, ruby: Element, setting: Setting) -> str:
        base, above = ruby.find(text("ruby-base")), ruby.find(text("ruby-text"))
        words = "" if base is None else _join(self._pieces(base, setting))
        return self._readings.add(words, "" if above is None else "".join(above.itertext()))


def _join(pieces: Iterable[tuple[str, Setting]]) -> str:
    """The words of pieces; neighbours that are raised, lowered or struck alike are joined."""
    joined = ""
    for (script, is_struck), group in groupby(pieces, lambda p: (p[1].script, p[1].struck)):
        words = "".join(piece[0] for piece in group)
        if script == "superscript":
            words = raise_text(words)
        elif script == "subscript":
            words = lower_text(words)
        joined += strike_text(words) if is_struck else words
    return joined
