"""A line that only announces a list is read as what it announces."""

from __future__ import annotations

import pytest

from qa_bot.answering.list_leads import raise_leads
from qa_bot.building.splitting import split_sentences

TEXT = "We are two.\n\nYou must bring:\n\n- closed shoes\n- a towel\n\nThe hall is warm."


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What must I bring?", [-5.0, 3.0, 3.0, -2.0, 4.0]),
        ("Which things must I bring?", [-5.0, 3.0, 3.0, -2.0, 4.0]),
        ("Who must bring shoes?", [-5.0, -4.0, 3.0, -2.0, 4.0]),
    ],
)
def test_it_has_the_log_odds_of_its_best_item_where_things_are_asked_for(question, expected):
    sentences = split_sentences(TEXT, 0, len(TEXT))
    assert raise_leads(question, TEXT, sentences, [-5.0, -4.0, 3.0, -2.0, 4.0]) == expected
