"""Tables of HTML as grids: merged cells, marked names, tables inside cells, tables for layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from qa_bot.reading.formats.html_styles import SHOWN_AS
from qa_bot.reading.formats.html_text import Skipped, flat_text
from qa_bot.reading.formats.main_content import NO_TEXT
from qa_bot.reading.parsed import TextWriter
from qa_bot.reading.tables import Span, spread

_PLACES = {"thead": 0, "tfoot": 2}
_HOLDERS = ("td", "th", "caption", "table")
_ROLES = ("table", "grid", "treegrid")
_ROLE_HEADS = ("columnheader", "rowheader")
_ROLE_CELLS = ("cell", "gridcell", *_ROLE_HEADS)
_BLOCKS = ".//h1|.//h2|.//h3|.//h4|.//h5|.//h6|.//p[2]|.//br[4]|.//pre"
_LONG_CELL = 300
"""Characters of a cell that holds prose rather than a value."""


def is_layout(table: HtmlElement) -> bool:
    """Whether a table only places blocks beside each other."""
    if table.get("role") in ("presentation", "none"):
        return True
    rows = _rows(table)
    cells = [cell for row in rows for cell in _cells(row)]
    if len(cells) < 2:
        return True
    if table.find("caption") is not None or any(cell.tag == "th" for cell in cells):
        return False
    nested = [cell for cell in cells if cell.find(".//table") is not None]
    if nested:
        plain = sum(bool(flat_text(cell)) for cell in cells if cell not in nested)
        return len(rows) < 2 or 2 * len(nested) >= plain
    if all(_opens_bold(cell) for cell in cells if flat_text(cell)):
        return True
    return any(
        (cell.xpath(f"boolean(({_BLOCKS})[1])") and len(flat_text(cell)) > _LONG_CELL)
        or cell.xpath("boolean((.//h1|.//h2|.//h3|.//h4|.//h5|.//h6|.//pre)[1])")
        for cell in cells
    )


def _opens_bold(cell: HtmlElement) -> bool:
    """Whether a cell begins with a bold line above others, as the cards of a mail do."""
    bold = next(cell.iter("b", "strong"), None)
    if bold is None or not flat_text(cell).startswith(flat_text(bold)):
        return False
    below = cell.xpath("boolean(.//br|.//p|.//div)")
    return bool(below) and len(flat_text(cell)) > len(flat_text(bold))


def is_table_by_role(element: HtmlElement) -> bool:
    """Whether elements that are no table say by their roles that they are one."""
    if element.get("role") not in _ROLES or element.tag == "table":
        return False
    rows = [_role_cells(row) for row in _role_rows(element)]
    cells = [cell for row in rows for cell in row]
    if not cells or element.find(".//table") is not None:
        return False
    if SHOWN_AS in element.attrib and not _holds_values(rows):
        return False
    return len(flat_text(element).split()) <= len(" ".join(map(flat_text, cells)).split())


def _holds_values(rows: list[list[HtmlElement]]) -> bool:
    """Whether the cells of what a style shows as a table are values and no parts of a page."""
    return (
        len(rows) > 1
        and min(map(len, rows)) > 1
        and not any(
            cell.xpath(f"boolean(({_BLOCKS}|.//ul|.//ol)[1])") or len(flat_text(cell)) > _LONG_CELL
            for row in rows
            for cell in row
        )
    )


def write_table_by_role(table: HtmlElement, writer: TextWriter, skipped: Skipped) -> None:
    """A table that is made of elements with the roles of rows and cells."""
    grid = spread(
        [
            Span(
                flat_text(cell, skipped),
                _number(cell.get("aria-colspan", "1")),
                _number(cell.get("aria-rowspan", "1")),
                cell.get("role") in _ROLE_HEADS,
            )
            for cell in _role_cells(row)
        ]
        for row in _role_rows(table)
    )
    writer.table(grid)


def _role_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    yield from table.xpath(".//*[@role='row']")


def _role_cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row.iterdescendants() if cell.get("role") in _ROLE_CELLS]


def write_table(
    table: HtmlElement,
    writer: TextWriter,
    skipped: Skipped,
    write_nested: Callable[[HtmlElement], None],
) -> None:
    """A data table; a table inside a cell follows the row that it stands in."""
    rows = _rows(table)
    inner = [list(_nested(row)) for row in rows]
    passed = skipped.union(*inner)
    writer.paragraph(" ".join(_strays(table, passed)))
    captions = [flat_text(caption, passed) for caption in table.findall("caption")]
    grid = spread([_span(cell, passed) for cell in _cells(row)] for row in rows)
    foot = next((n for n, row in enumerate(rows) if row.getparent().tag == "tfoot"), 0)
    if foot:
        grid.insert(foot, [])  # sums of the whole table don't belong to its last group
    written = 0

    def write_inner(before: int) -> None:
        nonlocal written
        for nested in (each for row in inner[written:before] for each in row):
            write_nested(nested)
        written = max(written, before)

    header = 1 if _looks_bold(rows) else None
    writer.table(grid, header, caption=" ".join(captions), before_row=write_inner)
    write_inner(len(rows))


def _rows(table: HtmlElement) -> list[HtmlElement]:
    """A table's own rows, head first and foot last; old pages put forms around some."""
    own = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    return sorted(own, key=lambda row: _PLACES.get(row.getparent().tag, 1))


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row.iter("td", "th") if next(cell.iterancestors("tr"), None) is row]


def _strays(element: HtmlElement, passed: Skipped) -> Iterator[str]:
    """Text inside of a table that is in no cell; browsers show it above."""
    yield element.text or ""
    for child in element:
        if child.tag not in _HOLDERS and child.tag not in NO_TEXT and child not in passed:
            yield from _strays(child, passed)
        yield child.tail or ""


def _nested(row: HtmlElement) -> Iterator[HtmlElement]:
    """The tables inside a row's cells that are not inside another."""
    for table in row.iter("table"):
        if next(table.iterancestors("tr")) is row:
            yield table


def _span(cell: HtmlElement, skipped: Skipped) -> Span:
    is_head = cell.tag == "th" or cell.getparent().getparent().tag == "thead"
    down = cell.get("rowspan", "1").strip()
    return Span(
        flat_text(cell, skipped),
        _number(cell.get("colspan", "1")),
        _number(down) if down != "0" else 1_000,
        is_head,
    )


def names_its_columns(table: HtmlElement) -> bool:
    """Whether the first of some rows is bold, in a table that is no layout and marks no names."""
    return not is_layout(table) and _looks_bold(_rows(table))


def _number(text: str) -> int:
    text = text.strip()
    return max(1, min(int(text), 1_000)) if text.isdecimal() and text.isascii() else 1


def _looks_bold(rows: list[HtmlElement]) -> bool:
    """Whether the first row alone is bold, in a table that marks no names."""
    if len(rows) < 2 or any(cell.tag == "th" for row in rows for cell in _cells(row)):
        return False
    return _is_bold(rows[0]) and not _is_bold(rows[1])


def _is_bold(row: HtmlElement) -> bool:
    texts = [
        (flat_text(cell), "".join(flat_text(bold) for bold in cell.xpath(".//b|.//strong")))
        for cell in _cells(row)
    ]
    return any(text for text, _ in texts) and all(text == bold for text, bold in texts)
