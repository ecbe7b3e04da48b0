from __future__ import annotations

import pytest

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from tests.pdfs import area, build, lines, rule, shown, text


def read(*pages, **kind):
    return read_data(RawFile("a.pdf", build(pages, **kind)))


def said(*pages, **kind):
    return read(*pages, **kind).document.text


def small(x, y, raised, by=4):
    """What is raised or lowered beside letters of 11 points."""
    return text(x, y, raised, size=6.5, rise=by)


@pytest.mark.parametrize(
    ("pieces", "written"),
    [
        ((("It holds 10", 0), ("6", 4), (" bacteria.", 0)), "It holds 10⁶ bacteria."),
        ((("It weighs 10", 0), ("-3", 4), (" grams.", 0)), "It weighs 10⁻³ grams."),
        ((("It has 412 m", 0), ("2", 4), (" of floor.", 0)), "It has 412 m² of floor."),
        ((("We drink H", 0), ("2", -2), ("O all day.", 0)), "We drink H₂O all day."),
        ((("We met on the 1", 0), ("st", 4), (" of May.", 0)), "We met on the 1st of May."),
        ((("See the report", 0), ("12", 4), (" on bees.", 0)), "See the report [12] on bees."),
        ((("The sum is mc", 0), ("2", 4), (" or more.", 0)), "The sum is mc² or more."),
        ((("55", 0), ("a", 4)), "55 [a]"),
        ((("x", 0), ("24", 4), ("i=1", -3)), "x²⁴ i=1"),
        ((("Add 2", 0), ("1", 4), ("/", 0), ("2", -1), (" cups.", 0)), "Add 2 1/2 cups."),
    ],
)
def test_raised_and_lowered_characters_keep_their_meaning(pieces, written):
    moves = "".join(
        f"/F {6.5 if rise else 11} Tf {rise} Ts ({piece}) Tj " for piece, rise in pieces
    )
    assert said(f"BT 60 700 Td {moves} ET") == written


def test_the_mark_of_a_footnote_stands_apart_and_its_text_follows():
    page = (
        "BT 60 700 Td /F 11 Tf (In 2020 the town had 4,120) Tj /F 6.5 Tf 4 Ts (3) Tj /F 11 Tf 0 Ts "
        "( inhabitants and two) Tj 0 -13 Td (harbours.) Tj ET\n"
        + rule(60, 120, 160, 120)
        + small(60, 104, "3", by=3)
        + text(64, 104, "Without the islands.", size=8)
    )
    assert said(page).split("\n\n") == [
        "In 2020 the town had 4,120 [3] inhabitants and two harbours.",
        "[3] Without the islands.",
    ]


def test_a_sentence_over_a_page_is_whole_and_the_footnote_stands_before_it():
    first = text(60, 400, "Bees fly in spring.") + text(60, 380, "The keeper looks after hives and")
    first += text(60, 40, "1 Two of them are old.", size=7)
    second = text(60, 760, "writes down what they weigh.") + text(60, 700, "Bears come in autumn.")
    document = read(first, second).document
    assert "after hives and writes down what they weigh." in document.text
    assert document.text.index("1 Two of them") < document.text.index("The keeper looks")
    assert document.text[document.pages[1].start :].strip().startswith("writes down")


def test_struck_words_are_marked():
    page = text(60, 700, "The boat costs 4025 euros.", size=10) + rule(127.9, 703.2, 139.1, 703.2)
    assert said(page) == "The boat costs ~~40~~ 25 euros."


def test_underlined_words_stay():
    page = text(60, 700, "The boat costs 40 euros.") + rule(60, 698.5, 140, 698.5)
    assert said(page) == "The boat costs 40 euros."


def test_letters_drawn_twice_are_read_once():
    sentence = "The licence is valid until 2031, all eggs too."
    page = text(60, 700, sentence) + text(60.4, 700, sentence)
    page += text(60, 650, "The bell rings at noon.") + text(79.6, 650.2, "bell rings")
    assert said(page).split("\n\n") == [sentence, "The bell rings at noon."]


def test_invisible_and_white_text_is_left_out_and_counted():
    page = text(60, 700, "The gate is open.") + text(60, 650, "Trap door.", extra="3 Tr")
    page += "0 Tr 1 g\n" + text(60, 600, "White words.") + "0 g\n"
    reading = read(page)
    assert reading.document.text == "The gate is open."
    assert "20 characters of invisible text (page 1)" in reading.report.reason


def test_white_text_on_a_dark_area_stays():
    page = (
        area(50, 690, 300, 720, grey=0.1) + "1 g\n" + text(60, 700, "The gate is open.") + "0 g\n"
    )
    assert said(page) == "The gate is open."


def test_code_keeps_its_lines():
    page = text(60, 720, "Type these lines one by one, each with a return at its end:")
    page += lines(60, 690, ["def hello():", "    return 1"], font="M").replace(
        "(    ret", "(    ret"
    )
    page += text(60, 640, "Then wait for the answer of the machine, which takes a while.")
    assert "def hello():\n    return 1" in said(page)


def test_a_hanging_item_is_whole():
    page = text(60, 720, "The rules of the farm:", font="B")
    page += text(60, 700, "\u2022") + text(
        75, 700, "In a storm the keeper brings the goats to the barn, and"
    )
    page += text(75, 688, "counts them twice before the door is closed.")
    page += text(60, 676, "\u2022") + text(75, 676, "Water is changed in the evening.")
    assert said(page).endswith(
        "\u2022 In a storm the keeper brings the goats to the barn, and counts them twice before "
        "the door is closed.\n\u2022 Water is changed in the evening."
    )


