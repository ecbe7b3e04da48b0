"""Tables that are drawn with signs are read row by row, wherever they stand in a text."""

import time

import pytest

from tests.readings import read, text_of

GRID = """
+------+---------+-------+
| Tool | Where   | Price |
+======+=========+=======+
| Saw  | cellar, | 9     |
|      | left    |       |
+------+---------+-------+
| Axe  | not for sale    |
+------+---------+-------+
"""
DATABASE = """
+----+-------+
| id | town  |
+----+-------+
|  1 | Arvik |
|  2 | Bodal |
+----+-------+
"""
RULED = """
=====  ======
Tool   Price
=====  ======
Saw    9 kr
Axe    5 kr
       a day
=====  ======
"""
ORG = """
| Tool | Price |
|------+-------|
| Saw  | 9 kr  |
| Axe  | 5 kr  |
"""
FENCED = """
[cols="1,2", options="header"]
|===
|Tool |Price
|Saw
|9 kr
|Axe |5 kr,
a day
|===
"""


@pytest.mark.parametrize("name", ["a.txt", "a.rst", "a.md"])
@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            GRID,
            [
                "Tool: Saw; Where: cellar, left; Price: 9.",
                "Tool: Axe; Where: not for sale; Price: not for sale.",
            ],
        ),
        (DATABASE, ["id: 1; town: Arvik.", "id: 2; town: Bodal."]),
        (RULED, ["Tool: Saw; Price: 9 kr.", "Tool: Axe; Price: 5 kr a day."]),
        (ORG, ["Tool: Saw; Price: 9 kr.", "Tool: Axe; Price: 5 kr."]),
        (FENCED, ["Tool: Saw; Price: 9 kr.", "Tool: Axe; Price: 5 kr, a day."]),
    ],
    ids=["grid", "database", "ruled columns", "org", "fenced"],
)
def test_a_drawn_table_is_read_row_by_row(name, table, rows):
    blocks = text_of(name, f"Before it.\n{table}\nAfter it.\n").split("\n\n")
    assert [block.strip() for block in blocks] == ["Before it.", *rows, "After it."]


@pytest.mark.parametrize(
    "text",
    [
        "+-----+\n| Box |\n+-----+\n",
        "a | b | c\nd | e | f\n",
        "| a | b |\n| c | d |\n",
        "Yes|no\n\n|---+---|\n",
        "+----+----+\n| open | end |\n",
        "|===\n|a |b\n",
    ],
)
def test_what_is_no_table_stays_as_it_is(text):
    assert text_of("a.txt", f"Words.\n\n{text}") == f"Words.\n\n{text}"


def test_sections_around_a_drawn_table_lie_in_the_text():
    document = read("a.txt", f"SCOPE\n\nAll tools.\n{ORG}\nFEES\n\nTwo euros.\n").document
    assert document is not None
    titles = [document.text[s.start : s.body].strip() for s in document.sections]
    assert titles == ["SCOPE", "FEES"]


def test_many_lines_with_pipes_are_read_in_linear_time():
    text = "|a|b|\n" * 30_000 + "|---+---|x\n+--+--+\n" * 3
    start = time.process_time()
    assert read("a.txt", text).document is not None
    assert time.process_time() - start < 20
