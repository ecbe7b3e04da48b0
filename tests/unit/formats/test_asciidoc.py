"""AsciiDoc is read as the page that it describes."""

from __future__ import annotations

import time

import pytest

from tests.readings import read, text_of


def blocks(text):
    return text_of("a.adoc", text).split("\n\n")


def test_items_have_the_numbers_that_the_page_shows():
    text = """. Drain.
+
Note the level.
. Open
.. slowly
.. fully
* with care
. Close

[upperroman,start=3]
. Three
. Four

* [x] done
"""
    assert blocks(text) == [
        "1. Drain.", "Note the level.",
        "2. Open\n  a. slowly\n  b. fully\n    - with care\n3. Close\nIII. Three\nIV. Four\n"
        "  - ☒ done",
    ]  # fmt: skip


def test_words_are_those_of_the_page():
    text = """= The *boiler*
Ann Lund
:max: 60 bar
:revnumber: 4.2

== Start

At {max} or 10^6^ Pa, H~2~O costs [.line-through]#5# 4 kr footnote:[At sea level.]; see <<x,below>>,
https://a.b[the site], `c_x*2*` or 5 * 3 * 2.

// nobody sees this
CPU:: The processor

[WARNING]
====
Hot.
====

----
run
  stop
----
"""
    reading = read("a.adoc", text)
    assert reading.document.text.split("\n\n") == [
        "# The boiler", "Ann Lund", "revnumber: 4.2", "## Start",
        "At 60 bar or 10⁶ Pa, H₂O costs ~~5~~ 4 kr [At sea level.]; see below, the site, c_x*2* or "
        "5 * 3 * 2.",
        "CPU: The processor", "WARNING", "Hot.", "run\n  stop",
    ]  # fmt: skip
    assert reading.document.title == "The boiler"
    assert "1 remark" in reading.report.reason


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ('[cols="1,>2",options="header"]\n|===\n|Item |Price\n|Nail |10^3^ kr\n|Saw | 4 kr +\n'
         "each\n|===", ["Item: Nail; Price: 10³ kr.", "Item: Saw; Price: 4 kr each."]),
        ("|===\n|A |B |C\n\n.2+|Tall 2+|Wide\n|x |y\n|===",
         ["A: Tall; B: Wide; C: Wide.", "A: Tall; B: x; C: y."]),
        ("[%header]\n|===\n|A |B\n2*|same\n|===", ["A: same; B: same."]),
        ("|===\n|Day |Hours\n\n|Friday |9-1\n|===", ["Day: Friday; Hours: 9-1."]),
    ],
    ids=["header by option", "merged down and across", "repeated", "header by a blank line"],
)  # fmt: skip
def test_tables_keep_the_names_of_their_columns(table, rows):
    assert blocks(table) == rows


def test_long_lines_are_read_in_linear_time():
    start = time.process_time()
    for sign in ("*b ", "[x ", "^a ", "footnote:[", "<<a ", "|a ", "a:: "):
        assert read("a.adoc", sign * 5_000).report is not None
    assert time.process_time() - start < 20


def test_links_to_sections_keep_their_names_and_pictures_without_words_are_counted():
    reading = read("a.adoc", "See <<change-log>> and <<tail,the end>>.\n\nimage::plan.png[]\n")
    assert reading.document.text == "See change-log and the end."
    assert "1 picture" in reading.report.reason
