"""Ten documents of different kinds, as people have them, for what must work on all of them."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

SLIDES = (
    ("Museum renewal: project status", "Steering group, April 2026"),
    (
        "Progress",
        "Roof finished two weeks early\nNew lift approved by the fire office\n"
        "Café tender has three bidders",
    ),
    ("Budget", "4.1 of 5.6 million euros spent\nReserve of 300,000 euros untouched"),
    (
        "Risks",
        "Late delivery of the showcases from Italy\nShortage of conservators in autumn",
    ),
    ("Next steps", "Sign the café contract in May\nMove the collection back from 14 September"),
)
VISITORS = (
    ("Museum", "Visitors 2024", "Visitors 2025", "Change in percent"),
    ("Glass House", 11900, 13400, 12.6),
    ("Harbour Museum", 54200, 51800, -4.4),
    ("Print Workshop", 8300, 9700, 16.9),
    ("Town Archive", 2100, 2250, 7.1),
)


def write_ten_documents(folder):
    """Minutes, policy, price list, mail, slides, spreadsheet, manual, CV, web page and essay."""
    for path in Path(__file__).parent.iterdir():
        if path.suffix not in (".py", ".pyc") and path.is_file():
            shutil.copy(path, folder / path.name)
    (folder / "status-slides.pptx").write_bytes(_make_slides())
    (folder / "visitors.xlsx").write_bytes(_make_sheet())


def _make_slides():
    import pptx

    deck = pptx.Presentation()
    for title, body in SLIDES:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = body
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _make_sheet():
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    sheet = workbook.add_worksheet("Visitors")
    for number, row in enumerate(VISITORS):
        sheet.write_row(number, 0, row)
    workbook.close()
    return buffer.getvalue()
