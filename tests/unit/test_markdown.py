"""Markdown is kept as it is written, but for tables and front matter."""

import pytest

from tests.readings import read

FRONT = """---
title: "Tide tables"
author: [Ida Vance, Tor Lund]
date: 2023-04-01
tags:
  - sea
  - harbour
note: >
  Times are
  local.
---

# Using them

Add an hour in summer.
"""


def text_of(content):
    return read("a.md", content.encode()).document.text


def test_front_matter_is_metadata_and_no_section():
    document = read("a.md", FRONT.encode()).document
    assert (document.title, document.author, document.date) == (
        "Tide tables",
        "Ida Vance; Tor Lund",
        "2023-04-01",
    )
    assert document.text.startswith(
        "title: Tide tables; author: Ida Vance, Tor Lund; date: 2023-04-01; "
        "tags: sea, harbour; note: Times are local.\n\n# Using them\n\nAdd an hour"
    )
    assert [section.title for section in document.sections] == ["Using them"]


def test_a_rule_on_top_is_not_front_matter():
    text = "---\nThe sea is green.\n---\n\nIt is wide.\n"
    assert text_of(text) == text.strip()


def test_each_row_of_a_table_names_its_values():
    head = "Ferries:\n\n| Line | Opened |\n|:--|--:|\n"
    assert text_of(f"{head}| North \\| South | 1861 |\n| East<br>side | 1890 |\nEnd.\n") == (
        "Ferries:\n\nLine: North | South; Opened: 1861.\n\nLine: East side; Opened: 1890.\n\nEnd."
    )


def test_tables_without_outer_pipes_in_quotes_and_in_html_are_read_too():
    assert text_of("a | b\n--|--\n5 | 6\n") == "a: 5; b: 6."
    assert text_of("> | a | b |\n> |---|---|\n> | 1 | 2 |\n") == "a: 1; b: 2."
    html = "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>\n"
    assert text_of(f"x\n\n{html}\ny\n") == "x\n\na: 1; b: 2.\n\ny"


def test_code_is_left_alone():
    code = "```\n# no heading\n| a | b |\n|---|---|\n| 1 | 2 |\n```"
    document = read("a.md", f"# Yes\n\n{code}\n".encode()).document
    assert document.text == f"# Yes\n\n{code}"
    assert [section.title for section in document.sections] == ["Yes"]


def test_headings_are_named_without_their_marks():
    text = "# The `first` [link](x.md) {#id}\n\nSetext *two*\n---\n\nx\n\n- item\n---\n\n    # no\n"
    sections = read("a.md", text.encode()).document.sections
    assert [(s.title, s.level) for s in sections] == [("The first link", 1), ("Setext two", 2)]


def test_tags_entities_and_raised_digits_in_a_line_are_as_a_page_shows_them():
    text = (
        "The <b>hall</b> has 40 m<sup>2</sup>, &frac12; of it &lt;dry&gt;, for <s>70</s> 80 euros."
        "<!-- ask -->\n\nH~2~O, 10^6^ cells, `10<sup>6</sup> &amp;` and ~~old~~ new.\n\n"
        "| Area | Fee |\n|--|--|\n| **5 m<sup>2</sup>** | [3 &euro;](a.md) |\n\n"
        "```\na<sup>2</sup>\n```\n"
    )
    assert text_of(text) == (
        "The hall has 40 m², ½ of it &lt;dry&gt;, for ~~70~~ 80 euros.\n\n"
        "H₂O, 10⁶ cells, `10<sup>6</sup> &amp;` and ~~old~~ new.\n\n"
        "Area: 5 m²; Fee: 3 €.\n\n```\na<sup>2</sup>\n```"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. Mix\n1. Knead\n1. Rest", "1. Mix\n2. Knead\n3. Rest"),
        ("4. Bake\n\n   Long.\n\n7. Cool", "4. Bake\n\n   Long.\n\n5. Cool"),
        ("1. a\n   1. b\n   1. c\n1. d", "1. a\n   1. b\n   2. c\n2. d"),
        ("* a\n    1. b\n    1. c", "* a\n    1. b\n    2. c"),
        ("1. a\n\nText.\n\n1. b", "1. a\n\nText.\n\n1. b"),
        ("1. a\ngoes on\n1. b", "1. a\ngoes on\n2. b"),
        ("1. a\n1) b\n1) c", "1. a\n1) b\n2) c"),
        ("1. a\n```\n1. x\n1. y\n```\n1. b", "1. a\n```\n1. x\n1. y\n```\n1. b"),
        ("In that year\n1986. It snowed.\n1986. It rained.", None),
        ("1. a\n---\n1. b", "1. a\n---\n1. b"),
    ],
)
def test_items_have_the_numbers_that_a_page_shows(text, shown):
    assert text_of(text) == (text if shown is None else shown)


def test_folded_parts_on_one_line_keep_their_words_apart():
    text = "<details><summary>More</summary>Night berths cost 20.</details>"
    assert text_of(text) == "More Night berths cost 20."