def test_numbered_items_keep_their_numbers_and_their_depth():
    page = text(60, 700, "1.") + text(
        75, 700, "Open the upper valve and wait until the needle of the gauge"
    )
    page += text(75, 688, "stands still.")
    page += text(75, 676, "a)") + text(90, 676, "In winter wait twice as long.")
    page += text(60, 664, "2.") + text(75, 664, "Close it.")
    assert said(page) == (
        "1. Open the upper valve and wait until the needle of the gauge stands still.\n"
        "  a) In winter wait twice as long.\n2. Close it."
    )


def test_a_sidebar_beside_a_text_is_read_by_itself():
    side = [
        "CONTACT",
        "555 0142",
        "",
        "LANGUAGES",
        "Danish",
        "English",
        "Polish",
        "",
        "SKILLS",
        "Python",
    ]
    main = [
        "PROFILE",
        "An engineer with eleven years of practice in the",
        "repair of old road bridges.",
        "",
    ]
    main += [
        "WORK",
        "She led the inspection of 34 bridges and wrote the",
        "plan that the council adopted.",
    ]
    main += ["She trained six others.", "", "SCHOOL", "A thesis on the fatigue of welded joints."]
    page = "".join(
        text(x, 700 - 14 * n, line, font="B" if line.isupper() else "F")
        for x, column in ((60, side), (180, main))
        for n, line in enumerate(column)
        if line
    )
    found = said(page)
    assert "Danish\n\nEnglish\n\nPolish" in found
    assert "34 bridges and wrote the plan that the council adopted." in found


def test_a_page_that_is_turned_is_read_as_it_is_shown():
    words = ["The first line of the page.", "The second line of the page."]
    upside_down = "".join(
        f"BT /F 10 Tf -1 0 0 -1 400 {100 + 40 * n} Tm ({line}) Tj ET\n"
        for n, line in enumerate(words)
    )
    assert said(upside_down, rotate=180).split("\n\n") == words
    sideways = "".join(
        f"BT /F 10 Tf 0 1 -1 0 {100 + 40 * n} 100 Tm ({line}) Tj ET\n"
        for n, line in enumerate(words)
    )
    assert said(sideways, rotate=90).split("\n\n") == words


def test_ligatures_of_fonts_that_do_not_name_their_letters_are_no_white_space():
    letters = "\x1c\x0d\x10\x11efildnowr\x88"
    page = "".join(
        shown(60, 700 - 12 * n, line, letters)
        for n, line in enumerate(("\x88 \x10\x1celd\x11", "\x88 \x0dower"))
    )
    assert said(page, letters=letters) == "• “field”\n• flower"


def test_powers_of_units_stay_where_the_page_has_notes_of_their_numbers():
    page = "BT 60 700 Td /F 11 Tf (It covers 12 km) Tj /F 6.5 Tf 4 Ts (2) Tj /F 11 Tf 0 Ts "
    page += "( and had 4,120) Tj /F 6.5 Tf 4 Ts (2) Tj /F 11 Tf 0 Ts ( people.) Tj ET\n"
    page += rule(60, 120, 160, 120) + small(60, 104, "2", by=3)
    page += text(64, 104, "Without the islands.", size=8)
    assert said(page).startswith("It covers 12 km² and had 4,120 [2] people.")


def test_signs_whose_letters_no_font_names_are_reported():
    known = text(60, 700, "The mill stands by the river.")
    unknown = "BT /F 10 Tf 60 680 Td (\\005\\006\\007\\005\\006\\007\\005\\006 a mill) Tj ET\n"
    assert not read(known).report.garbled
    assert read(known + unknown).report.garbled


def test_paragraphs_of_lines_set_tightly_are_parted_by_their_gaps():
    tight = [
        "The mill stands by the river and has three",
        "wheels of oak that turn in winter, all day",
    ]
    page = lines(60, 700, [*tight, "long and into the night of the longest day."], pitch=10.5)
    page += lines(
        60, 662, ["Our second point is that it has never been", "sold to anybody at all."], 10.5
    )
    assert len(said(page).split("\n\n")) == 2


def test_code_in_letters_of_equal_width_whose_font_has_any_name_keeps_its_lines():
    code = ["for mill in wheels:", "    wheel.turn(mill)", "    wait()"]
    drawn = "".join(
        text(60 + 6 * (len(line) - len(line.lstrip())), 660 - 12 * n, line.strip(), font="E")
        for n, line in enumerate(code)
    )
    said_before = "The wheels are turned one after the other by this."
    assert said(text(60, 690, said_before) + drawn) == f"{said_before}\n\n" + "\n".join(code)


def test_a_term_with_what_is_said_of_it_on_its_line_follows_one_that_hangs():
    drawn = text(60, 700, "--rows=N") + lines(
        96, 686, ["Plant at most N rows in one go, and say how", "many were left over."]
    )
    found = said(drawn + text(60, 662, "-q") + text(96, 662, "Say nothing."))
    assert found.endswith("many were left over.\n\n-q Say nothing.")


def test_spaces_as_wide_as_the_gaps_between_letters_are_none():
    widths = {"v": 6.0, "e": 6.67, "s": 6.0, "i": 2.66, "l": 2.66, "t": 3.33, "d": 6.67, " ": 3.3}
    page, x = "", 60.0
    for letter in "vessel is listed":
        page += text(x, 700, letter, size=12) if letter != " " else ""
        x += widths[letter] + 1.5
    assert read_data(RawFile("a.pdf", build([page]))).document.text == "vessel is listed"
