from __future__ import annotations

import pytest

from qa_bot.reading.superscripts import lower_text, raise_text, strike_text


@pytest.mark.parametrize(
    ("raised", "text"),
    [
        ("6", "⁶"), ("-12", "⁻¹²"), ("(2)", "⁽²⁾"), ("n", "ⁿ"), ("k", "^k"), ("k+1", "^(k+1)"),
        ("th", "th"), ("TM", "TM"), ("*", "*"), ("[3]", "[3]"), ("(a)", "(a)"), ("1,2", "^(1,2)"),
        (" 3 ", " ³ "), ("", ""), ("-", "-"),
    ],
)  # fmt: skip
def test_a_superscript_cannot_be_read_as_part_of_a_number(raised, text):
    assert raise_text(raised) == text


@pytest.mark.parametrize(("lowered", "text"), [("2", "₂"), ("max", "max"), ("i1", "_i1"), ("", "")])
def test_a_subscript_cannot_be_read_as_part_of_a_number(lowered, text):
    assert lower_text(lowered) == text


def test_struck_text_is_marked_inside_of_its_white_space():
    assert strike_text(" 40 ") == " ~~40~~ "
    assert strike_text("  ") == "  "
