from __future__ import annotations

import pytest

from qa_bot.reading.files import read_data
from qa_bot.reading.formats.pdf.directions import is_backwards, mend_brackets, read_shown
from qa_bot.reading.parsed import RawFile
from tests.pdfs import build, grid, shown, text

LETTERS = "אבגדהוזחטיכלמםנןסעפצקרשת()"
MARKED = LETTERS + "\N{HEBREW POINT DAGESH OR MAPIQ}"

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


def said(*drawn, letters=LETTERS):
    return read_data(RawFile("a.pdf", build(["".join(drawn)], letters=letters))).document.text


@pytest.mark.parametrize(("shown", "read"), list(zip(SHOWN, READ, strict=True)))
def test_right_to_left_lines_are_read_with_their_numbers_and_names(shown, read):
    assert is_backwards(shown, mostly=False)
    assert read_shown(shown, True) == read


def test_words_of_a_right_to_left_script_in_an_english_line_are_turned_alone():
    line = "They say םולש בר to all."
    assert not is_backwards(line, mostly=True)
    assert read_shown(line, False) == "They say רב שלום to all."


def test_on_a_right_to_left_page_a_name_may_be_longer_than_what_is_said_of_it():
    assert is_backwards("12 ףדמב Computer Networks and Systems רפסה", mostly=True)
    assert is_backwards("1,250.50", mostly=True)
    assert not is_backwards("Computer Networks", mostly=True)


def test_brackets_open_before_words_and_close_after_them():
    assert mend_brackets("המרכז )קומה שנייה( פתוח") == "המרכז (קומה שנייה) פתוח"
    assert mend_brackets("f(x) and (a)") == "f(x) and (a)"


def test_letters_are_read_by_their_places_in_either_order_of_the_file():
    drawn = [shown(100 + 40 * n, 700, word, LETTERS) for n, word in enumerate(("זכרמה", "בוט"))]
    read = said(*drawn)
    assert read == said(*drawn[::-1]) == "טוב המרכז"


def test_pieces_of_a_line_are_one_and_their_signs_stand_beside_them():
    line = (
        text(100, 700, "."),
        text(102.8, 700, "18:30"),
        shown(130, 700, "העשב", LETTERS),
    )
    assert said(*line) == "בשעה 18:30."


def test_a_mark_stays_with_its_letter_wherever_the_file_holds_it():
    letters, mark = shown(100, 700, "םולש", MARKED), shown(98, 702, MARKED[-1], MARKED)
    read = said(mark, letters, letters=MARKED)
    assert read == said(letters, mark, letters=MARKED) == f"שלום{MARKED[-1]}"


def test_raised_digits_of_such_a_line_stay_raised():
    line = shown(106, 700, "םולש", LETTERS), text(89, 700, "10"), text(100.2, 704, "6", size=6)
    assert said(*line) == "שלום 10⁶"


def test_lines_of_a_paragraph_that_is_flush_on_the_right_go_on():
    wide = shown(100, 700, "אבגד הוזח אבגד הוזח אבגד הוזח", LETTERS)
    narrow = shown(170, 688, "טבגד הוזח אבגד הוזח", LETTERS)
    read = said(wide, narrow)
    assert "\n" not in read


def test_the_first_column_of_such_a_page_is_the_right_one():
    across, down = [100, 200, 300], [720, 700, 680, 660]
    rows = [("בגד", "ריע"), ("500", "חור"), ("700", "םלש")]
    drawn = grid(across, down)
    for y, (left, right) in zip(down, rows, strict=False):
        drawn += shown(110, y - 12, left, LETTERS) + shown(240, y - 12, right, LETTERS)
    assert said(drawn).split("\n\n") == ["עיר: רוח; דגב: 500.", "עיר: שלם; דגב: 700."]


def test_text_over_other_text_of_a_line_is_not_mixed_into_it():
    under = text(100, 700, "a long English line of words")
    assert "a long English line of words" in said(under + shown(110, 700, "םולש", LETTERS))
