"""Where a Word document's pages turn: as it was last laid out, and at breaks that authors set.

Word marks each page that it began, behind a break as well; other programs leave that mark out, so
that a break without one turns the page by itself. A document that was never laid out has no pages:
its breaks alone would count too few.
"""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import tag

PAGE = "\f"
"""Stands where a new page begins."""
BREAK = "\x1c"
"""Stands for a page break that the author set."""
_SPACE = " \t\n"
_MARKED = re.compile(f"{BREAK}[{_SPACE}]*{PAGE}")
_BREAK_BEFORE = f"{tag('w:pPr')}/{tag('w:pageBreakBefore')}"
_OFF = frozenset({"0", "false", "off"})


class PageBreaks:
    """Turns breaks into new pages, paragraph by paragraph."""

    def __init__(self, body: Element) -> None:
        """Begin at a document's first page."""
        self.are_known = body.find(f".//{tag('w:lastRenderedPageBreak')}") is not None
        """Whether the document was laid out."""
        self._is_due = False
        """Whether the next text stands on a new page."""
        self._has_text = False

    def turn(self, paragraph: Element, text: str) -> str:
        """A paragraph's text with `PAGE` where a page begins, and nowhere else."""
        if not self.are_known:
            return text.replace(BREAK, " ")
        before = paragraph.find(_BREAK_BEFORE)
        if before is not None and before.get(tag("w:val"), "1") not in _OFF:
            self._is_due = self._has_text
        text = _MARKED.sub(PAGE, text)
        start = text.lstrip(_SPACE)
        if start.strip(_SPACE + BREAK):
            if self._is_due and start[0] not in (PAGE, BREAK):
                text = PAGE + text
            self._is_due, self._has_text = False, True
        end = text.rstrip(_SPACE)
        if end.endswith(BREAK):
            text, self._is_due = end[:-1], True
        return text.replace(BREAK, PAGE)
