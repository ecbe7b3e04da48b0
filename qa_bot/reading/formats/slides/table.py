"""Tables on slides as grids; merged cells stand in each of their places."""

from __future__ import annotations

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import tag
from qa_bot.reading.formats.slides.text import read_paragraphs
from qa_bot.reading.tables import Cell, is_table_of_facts

_ON = frozenset({"1", "true"})


def read_rows(table: Element) -> list[list[Cell]]:
    """The grid of a table; its first row is marked where the table's style sets it apart.

    New tables have such a style, so that facts on a slide stay facts.
    """
    properties = table.find(tag("a:tblPr"))
    has_head = properties is not None and properties.get("firstRow") in _ON
    rows: list[list[Cell]] = []
    for number, row in enumerate(table.findall(tag("a:tr"))):
        cells: list[Cell] = []
        for place, cell in enumerate(row.findall(tag("a:tc"))):
            text = _text(cell)
            across = cell.get("hMerge") in _ON
            if across and cells and not text:
                text = cells[-1].text
            elif cell.get("vMerge") in _ON and rows and place < len(rows[-1]) and not text:
                text = rows[-1][place].text
            cells.append(Cell(text, has_head and number == 0, merged=across))
        rows.append(cells)
    if has_head and is_table_of_facts(rows):
        return [[cell._replace(is_head=False) for cell in row] for row in rows]
    return rows


def _text(cell: Element) -> str:
    body = cell.find(tag("a:txBody"))
    if body is None:
        return ""
    paragraphs = read_paragraphs(body)
    return " ".join(f"{p.marker} {p.text}" if p.marker else p.text for p in paragraphs)
