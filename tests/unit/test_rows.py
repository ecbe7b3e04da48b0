"""Rows of tables as they stand in the text."""

from __future__ import annotations

import pytest

from qa_bot.answering.rows import is_row, read_cells
from qa_bot.types import Sentence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("City: Oslo; Rate: 60.", True),
        ("North; Sales: 410.", True),
        ("City: Oslo; Rate: 60; Note: cash", True),
        ("City: Oslo.", False),
        ("We sell bread; cakes and rolls", False),
    ],
)
def test_a_row_is_told_with_and_without_a_name_of_its_first_column(text, found):
    assert is_row(text, Sentence(0, len(text))) is found


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("City: Oslo; Rate: 60.", {"City": "Oslo", "Rate": "60"}),
        ("North; Sales: 410.", {"": "North", "Sales": "410"}),
        ("City: Oslo; Open: 9:00; 14:00.", {"City": "Oslo", "Open": "9:00; 14:00"}),
    ],
)
def test_cells_stand_under_the_names_of_their_columns(row, cells):
    assert read_cells(row) == cells
