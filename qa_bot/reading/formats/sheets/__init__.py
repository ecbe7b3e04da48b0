"""Tables: spreadsheets (.xlsx, .xls, .xlsb) with a page a sheet, and .csv files.

Calamine reads the values; how each is shown ("2.75%", "06:30"), which cells are merged and which
rows stand out as headers is read beside it from the file's styles.
"""

from __future__ import annotations

from qa_bot.reading.formats.sheets.delimited import read_csv
from qa_bot.reading.formats.sheets.workbook import read_spreadsheet

__all__ = ["read_csv", "read_spreadsheet"]
