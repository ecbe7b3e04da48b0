from __future__ import annotations

from types import SimpleNamespace

import pytest

from qa_bot.reading.formats.pdf.runs import SPACE, find_raised


def raised_in(text, signs, narrow=3.0):
    """The places of the digits found in a text, of which those at `signs` have raised signs."""
    widths = [narrow if n in signs else 5.0 for n in range(len(text))]
    edges = [sum(widths[:n]) for n in range(len(text) + 1)]
    asked = set()

    def is_raised(index):
        asked.add(index)
        return index in signs

    characters = SimpleNamespace(
        codes=[ord(c) for c in text],
        boxes=[(edges[n], 0.0, edges[n + 1], 12.0) for n in range(len(text))],
        is_raised=is_raised,
    )
    run = [SPACE if c == " " else n for n, c in enumerate(text)]
    return find_raised(characters, run), asked


@pytest.mark.parametrize(
    ("text", "signs"),
    [("It fell.12 Then", {8, 9}), ("ten 106 cells", {6}), ("1It was so", {0}), ("well3", {4})],
)
def test_digits_whose_signs_alone_are_raised_are_found(text, signs):
    assert raised_in(text, signs)[0] == signs


def test_numbers_of_a_line_are_not_looked_at_one_by_one():
    assert raised_in("In 1984 it cost 1,204.50 (or 12) each", set()) == (set(), set())
