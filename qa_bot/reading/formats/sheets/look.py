"""How a workbook shows its cells: formats of numbers, merged cells, rows that stand out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from qa_bot.reading.formats.number_formats import BUILT_IN, GENERAL, is_plain

_LOCAL_DATES = frozenset({14, 22})
"""Formats that show the order of day and month of the country of whoever looks."""
Range = tuple[tuple[int, int], tuple[int, int]]
StyledRow = tuple[int, list[tuple[int, int]]]
"""A row's number and its cells' columns and styles, all from 0."""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What of a cell's style changes how it is read."""

    code: str = ""
    """The format of its number; empty where it is shown as it is."""
    bold: bool = False
    struck: bool = False
    is_told: bool = False
    """Whether any of these is said."""


@dataclass(slots=True)
class SheetLook:
    """How one sheet shows its cells."""

    part: str = ""
    """The part of the package that holds it."""
    rows: Iterable[StyledRow] = ()
    heads: frozenset[int] = frozenset()
    """Rows that the file says are headers: those of its tables, filters and frozen panes."""
    ranges: list[Range] | None = None
    """Merged cells; None where Calamine tells them."""
    unread_comments: int = 0
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells that show what Calamine doesn't give: errors ("#N/A"), super- and subscripts."""


@dataclass(slots=True)
class WorkbookLook:
    """How a workbook shows its cells."""

    styles: list[CellStyle] = field(default_factory=list)
    sheets: dict[str, SheetLook] = field(default_factory=dict)
    """By name."""
    from_1904: bool = False

    def style(self, number: int) -> CellStyle:
        """A style by its number."""
        return self.styles[number] if number < len(self.styles) else _PLAIN


_PLAIN = CellStyle()


@dataclass(frozen=True, slots=True)
class Font:
    """What of a font changes how a cell is read."""

    bold: bool = False
    struck: bool = False


def make_style(
    format_number: int, codes: dict[int, str], font_number: int, fonts: list[Font]
) -> CellStyle:
    """A style from the numbers of its format and its font.

    Args:
        format_number: one of the built-in formats, or of those that the file defines.
        codes: the formats that the file defines.
        font_number: one of the fonts.
        fonts: those of the file.
    """
    font = fonts[font_number] if font_number < len(fonts) else Font()
    code = codes.get(format_number) or BUILT_IN.get(format_number, GENERAL)
    if format_number in _LOCAL_DATES:
        code = BUILT_IN[format_number]
    code = "" if is_plain(code) else code
    return CellStyle(code, font.bold, font.struck, bool(code) or font.bold or font.struck)
