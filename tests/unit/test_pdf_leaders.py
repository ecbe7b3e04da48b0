from __future__ import annotations

import pytest

from qa_bot.reading.files import read_data
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.leaders import part_leaders
from qa_bot.reading.parsed import RawFile
from tests.pdfs import build, lines


def parts(said):
    return [f.text for f in part_leaders([Fragment(said, 60, 700, 400, 712, 12)])]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Soils of the terraces ......... 12", ["Soils of the terraces", "12"]),
        ("Vines . . . . . . . . xiv", ["Vines", "xiv"]),
        ("Soup of the day.......4.50 €", ["Soup of the day", "4.50 €"]),
        (". . . . . . . 7", ["7"]),
        ("He waited .... and then", ["He waited .... and then"]),
        ("It ended in 1904.", ["It ended in 1904."]),
    ],
)
def test_dotted_leaders_part_a_title_from_its_number(said, read):
    assert parts(said) == read


def test_a_table_of_contents_is_read_line_by_line_without_its_dots():
    page = lines(
        60,
        700,
        ["Soils and stones .............. 3", "Vines .............. 7", "Wine .......... 11"],
    )
    text = read_data(RawFile("a.pdf", build([page]))).document.text
    assert text.split("\n\n") == ["Soils and stones 3", "Vines 7", "Wine 11"]
