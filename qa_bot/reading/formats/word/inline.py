"""The text of a Word paragraph as the page shows it, and what is anchored in it.

Insertions are in, deletions out; superscripts, struck text and marks of notes can't be mistaken for
digits of a number; text boxes, charts and diagrams are given apart, as they stand beside the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml.etree import _Element as Element

from qa_bot.reading.bold_lines import opens_bold
from qa_bot.reading.formats.equations import equation_text
from qa_bot.reading.formats.office import chosen, tag
from qa_bot.reading.formats.ruby import Readings
from qa_bot.reading.formats.word.anchored import Anchored
from qa_bot.reading.formats.word.fields import Fields, form_field
from qa_bot.reading.formats.word.pages import BREAK, PAGE, PageBreaks
from qa_bot.reading.formats.word.styles import Styles
from qa_bot.reading.formats.word.symbols import read_signs, read_symbol
from qa_bot.reading.superscripts import lower_text, part_fractions, raise_text, strike_text

_VALUE, _TYPE, _ID = tag("w:val"), tag("w:type"), tag("w:id")
_MOST_RAISED = 6
"""Characters of a run that is set above the line and counts as a superscript."""
_GAPS = {
    tag("w:tab"): "\t", tag("w:ptab"): "\t", tag("w:cr"): "\n", tag("w:noBreakHyphen"): "-",
    tag("w:lastRenderedPageBreak"): PAGE,
}  # fmt: skip
_DELETED = {tag("w:del"), tag("w:moveFrom")}
_UNREAD = {
    tag(f"w:{name}")
    for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "fldData", "instrText", "delInstrText", "rt",
                 "footnoteRef", "endnoteRef", "annotationRef", "pgNum")
}  # fmt: skip
_EQUATIONS = {tag("m:oMath"), tag("m:oMathPara")}
_PICTURES = {tag("a:blip"), tag("v:imagedata")}


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    script: str = ""
    struck: bool = False
    bold: bool = False


class InlineReader:
    """Reads paragraphs one after the other; counts what it leaves out."""

    def __init__(
        self, styles: Styles, mark_note: Callable[[Element], str], pages: PageBreaks
    ) -> None:
        """Make a reader.

        Args:
            styles: the document's.
            mark_note: gives the mark of a note for its reference, such as "[1]".
            pages: the document's.
        """
        self._pages = pages
        self._styles = styles
        self._mark_note = mark_note
        self._fields = Fields()
        self._style = ""
        self._anchored = Anchored()
        self._readings = Readings()
        self._begun = ""
        """The text of paragraphs that the next one goes on with."""
        self._in_ruby = False
        self.opens_bold = False
        """Whether the first line of the paragraph that was read last is bold."""
        self.deleted = 0
        """Characters that tracked changes delete."""
        self.hidden = 0
        """Characters that are set as hidden."""

    def read(self, paragraph: Element) -> tuple[str, Anchored]:
        """A paragraph's text, with form feeds between pages, and what is anchored in it."""
        self._style = self._styles.of_paragraph(paragraph)
        self._anchored = Anchored()
        self._fields.begin_paragraph()
        pieces = list(self._pieces(paragraph))
        self.opens_bold = opens_bold((piece.text, piece.bold) for piece in pieces)
        text = self._begun + _join(pieces) + self._readings.finish()
        goes_on = _goes_on(paragraph)
        self._begun = text if goes_on else ""
        return "" if goes_on else self._pages.turn(paragraph, text), self._anchored

    def note_deleted(self, element: Element) -> None:
        """Count the text of a table's row that a tracked change deletes."""
        self.deleted += _length(element)

    @property
    def shows_page_number(self) -> bool:
        """Whether the paragraph that was read last holds the number of its page."""
        return self._fields.shows_page_number

    def _pieces(self, parent: Element) -> Iterator[_Piece]:
        for child in chosen(parent):
            if child.tag == _RUN:
                yield from self._run(child)
            elif child.tag in _DELETED:
                self.deleted += _length(child)
            elif child.tag in _EQUATIONS:
                yield _Piece(equation_text(child))
            elif child.tag == _SIMPLE_FIELD:
                self._fields.note_instruction(child.get(tag("w:instr"), ""))
                yield from self._pieces(child)
            elif child.tag not in _UNREAD:
                yield from self._pieces(child)

    def _run(self, run: Element) -> Iterator[_Piece]:
        setting = self._styles.setting(run, self._style)
        if setting.hidden:
            self.hidden += _length(run)
            return
        for child in chosen(run):
            shown = self._fields.is_shown
            text = self._text(child)
            shown |= child.tag == _FIELD and self._fields.is_shown
            if text and shown:
                if child.tag != _RUBY and not self._in_ruby:
                    self._readings.close()
                script = setting.script or ""
                if script == "raised":
                    script = "superscript" if len(text) <= _MOST_RAISED else ""
                if child.tag in _NOTES:
                    script = "note"
                if setting.font and child.tag == _TEXT:
                    text = read_signs(text, setting.font)
                yield _Piece(text, script, bool(setting.struck), bool(setting.bold))

    def _text(self, child: Element) -> str:
        """What a child of a run shows in the line."""
        name = child.tag
        if name == _TEXT:
            return child.text or ""
        if name in _GAPS:
            return _GAPS[name]
        if name == _BREAK:
            return _BREAKS.get(child.get(_TYPE, ""), "\n")
        if name in _NOTES:
            return self._mark_note(child)
        if name == _SYMBOL:
            return read_symbol(child)
        if name == _RUBY:
            return self._ruby(child)
        if name in (_FIELD, _INSTRUCTION):
            return self._fields.note(child) + form_field(child)
        if name in _GRAPHICS:
            self._anchor(child)
            return ""
        if name in _DELETED or name in _UNREAD:
            return ""
        return _join(self._pieces(child))

    def _ruby(self, ruby: Element) -> str:
        """The words that a reading is set above; the reading is kept for the line's end."""
        base, above = ruby.find(tag("w:rubyBase")), ruby.find(tag("w:rt"))
        self._in_ruby = True
        words = _join(self._pieces(base)) if base is not None else ""
        reading = _join(self._pieces(above)) if above is not None else ""
        self._in_ruby = False
        return self._readings.add(words, reading)

    def _anchor(self, element: Element) -> None:
        for child in chosen(element):
            anchored = self._anchored
            if child.tag == _BOX:
                anchored.boxes.append(child)
                continue
            if child.tag in _CHARTS:
                anchored.graphics.append(("chart", child.get(tag("r:id"), "")))
            elif child.tag == _DIAGRAM:
                anchored.graphics.append(("diagram", child.get(tag("r:dm"), "")))
            elif child.tag == _WORD_ART:
                anchored.words.append(child.get("string", ""))
            elif child.tag == _DRAWN_PARAGRAPH:
                anchored.words.append("".join(t.text or "" for t in child.iter(_DRAWN_TEXT)))
                continue
            elif child.tag in _PICTURES:
                anchored.pictures += 1
            elif child.tag == _OBJECT:
                anchored.objects += 1
            self._anchor(child)


