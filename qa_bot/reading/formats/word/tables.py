"""Tables of Word documents as grids: merged cells repeated, nested tables and pages apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml.etree import _Element as Element

from qa_bot.reading.formats.office import chosen, tag
from qa_bot.reading.formats.table_rows import CellText, Row
from qa_bot.reading.formats.word.styles import Styles, value_of
from qa_bot.reading.parsed import squeeze
from qa_bot.reading.tables import Cell

_ROW, _CELL, _TABLE, _PARAGRAPH = tag("w:tr"), tag("w:tc"), tag("w:tbl"), tag("w:p")
_WRAPPERS = {tag(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "customXml", "moveTo")}
_OFF = frozenset({"0", "false", "off"})
_WHITE = frozenset({"", "auto", "ffffff"})
_MAX_SPAN = 1_000
_MOST_HEADS = 4
"""Rows that may head a table; more are a table that is all bold or all coloured."""


def children(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those in content controls and insertions."""
    for child in chosen(parent):
        if child.tag == name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, name)


def read_rows(
    table: Element, styles: Styles, read_cell: Callable[[Element], CellText]
) -> list[Row]:
    """The grid of a table; a cell merged over rows or columns stands in each of its places."""
    elements = [row for row in children(table, _ROW) if not _is_deleted(row)]
    heads = _count_heads(table, elements, styles)
    rows: list[Row] = []
    for number, element in enumerate(elements):
        above = rows[-1].cells if rows else []
        row = Row([Cell()] * _number(value_of(element.find(tag("w:trPr")), "w:gridBefore"), 0))
        for cell in children(element, _CELL):
            _add_cell(row, cell, read_cell(cell), above, number < heads)
        rows.append(row)
    return rows


def deleted_rows(table: Element) -> Iterator[Element]:
    """The rows that a tracked change takes away."""
    return filter(_is_deleted, children(table, _ROW))


def count_header_rows(table: Element) -> int | None:
    """Rows on top that Word repeats on each page; None where it repeats none, or all."""
    rows = list(children(table, _ROW))
    count = 0
    for row in rows:
        mark = row.find(f"{tag('w:trPr')}/{tag('w:tblHeader')}")
        if mark is None or mark.get(tag("w:val"), "1") in _OFF:
            break
        count += 1
    return count if 0 < count < len(rows) else None


def is_layout(table: Element, styles: Styles) -> bool:
    """Whether a table only places blocks: one column, or cells with sections of their own."""
    rows = [list(children(row, _CELL)) for row in children(table, _ROW)]
    if all(len(row) <= 1 for row in rows):
        return True
    for row in rows:
        for cell in row:
            filled = [
                p for p in cell.findall(_PARAGRAPH) if next(p.iter(tag("w:t")), None) is not None
            ]
            if len(filled) > 1 and (
                len(rows) == 1 or any(styles.heading_level(paragraph) for paragraph in filled)
            ):
                return True
    return False


def _add_cell(row: Row, cell: Element, held: CellText, above: list[Cell], is_head: bool) -> None:
    properties = cell.find(tag("w:tcPr"))
    place = len(row.cells)
    text = squeeze(held.text)
    merge = None if properties is None else properties.find(tag("w:vMerge"))
    hangs = merge is not None and merge.get(tag("w:val"), "continue") != "restart"
    if hangs and not text and place < len(above):
        text = above[place].text
    across = _number(value_of(properties, "w:gridSpan"), 1)
    if properties is not None and value_of(properties, "w:hMerge") == "continue":
        row.cells.append(Cell(row.cells[-1].text if row.cells else text, is_head, merged=True))
    else:
        row.cells += [Cell(text, is_head, n > 0) for n in range(max(1, min(across, _MAX_SPAN)))]
    row.note(held)


def _count_heads(table: Element, rows: list[Element], styles: Styles) -> int:
    """Rows on top that look like names, by their style, their bold type or their colour."""
    if len(rows) < 2:
        return 0
    if _style_marks_first_row(table, styles):
        return 1
    for stands_out in (_all_bold, _all_shaded):
        count = 0
        while count < min(len(rows), _MOST_HEADS + 1) and stands_out(rows[count]):
            count += 1
        if 0 < count < len(rows) and count <= _MOST_HEADS:
            return count
    return 0


def _style_marks_first_row(table: Element, styles: Styles) -> bool:
    properties = table.find(tag("w:tblPr"))
    look = None if properties is None else properties.find(tag("w:tblLook"))
    if look is None:
        return False
    bits = _number(look.get(tag("w:val"), ""), 0, 16)
    shown = look.get(tag("w:firstRow"), "1" if bits & 0x20 else "0")
    if shown in _OFF:
        return False
    for style in styles.chain(value_of(properties, "w:tblStyle")):
        for part in style.findall(tag("w:tblStylePr")):
            if part.get(tag("w:type")) == "firstRow" and part.find(_BOLD) is not None:
                return True
    return False


def _all_bold(row: Element) -> bool:
    runs = [run for run in row.iter(tag("w:r")) if (run.findtext(tag("w:t")) or "").strip()]
    return bool(runs) and all(
        (bold := run.find(_BOLD)) is not None and bold.get(tag("w:val"), "1") not in _OFF
        for run in runs
    )


def _all_shaded(row: Element) -> bool:
    fills = [cell.find(f"{tag('w:tcPr')}/{tag('w:shd')}") for cell in children(row, _CELL)]
    return bool(fills) and all(
        fill is not None and fill.get(tag("w:fill"), "").lower() not in _WHITE for fill in fills
    )


def _is_deleted(row: Element) -> bool:
    return row.find(f"{tag('w:trPr')}/{tag('w:del')}") is not None


def _number(text: str, usual: int, base: int = 10) -> int:
    try:
        return int(text, base)
    except ValueError:
        return usual


_BOLD = f"{tag('w:rPr')}/{tag('w:b')}"
