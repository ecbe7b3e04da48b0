"""The walk over the tokens of an RTF file: groups, styles of letters, and what each part is for."""

from __future__ import annotations

import re
from dataclasses import replace

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats import left_out
from qa_bot.reading.formats.rtf.characters import (
    SIGNS,
    STYLES,
    Letters,
    Style,
    codec_of_page,
    codec_of_set,
)
from qa_bot.reading.formats.rtf.layout import Layout
from qa_bot.reading.formats.rtf.parts import (
    BOXES,
    ENTERED,
    PARTS,
    RUNNING,
    UNREAD,
    Group,
    Paragraph,
    Part,
)
from qa_bot.reading.formats.rtf.tokens import CLOSE, OPEN, TEXT, Token, read_tokens
from qa_bot.reading.parsed import TextWriter, squeeze

_DEEPEST = 1_000
_PAGE_NUMBER = re.compile(r"\W*|\W*(?:\w+\W*)?\d+\W*(?:\w+\W*\d+\W*)?")
_PAGE_FIELD = re.compile(rb"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b")
_FONT_WORDS = frozenset(("f", "fcharset", "ansicpg", "mac", "deff", "plain"))
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


class RtfReader:
    """Reads one file into a writer."""

    def __init__(self, writer: TextWriter) -> None:
        self._writer = writer
        self._layout = Layout(writer)
        self._body = Letters()
        self._paragraph = Paragraph()
        self._groups: list[Group] = [Group(Style())]
        self._held: dict[int, Part] = {}
        self._fonts: dict[int, str] = {}
        self._font = self._first_font = 0
        self._levels: dict[int, int] = {}
        """Levels of headings by the number of their style."""
        self._listed = 0
        """The style that the table of styles is at."""
        self._usual = "cp1252"
        self._to_skip = 0
        self._is_optional = False
        self._box = 0
        """How deep the group of the box lies that is open; 0 for none."""
        self._running: list[str] = []
        self._notes: list[str] = []
        self._comments: list[str] = []
        self._commenter = ""
        self._left: dict[str, int] = {}
        self.title = ""
        self.author = ""

    def read(self, data: bytes) -> None:
        """Write the text of a file, its notes and comments behind it."""
        for token in read_tokens(data):
            if token.kind == OPEN:
                self._open()
            elif token.kind == CLOSE:
                self._close()
            elif token.kind == TEXT:
                self._text(token.data)
            else:
                self._word(token)
        self._end_paragraph()
        self._layout.end_table()
        self._write_behind()

    def _open(self) -> None:
        if len(self._groups) > _DEEPEST:
            raise ReadingError("is nested too deeply")
        above = self._groups[-1]
        self._groups.append(replace(above, style=replace(above.style), own=False))
        self._to_skip = 0

    def _close(self) -> None:
        self._to_skip, self._is_optional = 0, False
        if len(self._groups) < 2:
            return
        group = self._groups.pop()
        if self._box == len(self._groups) + 1:
            self._end_paragraph()
            self._box = 0
        if group.own and (part := self._held.pop(len(self._groups), None)) is not None:
            text = squeeze(" ".join([*part.texts, part.letters.finish()]))
            is_number = part.has_page_number and _PAGE_NUMBER.fullmatch(text)
            self._end_part(group.part, "" if is_number else text)

    def _begin_part(self, name: str) -> None:
        group = self._groups[-1]
        if group.part == "skip" and name != "ud":
            return
        group.part, group.own = name, True
        if name not in ("skip", "", "fonttbl", "stylesheet"):
            self._held[len(self._groups) - 1] = Part()

    def _begin_box(self) -> None:
        """A box's text is a paragraph of its own, and so is what follows it."""
        if self._groups[-1].part != "skip" and not self._held:
            self._end_paragraph()
            self._box = len(self._groups)

    def _end_part(self, name: str, text: str) -> None:
        if name in ("listtext", "pntext"):
            self._paragraph.marker = text
        elif name == "footnote" and text:
            self._notes.append(text)
            self._letters().add(f"[{len(self._notes)}]", Style())
        elif name == "atnauthor":
            self._commenter = text
        elif name == "annotation" and text:
            author, self._commenter = self._commenter, ""
            self._comments.append(f"{author}: {text}" if author else text)
        elif name in ("title", "author"):
            setattr(self, name, text)
        elif name in RUNNING and text and text not in self._running:
            self._running.append(text)
            self._layout.end_table()
            self._writer.paragraph(text)

    def _letters(self) -> Letters:
        """Where letters go now."""
        return self._held[max(self._held)].letters if self._held else self._body

    def _text(self, data: bytes) -> None:
        group = self._groups[-1]
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        if self._held and group.part == "skip" and _PAGE_FIELD.search(data):
            self._held[max(self._held)].has_page_number = True
        if not data or group.part in ("skip", "fonttbl"):
            return
        if group.part == "stylesheet":
            if heading := _HEADING.search(data.decode("latin-1")):
                self._levels[self._listed] = min(int(heading[1]) or 1, 6)
        elif group.style.hidden or group.style.deleted:
            what = left_out.DELETED if group.style.deleted else left_out.HIDDEN
            self._left[what] = self._left.get(what, 0) + len(data.strip())
        else:
            self._letters().add_bytes(data, group.style)

    def _add(self, text: str) -> None:
        group = self._groups[-1]
        if group.part not in ("skip", "fonttbl", "stylesheet") and not (
            group.style.hidden or group.style.deleted
        ):
            self._letters().add(text, group.style)

    def _word(self, token: Token) -> None:
        word, number = token.word, token.number
        optional, self._is_optional = self._is_optional, word == "*"
        group = self._groups[-1]
        if self._is_part(word, optional):
            return
        if word in SIGNS:
            self._add(SIGNS[word])
        elif word == "u" and number is not None:
            self._add(chr(number % 0x10000))
            self._to_skip = group.fallback
        elif word == "uc":
            group.fallback = number or 0
        elif (act := STYLES.get(word)) is not None:
            act(group.style, number is None or number > 0)
        elif word in _FONT_WORDS:
            self._font_word(word, number or 0, group)
        elif group.part == "stylesheet":
            self._listed = (number or 0) if word == "s" else self._listed
        elif group.part not in ("skip", "fonttbl"):
            self._layout_word(word, number or 0)

    def _is_part(self, word: str, is_optional: bool) -> bool:
        """Whether a word says what its group is for."""
        if word in UNREAD or (is_optional and word not in ENTERED):
            self._begin_part("skip")
        elif word == "pict":
            if self._groups[-1].part != "skip":
                self._writer.leave_out(left_out.PICTURE)
            self._begin_part("skip")
        elif word == "ud":
            self._begin_part(self._groups[-3].part if len(self._groups) > 2 else "")
        elif word in PARTS:
            self._begin_part(word)
        elif word in BOXES:
            self._begin_box()
        else:
            return False
        return True

    def _font_word(self, word: str, number: int, group: Group) -> None:
        if word in ("ansicpg", "mac"):
            self._usual = codec_of_page(number if word == "ansicpg" else 10_000)
            group.style.codec = self._usual
        elif word == "f":
            self._font = number
            group.style.codec = self._fonts.get(number, self._usual)
        elif word == "fcharset":
            self._fonts[self._font] = codec_of_set(number, self._usual)
        elif word == "deff":
            self._first_font = number
        else:
            group.style = Style(self._fonts.get(self._first_font, self._usual))

    def _layout_word(self, word: str, number: int) -> None:
        if self._held:
            part = self._held[max(self._held)]
            if word == "chpgn":
                part.has_page_number = True
                part.letters.add("1", Style())
            if word in ("par", "cell", "row"):
                part.texts.append(part.letters.finish())
        elif word in ("par", "sect", "page", "column"):
            self._end_paragraph()
        elif word == "pard":
            self._paragraph = Paragraph(marker=self._paragraph.marker)
        elif word == "s":
            self._paragraph.level = self._levels.get(number, 0)
        elif word == "outlinelevel":
            self._paragraph.level = number + 1 if number < 6 else 0
        elif word == "intbl":
            self._paragraph.in_table = True
        elif word in ("cell", "nestcell"):
            self._end_cell(word == "nestcell")
        else:
            self._layout.note(word, number)

    def _end_cell(self, is_nested: bool) -> None:
        text = self._body.finish()
        if is_nested:
            self._layout.add_to_cell(text, self._paragraph.marker)
        else:
            self._layout.end_cell(f"{self._paragraph.marker} {text}")
        self._paragraph.marker = ""

    def _end_paragraph(self) -> None:
        paragraph = self._paragraph
        text = self._body.finish()
        if squeeze(text) and paragraph.in_table:
            self._layout.add_to_cell(text, paragraph.marker)
        elif squeeze(text):
            is_bold = self._body.opens_bold
            self._layout.paragraph(text, paragraph.marker, paragraph.level, is_bold)
        paragraph.marker = ""

    def _write_behind(self) -> None:
        for heading, texts in (("Footnotes", self._notes), ("Comments", self._comments)):
            if texts:
                self._writer.heading(heading)
            for number, text in enumerate(texts, 1):
                is_note = texts is self._notes
                self._writer.item(text, marker=f"[{number}]" if is_note else "-")
                self._writer.count("annotations", not is_note)
        for what, count in self._left.items():
            self._writer.leave_out(what, count)
