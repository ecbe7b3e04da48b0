"""The text of one PDF page as fragments, with what is drawn around it and what is left out."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2 as pdfium

from qa_bot.reading.formats.pdf.characters import count_unmapped, read_characters
from qa_bot.reading.formats.pdf.drawing import Drawing, read_drawing
from qa_bot.reading.formats.pdf.fonts import Fonts
from qa_bot.reading.formats.pdf.fragments import Fragment, find_runs, make_fragment
from qa_bot.reading.formats.pdf.strikes import Strikes


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's fragments in stream order, its rules, its height as its text is read."""

    fragments: list[Fragment]
    drawing: Drawing
    height: float
    unmapped: int
    """Characters without a known letter."""
    hidden: int
    """Characters left out because nobody sees them."""
    struck: int
    """Characters left out because they are struck out."""


def read_page_text(page: pdfium.PdfPage) -> PageText:
    """The text of an open page."""
    bounds = page.get_mediabox()
    drawn = read_drawing(page.raw)
    owner = page.get_textpage()
    try:
        characters = read_characters(owner.raw, bounds, drawn.unseen())
        drawing = drawn.turned(characters.turn, bounds)
        strikes, fonts = Strikes(drawing.level), Fonts(owner.raw)
        runs = [strikes.take_out(characters, r) for r in find_runs(characters, drawing.upright)]
        runs = [run for run in runs if run]
        fragments = [make_fragment(characters, run, fonts) for run in runs]
        unmapped = count_unmapped(owner.raw, runs)
    finally:
        owner.close()
    left, bottom, right, top = bounds
    height = right - left if characters.turn in (90, 270) else top - bottom
    return PageText(fragments, drawing, height, unmapped, characters.hidden, strikes.count)
