from __future__ import annotations

import itertools

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from tests.pdfs import area, build, lines, rule, text

EDGES = (50, 150, 250, 500)


def read(page):
    return read_data(RawFile("a.pdf", build([page]))).document.text.split("\n\n")


def below(y):
    """The line below a row, drawn cell by cell."""
    return "".join(rule(a, y, b, y) for a, b in itertools.pairwise(EDGES))


def behind(low, high):
    """The colour of a row, drawn cell by cell."""
    return "".join(area(a, low, b, high) for a, b in itertools.pairwise(EDGES))


def cells(y, *said, font="F"):
    return "".join(text(x + 4, y, cell, font=font) for x, cell in zip(EDGES, said, strict=False))


def table(heights):
    """Three rows whose wrapped cells stand in the middle beside the others."""
    first, second, third = heights
    page = cells(first, "Plant", "2022", "Comment", font="B") + cells(second, "Oslo", "11,950")
    page += lines(254, second + 6, ["New boiler since May; the old one is", "kept for January"])
    return (
        page + lines(54, third + 6, ["Hamar and", "the stores"]) + cells(third, "", "950", "Shut")
    )


READ = [
    "Plant: Oslo; 2022: 11,950; Comment: New boiler since May; the old one is kept for January.",
    "Plant: Hamar and the stores; 2022: 950; Comment: Shut.",
]


def test_pieces_of_rules_that_meet_row_after_row_make_a_table():
    page = below(690) + below(650) + below(610) + table((700, 668, 628))
    assert read(page + text(50, 560, "Closed since March.")) == [*READ, "Closed since March."]


def test_pieces_of_colour_behind_every_other_row_make_a_table():
    page = behind(650, 690) + table((700, 668, 628))
    assert read(page) == READ


def test_a_line_above_that_crosses_the_columns_stays_outside():
    page = below(712) + below(690) + below(650) + below(610) + table((700, 668, 628))
    caption = "What the plants used in the last two years, in megawatt hours"
    assert read(text(54, 718, caption) + page) == [caption, *READ]


def test_two_colours_side_by_side_in_a_footer_are_no_table():
    page = text(54, 700, "Night work is not allowed beside the hospital.")
    page += area(50, 20, 250, 32) + area(250, 20, 500, 32)
    page += text(100, 24, "R. Lind") + text(300, 24, "Harbour Plan")
    assert read(page)[-1] == "R. Lind Harbour Plan"


def test_a_word_beyond_the_last_edge_belongs_to_the_last_column():
    page = below(690) + below(650) + below(610) + table((700, 668, 628))
    page += text(406, 628, "m" * 11) + text(502.5, 628, "aa")
    assert read(page)[-1].endswith(f"Shut {'m' * 11} aa.")
