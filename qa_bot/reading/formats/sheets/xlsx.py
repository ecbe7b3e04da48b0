"""Styles of .xlsx files: a scan of the sheets for each cell's style, and of what marks headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.etree import _Element as Element

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.office import Package, tag
from qa_bot.reading.formats.sheets.look import (
    CellStyle,
    Font,
    SheetLook,
    StyledRow,
    WorkbookLook,
    make_style,
)
from qa_bot.reading.formats.sheets.strings import marked_cells, marked_strings

_ROW_OR_CELL = re.compile(rb"""<(?:\w+:)?(row|c)((?:\s+[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*/?>""")
_USUAL = re.compile(rb"""<row r="(\d+)"|<c r="([A-Z]+)\d+" s="(\d+)\"""")
"""Rows and styled cells as Excel writes them."""
_ATTRIBUTE = re.compile(rb"""\b([rst])\s*=\s*["']([^"']*)["']""")
_VALUE = re.compile(rb"""<(?:\w+:)?v>([^<]{1,20})</""")
_PANE = re.compile(rb"""<(?:\w+:)?pane\s[^>]*?\bySplit\s*=\s*["'](\d+)["'][^>]*>""")
_FILTER = re.compile(rb"""<(?:\w+:)?autoFilter\s[^>]*?\bref\s*=\s*["']\$?[A-Z]+\$?(\d+):""")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
_TITLE_ROWS = re.compile(r"\$?(\d+):\$?(\d+)$")
_MOST_FROZEN = 4
"""Rows that may be frozen as a header; more are a sheet's dashboard."""
_OFF = frozenset({"0", "false"})


_FAR = re.compile(rb"""r=["'](?:[A-Z]{3}\d|[A-Z]{1,2}\d{6})""")
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})""")
_MAX_PLACES = 100_000_000
"""Places between the first cell and the last; Calamine makes room for each."""


def read_xlsx_look(package: Package) -> WorkbookLook:
    """How a workbook shows its cells."""
    main = package.main_part()
    root = package.parse(main)
    properties = root.find(tag("s:workbookPr"))
    is_1904 = properties is not None and properties.get("date1904", "0") not in _OFF
    look = WorkbookLook(_read_styles(package.parse_related(main, "styles")), {}, is_1904)
    scan = any(style.code or style.bold or style.struck for style in look.styles)
    marked = marked_strings(package, main)
    titles = dict(_print_titles(root))
    relations = package.relations(main)
    for number, sheet in enumerate(root.iter(tag("s:sheet"))):
        relation = relations.get(sheet.get(tag("r:id"), ""))
        if relation is not None and relation.target in package:
            part = relation.target
            data = package.read(part)
            _require_extent(data)
            look.sheets[sheet.get("name", "")] = SheetLook(
                part,
                styled_rows(data) if scan else (),
                frozenset([*_heads(package, part, data), *titles.get(number, ())]),
                shown=dict(_shown(data, marked)),
            )
    return look


def styled_rows(data: bytes) -> Iterator[StyledRow]:
    """The rows of a sheet's XML with the style of each cell; cells without one may be left out."""
    is_usual = all(
        data.count(b"<%s " % name) == data.count(b'<%s r="' % name) > 0 for name in (b"row", b"c")
    )
    return _usual_rows(data) if is_usual else _any_rows(data)


def _usual_rows(data: bytes) -> Iterator[StyledRow]:
    row = 0
    cells: list[tuple[int, int]] = []
    for match in _USUAL.finditer(data):
        number, column, style = match.groups()
        if number is None:
            cells.append((column_number(column), int(style)))
        else:
            if cells:
                yield row, cells
                cells = []
            row = int(number) - 1
    if cells:
        yield row, cells


def _any_rows(data: bytes) -> Iterator[StyledRow]:
    row, column = -1, -1
    cells: list[tuple[int, int]] = []
    for match in _ROW_OR_CELL.finditer(data):
        said = dict(_ATTRIBUTE.findall(match[2]))
        place = said.get(b"r", b"")
        if match[1] == b"row":
            if cells:
                yield row, cells
            row = int(place) - 1 if place.isdigit() else row + 1
            column, cells = -1, []
            continue
        column = column_number(place) if place else column + 1
        style = said.get(b"s", b"")
        cells.append((column, int(style) if style.isdigit() else 0))
    if cells:
        yield row, cells