def _goes_on(paragraph: Element) -> bool:
    """Whether the next paragraph goes on with this one's text.

    That is where it holds a large first letter only, and where a tracked change deletes its end.
    """
    following = paragraph.getnext()
    if following is None or following.tag != paragraph.tag:
        return False
    frame = paragraph.find(_FRAME)
    if frame is not None and frame.get(_DROP_CAP, "none") != "none":
        return True
    return paragraph.find(_DELETED_MARK) is not None


def _join(pieces: Iterable[_Piece]) -> str:
    """Text in which scripts and struck words are marked; neighbours of one kind are joined."""
    text = ""
    for (script, struck), group in groupby(pieces, lambda piece: (piece.script, piece.struck)):
        joined = "".join(piece.text for piece in group)
        if script == "superscript":
            joined = raise_text(joined)
        elif script == "subscript":
            joined = lower_text(joined)
        text += strike_text(joined) if struck else joined
    return part_fractions(text)


def _length(element: Element) -> int:
    """Characters of the text in an element, deleted text included."""
    return sum(len((child.text or "").strip()) for child in element.iter(_TEXT, _DELETED_TEXT))


_RUN, _TEXT, _DELETED_TEXT = tag("w:r"), tag("w:t"), tag("w:delText")
_BREAK, _SYMBOL, _RUBY = tag("w:br"), tag("w:sym"), tag("w:ruby")
_FIELD, _INSTRUCTION, _SIMPLE_FIELD = tag("w:fldChar"), tag("w:instrText"), tag("w:fldSimple")
_FRAME, _DROP_CAP = f"{tag('w:pPr')}/{tag('w:framePr')}", tag("w:dropCap")
_BREAKS = {"page": BREAK, "column": " "}
_DELETED_MARK = f"{tag('w:pPr')}/{tag('w:rPr')}/{tag('w:del')}"
_NOTES = {tag("w:footnoteReference"), tag("w:endnoteReference")}
_GRAPHICS = {tag("w:drawing"), tag("w:pict"), tag("w:object")}
_BOX, _WORD_ART, _OBJECT = tag("w:txbxContent"), tag("v:textpath"), tag("o:OLEObject")
_CHARTS, _DIAGRAM = {tag("c:chart"), tag("cx:chart")}, tag("dgm:relIds")
_DRAWN_PARAGRAPH, _DRAWN_TEXT = tag("a:p"), tag("a:t")
