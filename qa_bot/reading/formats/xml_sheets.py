"""Spreadsheets in the XML of Excel 2003, which many programs write as .xls: a page a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from qa_bot.reading.archives import parse_xml
from qa_bot.reading.encodings import declared_encoding
from qa_bot.reading.parsed import Parsed, RawFile, TextWriter, squeeze
from qa_bot.reading.tables import Cell, Span, spread

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{NAMESPACE}}}"
_MOST_EMPTY = 1_000
"""Empty cells or rows that a place far off may make."""


def read_xml_spreadsheet(file: RawFile) -> Parsed:
    """Read every sheet's values as they are kept."""
    writer = TextWriter()
    root = parse_xml(writer.decode(file.data, declared_encoding(file.data)))
    without_text = []
    for number, sheet in enumerate(root.iter(f"{_SS}Worksheet"), 1):
        name = sheet.get(f"{_SS}Name", str(number))
        writer.page(number, f"sheet {name}")
        rows = _rows(sheet)
        if any(cell.text for row in rows for cell in row):
            writer.heading(name)
            writer.table(rows)
        else:
            without_text.append(number)
    return writer.finish(pages_without_text=without_text)


def _rows(sheet: Element) -> list[list[Cell]]:
    spans: list[list[Span]] = []
    for row in sheet.iter(f"{_SS}Row"):
        spans += [[]] * min(_number(row, "Index", len(spans) + 1) - len(spans) - 1, _MOST_EMPTY)
        spans.append(list(_cells(row)))
    return spread(spans)


def _cells(row: Element) -> Iterator[Span]:
    place = 1
    for cell in row.iter(f"{_SS}Cell"):
        for _ in range(min(_number(cell, "Index", place) - place, _MOST_EMPTY)):
            yield Span("")
            place += 1
        data = cell.find(f"{_SS}Data")
        text = "" if data is None else squeeze("".join(data.itertext()))
        if text and data is not None and data.get(f"{_SS}Type") == "DateTime":
            text = text.removesuffix("T00:00:00.000").replace("T", " ")
        across = _number(cell, "MergeAcross", 0) + 1
        yield Span(text, across, _number(cell, "MergeDown", 0) + 1)
        place += across


def _number(element: Element, name: str, otherwise: int) -> int:
    value = element.get(f"{_SS}{name}", "")
    return int(value) if value.isdecimal() and value.isascii() else otherwise