@lru_cache(maxsize=20_000)
def column_number(reference: bytes) -> int:
    """The column of a cell's name, from 0: 27 for "AB3"."""
    number = 0
    for byte in reference.upper():
        if not 65 <= byte <= 90:
            break
        number = number * 26 + byte - 64
    return number - 1


def split_reference(reference: str) -> tuple[int, int] | None:
    """Row and column of a cell's name, from 0."""
    found = _REFERENCE.match(reference)
    return (int(found[2]) - 1, column_number(found[1].encode())) if found else None


def _require_extent(data: bytes) -> None:
    """Refuse a sheet whose cells lie too far apart.

    Raises:
        ReadingError: it would need too much memory.
    """
    if not _FAR.search(data):
        return
    rows, columns = 0, 0
    for match in _CELL.finditer(data):
        rows = max(rows, int(match[2]))
        columns = max(columns, column_number(match[1]) + 1)
    if rows * columns > _MAX_PLACES:
        raise ReadingError(
            f"spreads its cells over {rows:,} rows and {columns:,} columns; remove what stands "
            "far from the rest"
        )


def _shown(data: bytes, marked: dict[int, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Cells with errors, and those with texts in which some words are set apart."""
    for reference, text in marked_cells(data):
        if (cell := split_reference(reference)) is not None:
            yield cell, text
    if not marked and b't="e"' not in data:
        return
    ends = _ROW_OR_CELL.finditer(data)
    next(ends, None)
    for match in _ROW_OR_CELL.finditer(data):
        following = next(ends, None)
        said = dict(_ATTRIBUTE.findall(match[2]))
        kind = said.get(b"t")
        if kind not in (b"e", b"s"):
            continue
        place = split_reference(said.get(b"r", b"").decode("ascii", "replace"))
        end = following.start() if following is not None else len(data)
        value = _VALUE.search(data, match.end(), end)
        if place is None or value is None:
            continue
        if kind == b"e":
            yield place, value[1].decode("utf-8", "replace")
        elif value[1].isdigit() and int(value[1]) in marked:
            yield place, marked[int(value[1])]


def _read_styles(root: Element | None) -> list[CellStyle]:
    if root is None:
        return []
    codes = {
        _number(element.get("numFmtId", "")): element.get("formatCode", "")
        for element in root.iter(tag("s:numFmt"))
    }
    held = root.find(tag("s:fonts"))
    fonts = [
        Font(_is_on(font, "s:b"), _is_on(font, "s:strike"))
        for font in (held if held is not None else ())
    ]
    formats = root.find(tag("s:cellXfs"))
    return [
        make_style(
            _number(element.get("numFmtId", "")), codes, _number(element.get("fontId", "")), fonts
        )
        for element in (formats if formats is not None else ())
    ]


def _is_on(parent: Element, name: str) -> bool:
    mark = parent.find(tag(name))
    return mark is not None and mark.get("val", "1") not in _OFF


def _heads(package: Package, part: str, data: bytes) -> Iterator[int]:
    """Rows that head a table, a filter, or what scrolls below frozen panes."""
    frozen = _PANE.search(data, 0, max(0, data.find(b"sheetData")))
    if frozen is not None and b"frozen" in frozen[0] and int(frozen[1]) <= _MOST_FROZEN:
        yield from range(int(frozen[1]))
    if filtered := _FILTER.search(data, max(0, data.rfind(b"sheetData"))):
        yield int(filtered[1]) - 1
    for table in package.related(part, "table"):
        root = package.parse(table)
        first = split_reference(root.get("ref", ""))
        if first is not None and root.get("headerRowCount", "1") not in _OFF:
            yield first[0]


def _print_titles(root: Element) -> Iterator[tuple[int, range]]:
    """Rows that are printed on every page, by the number of their sheet."""
    for name in root.iter(tag("s:definedName")):
        rows = _TITLE_ROWS.search((name.text or "").rpartition("!")[2])
        sheet = name.get("localSheetId", "")
        if name.get("name") == "_xlnm.Print_Titles" and rows and sheet.isdecimal():
            first, last = int(rows[1]) - 1, int(rows[2])
            if last - first <= _MOST_FROZEN:
                yield int(sheet), range(first, last)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
