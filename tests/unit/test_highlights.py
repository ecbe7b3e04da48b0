"""The words that answer: whole, more than the question says, and of the kind it asks for."""

from __future__ import annotations

import pytest

from qa_bot.answering.highlights import check_highlight
from qa_bot.types import Sentence


@pytest.mark.parametrize(
    ("question", "text", "marked", "whole"),
    [
        ("Who opened it?", "It was opened by Ilse Brandt.", "lse Bran", "Ilse Brandt"),
        ("How much is it?", "It is 1,240 crowns.", "240", "1,240"),
        ("How much is it?", "It is 1,240.50 crowns, 9 more.", "1,240", "1,240.50"),
        ("How many came?", "Of 60, 12 came.", "12", "12"),
        ("When is the open day?", "The open day is on 14 June.", "day", None),
        ("When is the open day?", "The open day is on 14 June.", "14 June", "14 June"),
        ("When is the open day?", "The open day is by the lake.", "the lake", None),
        ("What does it cost?", "Firing: Lustre; Peak: 740 °C; Price: £9.00.", "740 °C", None),
        ("What is the price?", "Firing: Lustre; Peak: 740 °C; Price: £9.00.", "£9.00", "£9.00"),
        ("What do boats need?", "Boats need boats.", "boats", None),
        ("What is it called?", "On l'appelle café.", "caf", "café"),
    ],
)
def test_what_is_highlighted_can_be_the_answer(question, text, marked, whole):
    start = text.rindex(marked)
    found = check_highlight(question, text, Sentence(0, len(text)), start, start + len(marked))
    assert (found and text[slice(*found)]) == whole


def test_marks_of_a_letter_belong_to_its_word():
    text = "يقول المُعَلِّم نعم"
    start = text.index("المُعَل")
    first, last = check_highlight("Who?", text, Sentence(0, len(text)), start, start + len("المُعَل"))
    assert text[first:last] == "المُعَلِّم"
