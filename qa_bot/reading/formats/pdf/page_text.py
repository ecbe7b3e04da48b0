"""The text of one PDF page as fragments, with what is drawn around it and what is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pypdfium2 as pdfium

from qa_bot.reading.formats.pdf.annotations import place_values, read_annotations
from qa_bot.reading.formats.pdf.boxes import Box, area
from qa_bot.reading.formats.pdf.bullets import find_bullets
from qa_bot.reading.formats.pdf.characters import count_unmapped, read_characters
from qa_bot.reading.formats.pdf.drawing import Drawing, read_drawing
from qa_bot.reading.formats.pdf.fonts import Fonts
from qa_bot.reading.formats.pdf.fragments import Fragment, make_fragment
from qa_bot.reading.formats.pdf.right_to_left import mirror, order_runs, settle_letters
from qa_bot.reading.formats.pdf.run_segmentation import find_runs
from qa_bot.reading.formats.pdf.stacked_fractions import find_stacked
from qa_bot.reading.formats.pdf.strikes import Strikes
from qa_bot.reading.formats.pdf.tex_letters import join_accents

_LEAST_SIDE = 36.0
_LEAST_SHARE = 0.01
"""Least side in points, and least share of its page, of a picture that shows something."""


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
    pictures: int
    """Pictures large enough to show something."""
    comments: list[str]
    """What annotations say about the text."""
    annotations: int
    """Comments, and values of a form."""


def read_page_text(pdf: pdfium.PdfDocument, index: int) -> PageText:
    """The text of a page, with what is filled into its form.

    Raises:
        pdfium.PdfiumError: the page can't be opened.
    """
    page = pdf[index]
    try:
        bounds = page.get_mediabox()
        drawn, said = read_drawing(page.raw), read_annotations(pdf, page)
        drawn.level += said.strikes
        owner = page.get_textpage()
        try:
            characters = read_characters(owner.raw, bounds, drawn.unseen())
            join_accents(characters)
            drawing = drawn.turned(characters.turn, bounds)
            stacked = find_stacked(characters, drawing.level)
            characters = replace(characters, stacked=stacked) if stacked else characters
            characters = settle_letters(characters)
            strikes, fonts = Strikes(drawing.level), Fonts(owner.raw, characters.codes)
            runs = list(find_runs(characters, drawing.upright))
            if characters.has_backwards:
                runs = order_runs(runs, characters, drawing.upright)
            fragments = [make_fragment(characters, run, fonts, strikes) for run in runs]
            unmapped = count_unmapped(owner.raw, runs) + characters.lost
        finally:
            owner.close()
    finally:
        page.close()
    fragments += place_values(said, characters.turn, bounds)
    height, width = bounds[3] - bounds[1], bounds[2] - bounds[0]
    if characters.turn in (90, 270):
        height, width = width, height
    if characters.is_backwards:
        fragments, drawing = mirror(fragments, drawing, width)
    return PageText(
        [*fragments, *find_bullets(drawing.dots, fragments)],
        drawing,
        max(height, 1.0),
        unmapped,
        characters.hidden,
        sum(_is_large(box, bounds) for box in drawing.pictures),
        said.comments,
        len(said.comments) + len(said.values),
    )


def _is_large(box: Box, bounds: Box) -> bool:
    """Whether a picture is more than a sign or a line."""
    shorter = min(box[2] - box[0], box[3] - box[1])
    return shorter >= _LEAST_SIDE and area(box) >= _LEAST_SHARE * area(bounds)
