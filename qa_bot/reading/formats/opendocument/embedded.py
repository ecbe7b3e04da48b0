"""Charts and formulas that an OpenDocument file embeds."""

from __future__ import annotations

from lxml.etree import _Element as Element

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.mathml import math_text
from qa_bot.reading.formats.opendocument.names import (
    chart,
    math,
    office,
    table,
    text,
    xlink,
)
from qa_bot.reading.formats.opendocument.package import FlatParts, Parts
from qa_bot.reading.formats.opendocument.tables import rows_of
from qa_bot.reading.parsed import TextWriter, squeeze
from qa_bot.reading.superscripts import part_fractions

_CELLS = (table("table-cell"), table("covered-table-cell"))


def write_object(element: Element, parts: Parts | FlatParts, writer: TextWriter) -> bool:
    """Write a `draw:object`; False where it is of another kind or can't be read."""
    held = next((e for e in element if e.tag in (math("math"), office("document"))), None)
    try:
        root = held if held is not None else parts.embedded(element.get(xlink("href"), ""))
    except ReadingError:
        return False
    if root is None:
        return False
    formula = root if root.tag == math("math") else root.find(f".//{math('math')}")
    if formula is not None:
        writer.paragraph(part_fractions(math_text(formula)))
        return True
    shown = root.find(f".//{chart('chart')}")
    if shown is None:
        return False
    for name in ("title", "subtitle"):
        for title in shown.findall(chart(name)):
            writer.paragraph("".join(title.itertext()))
    _write_data(shown, writer)
    return True


def _write_data(shown: Element, writer: TextWriter) -> None:
    data = shown.find(table("table"))
    if data is None:
        return
    rows = [
        [" ".join(squeeze("".join(p.itertext())) for p in cell.findall(text("p")))
         for cell in row if cell.tag in _CELLS]
        for row in rows_of(data)
    ]  # fmt: skip
    axes = [axis for axis in shown.iter(chart("axis")) if axis.get(chart("dimension")) == "x"]
    titles = [squeeze("".join(t.itertext())) for axis in axes for t in axis.findall(chart("title"))]
    if rows and rows[0] and titles and not rows[0][0]:
        rows[0][0] = titles[0]
    writer.table(rows, header=1)
