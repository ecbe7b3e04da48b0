"""YAML is read with the names of its values, and nothing of it is lost."""

from __future__ import annotations

from tests.readings import read, text_of


def blocks(text):
    return text_of("a.yaml", text).split("\n\n")


def test_values_stand_as_written_below_the_names_that_they_lie_in():
    text = """name: Harbour
open: 10:30
code: 012
pumps:
  north:
    depth: 4 m
  south: {depth: 9 m, "on": no}
berths:
  - id: A1
    length: 12 m
  - id: A2
    length: 8 m
---
second: document
"""
    assert blocks(text) == [
        "name: Harbour; open: 10:30; code: 012.", "pumps", "north", "depth: 4 m.", "south",
        "depth: 9 m; on: no.", "berths", "id: A1; length: 12 m.", "id: A2; length: 8 m.",
        "second: document.",
    ]  # fmt: skip
    assert text_of("a.yml", "b: &b {x: 1}\nc:\n  <<: *b\n  y: 2").endswith("x: 1; y: 2.")


def test_a_key_without_a_value_is_said_by_its_name():
    text = "volumes:\n  data:\n  cache: ~\nservices:\n  web:\n    image: web:2\n    ports: null\n"
    assert blocks(text) == ["volumes", "data; cache.", "services", "web", "image: web:2; ports."]
    assert blocks('a: ""\nb: "null"\n') == ["b: null."]


def test_comments_stand_where_the_file_has_them():
    text = (
        "# Limits\nday: 500  # optional\nhour: 50  # optional\nnote: |\n  # no comment\nurl: a#b\n"
    )
    assert blocks(f"{text}list: [x] # after\n") == [
        "Limits; day: 500; optional; hour: 50; optional; note: # no comment; url: a#b; list: x.",
        "after",
    ]


def test_what_is_no_yaml_is_plain_text_and_aliases_stay_in_bounds():
    assert (
        text_of("a.yaml", "a: {{ .Values.port }}: b: c\n\tx") == "a: {{ .Values.port }}: b: c\n\tx"
    )
    bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    for name, before in zip("bcdefg", "abcdef", strict=True):
        bomb += f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]\n"
    assert "1,000,000 values" in read("a.yaml", bomb).report.reason


def test_a_name_given_twice_keeps_both_values_and_lists_may_be_names():
    assert text_of("a.yaml", "fee: 5\nfee: 7\n? [North, {depth: 4}]\n: open") == (
        "fee: 5, 7; North, depth: 4: open."
    )
    assert text_of("a.yaml", "a: &a {fee: 5}\nb:\n  fee: 7\n  <<: *a").endswith("b\n\nfee: 7.")
