from __future__ import annotations

import pytest

from qa_bot.reading.formats.pdf.directions import mend_brackets, read_shown, turn_text
from qa_bot.reading.formats.pdf.fragments import Fragment
from qa_bot.reading.formats.pdf.lines import make_line

READ = [
    "המרכז נפתח בשעה 18:30.",
    "טלפון 03-555-0147, הנחה 25%.",
    "הגרסה PDF version 2.5 זמינה באתר example.org לכולם.",
    "يفتح من الساعة 18:30 حتى 21:00.",
    "رقم 555-0147 قبل السعر 1,250.50 ريال.",
    "عدد السكان ١٢٣٤٥ في عام ٢٠٢٤.",
]
SHOWN = [
    ".18:30 העשב חתפנ זכרמה",
    ".25% החנה ,03-555-0147 ןופלט",
    ".םלוכל example.org רתאב הנימז PDF version 2.5 הסרגה",
    ".21:00 ىتح 18:30 ةعاسلا نم حتفي",
    ".لاير 1,250.50 رعسلا لبق 0147-555 مقر",
    ".٢٠٢٤ ماع يف ١٢٣٤٥ ناكسلا ددع",
]


def boxes_of(shown):
    """Letters of a line with their boxes, and `None` for spaces."""
    return [None if c == " " else (6.0 * n, 0, 6.0 * n + 6, 12) for n, c in enumerate(shown)]


@pytest.mark.parametrize(("shown", "read"), list(zip(SHOWN, READ, strict=True)))
def test_right_to_left_lines_are_read_with_their_numbers_and_names(shown, read):
    assert turn_text(shown, True) == read
    assert turn_text(read, True) == shown


@pytest.mark.parametrize(("shown", "read"), list(zip(SHOWN, READ, strict=True)))
def test_letters_are_read_by_their_places_in_either_order_of_the_file(shown, read):
    boxes = boxes_of(shown)
    assert read_shown(list(shown), boxes) == read
    assert read_shown(list(shown[::-1]), boxes[::-1]) == read


def test_words_of_a_right_to_left_script_in_an_english_line_are_turned_alone():
    assert turn_text("They say םולש בר to all.", False) == "They say רב שלום to all."


def test_brackets_open_before_words_and_close_after_them():
    assert mend_brackets("המרכז )קומה שנייה( פתוח") == "המרכז (קומה שנייה) פתוח"
    assert mend_brackets("f(x) and (a)") == "f(x) and (a)"


def test_marks_stay_with_their_letters():
    boxes = [(0, 0, 6, 12), (6, 0, 12, 12), (8, 0, 8, 12), (12, 0, 18, 12)]
    assert read_shown(list("גבּא"), boxes) == "אבּג"


def test_pieces_of_a_right_to_left_line_are_joined_from_the_right():
    places = [("המרכז", 60, 90), ("נפתח", 34, 56), (".18:30", 0, 30)]
    row = [Fragment(said, x0, 0, x1, 12, 12) for said, x0, x1 in sorted(places, key=lambda p: p[1])]
    line = make_line(row)
    assert (line.text, line.backwards) == ("המרכז נפתח 18:30.", True)


def test_signs_that_touch_a_word_of_such_a_line_stand_beside_it():
    places = [(".", 0, 3), ("(", 3.2, 6), ("שנייה", 6.2, 40), ("קומה", 44, 70), (")", 70.3, 73)]
    line = make_line([Fragment(said, x0, 0, x1, 12, 12) for said, x0, x1 in places])
    assert line.text == "(קומה שנייה)."
