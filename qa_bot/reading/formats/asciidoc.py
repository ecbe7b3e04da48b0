"""AsciiDoc (.adoc), made into the page that it describes and read as HTML.

Numbers of lists, raised and struck text, tables with merged cells and values of attributes stand as
the page shows them; nothing is included from other files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from qa_bot.reading.formats import left_out
from qa_bot.reading.formats.asciidoc_inline import show_line
from qa_bot.reading.formats.fenced_tables import FENCE, OPTIONS, find_fenced_table
from qa_bot.reading.formats.html import parse_html, write_html
from qa_bot.reading.formats.plain import read_text
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter
from qa_bot.reading.tables import Span

_HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*)")
_SETTING = re.compile(r":(!?[\w-]+!?):(?:[ \t]+(.*))?")
_ITEM = re.compile(
    r"[ \t]*(?:(\*{1,5}|-|\.{1,5})|(\d{1,4})\.|<(\d{1,3}|\.)>)[ \t]+(?:\[([ xX*])\][ \t]+)?(\S.*)"
)
_TERM = re.compile(r"[ \t]*(\S.*?)(:{2,4}|;;)(?:[ \t]+(.*))?")
_TITLE = re.compile(r"\.([^\s.].*)")
_LISTING = re.compile(r"(?:-{4,}|\.{4,}|`{3,}.*|\+{4,})[ \t]*")
_CONTAINER = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--|'{3,}|<{3,})[ \t]*")
_REMARKS = re.compile(r"/{4,}[ \t]*")
_BLOCKS = (_ITEM, _TERM, _SETTING, _LISTING, _CONTAINER, OPTIONS, FENCE)
_LABELS = re.compile(r"\b(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\b|\b(?:quote|verse),\s*([^\]]*)")
_START = re.compile(r"\bstart=\"?(\d{1,9})")
_SHOWN = ("author", "email", "revnumber", "revdate", "revremark", "description")
"""Attributes that the page shows below its title."""
_STYLES = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
_BY_DEPTH = "1aiAI"
_BOXES = {"x": "☒ ", "*": "☒ ", " ": "☐ "}


def read_asciidoc(file: RawFile) -> Parsed:
    """Read a text with its headings, numbered lists and tables."""
    writer = TextWriter(mark_headings=True)
    page = _Page(writer.decode(file.data).split("\n"))
    made = "\n".join(page.made())
    if page.remarks:
        writer.leave_out(left_out.REMARK, page.remarks)
    write_html(parse_html(f"<div>{made}</div>"), writer)
    return writer.finish(page.title) if writer.length else read_text(file)


class _Page:
    """The lines of a text on their way to a page."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._place = 0
        self._settings: dict[str, str] = {}
        self._options = ""
        self._open: list[str] = []
        """Signs of the lists that are open, the innermost last."""
        self._goes_on = False
        """Whether the next block belongs to the item before."""
        self.remarks = 0
        self.title = ""

    def made(self) -> Iterator[str]:
        """The page, block by block."""
        while self._place < len(self._lines):
            line = self._lines[self._place]
            if not line.strip():
                self._place += 1
            elif item := _ITEM.fullmatch(line):
                yield from self._item(item)
            elif line.strip() == "+" and self._open:
                self._goes_on = True
                self._place += 1
            else:
                yield from self._block(line)
        yield from self._close(0)

    def _block(self, line: str) -> Iterator[str]:
        if OPTIONS.fullmatch(line) and not self._is_table():
            if not self._goes_on:
                yield from self._close(0)
            self._options = f"{self._options} {line.strip()[1:-1]}"
            self._place += 1
            if label := _LABELS.search(line):
                yield f"<p>{self._show(label[1] or label[2])}</p>"
            return
        if not self._goes_on:
            yield from self._close(0)
        self._goes_on = False
        self._place += 1
        if line.startswith("//"):
            self.remarks += 1
            if _REMARKS.fullmatch(line):
                self._lines_up_to(line.strip())
        elif setting := _SETTING.fullmatch(line):
            self._settings[setting[1]] = self._show(setting[2] or "")
            if setting[1] in _SHOWN:
                yield f"<p>{setting[1]}: {self._settings[setting[1]]}</p>"
        elif not _CONTAINER.fullmatch(line):
            yield from self._words(line)
        self._options = ""

    def _words(self, line: str) -> Iterator[str]:
        if heading := _HEADING.fullmatch(line):
            yield self._heading(len(heading[1]), self._show(heading[2]))
        elif _LISTING.fullmatch(line):
            fence = line.strip() if not line.startswith("```") else "```"
            yield _listing(self._lines_up_to(fence))
        elif self._is_table(-1):
            yield from self._table()
        elif title := _TITLE.fullmatch(line):
            yield f"<p>{self._show(title[1])}</p>"
        else:
            self._place -= 1
            yield from self._paragraph()

    def _heading(self, level: int, text: str) -> str:
        if level == 1 and not self.title:
            self.title = re.sub(r"<[^>]*>", "", text)
        return f"<h{level}>{text}</h{level}>"

    def _is_table(self, shift: int = 0) -> bool:
        return find_fenced_table(self._lines, self._place + shift) is not None

    def _table(self) -> Iterator[str]:
        found = find_fenced_table(self._lines, self._place - 1)
        if found is None:
            return
        end, rows, header = found
        if FENCE.fullmatch(self._lines[self._place - 1]) and "header" in self._options:
            header = 1
        yield "<table>"
        for number, row in enumerate(rows):
            yield "<tr>"
            for cell in row:
                yield self._cell(cell, "th" if number < header or cell.is_head else "td")
            yield "</tr>"
        yield "</table>"
        self._place = end

    def _cell(self, cell: Span, tag: str) -> str:
        return (
            f'<{tag} colspan="{cell.across}" rowspan="{cell.down}">{self._show(cell.text)}</{tag}>'
        )

    def _paragraph(self) -> Iterator[str]:
        line = self._lines[self._place]
        if (term := _TERM.fullmatch(line)) and not term[1].endswith(":"):
            self._place += 1
            more = " ".join([term[3] or "", *self._rest()]).strip()
            yield f"<p>{self._show(term[1])}: {self._show(more)}</p>"
        elif line[0] in " \t":
            yield _listing(self._rest(1))
        else:
            words = "\n".join(self._rest(1))
            yield f"<p>{self._show(words)}</p>"

    def _item(self, item: re.Match[str]) -> Iterator[str]:
        bullet, number, callout, box, text = item.groups()
        sign = bullet or ("1." if number else "<>")
        if sign in self._open:
            yield from self._close(self._open.index(sign) + 1)
            yield "</li>"
        else:
            numbered = sign[0] not in "*-"
            self._open.append(sign)
            yield self._open_list(number or callout) if numbered else "<ul>"
        self._options = ""
        self._goes_on = False
        self._place += 1
        words = "\n".join([text, *self._rest()])
        yield f"<li>{_BOXES.get((box or '').lower(), '')}{self._show(words)}"

    def _open_list(self, number: str | None) -> str:
        depth = sum(sign[0] not in "*-" for sign in self._open) - 1
        style = next(
            (s for name, s in _STYLES.items() if name in self._options), _BY_DEPTH[depth % 5]
        )
        start = found[1] if (found := _START.search(self._options)) else number
        if "arabic" in self._options or number:
            style = "1"
        return f'<ol type="{style}" start="{start if start and start.isdigit() else 1}">'

    def _close(self, depth: int) -> Iterator[str]:
        while len(self._open) > depth:
            yield "</li></ul>" if self._open.pop()[0] in "*-" else "</li></ol>"

    def _rest(self, taken: int = 0) -> list[str]:
        """The lines up to a blank one or another block, the first `taken` of them unseen."""
        first = self._place
        self._place += taken
        while self._place < len(self._lines) and not _begins_block(self._lines[self._place]):
            self._place += 1
        return [line.strip() for line in self._lines[first : self._place]]

    def _lines_up_to(self, fence: str) -> list[str]:
        first = self._place
        while self._place < len(self._lines) and self._lines[self._place].rstrip() != fence:
            self._place += 1
        self._place += 1
        return self._lines[first : self._place - 1]

    def _show(self, text: str) -> str:
        return show_line(text, self._settings)


def _begins_block(line: str) -> bool:
    return (
        not line.strip()
        or line.strip() == "+"
        or line.startswith("//")
        or any(shape.fullmatch(line) for shape in _BLOCKS)
    )


def _listing(lines: list[str]) -> str:
    return f"<pre>{escape(chr(10).join(lines))}</pre>"
