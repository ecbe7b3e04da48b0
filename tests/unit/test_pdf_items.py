from __future__ import annotations

import pytest

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from tests.pdfs import area, build, lines, rule, text


def said(*pages):
    return read_data(RawFile("a.pdf", build(pages))).document.text


def test_a_line_that_hangs_below_its_term_goes_on():
    page = text(60, 700, "Gaff   A hook on a pole, with which a fish that is too heavy for a line")
    page += text(90, 688, "is lifted into the boat by a second man.")
    page += text(60, 676, "Priest   A short club.")
    assert said(page).split("\n\n") == [
        "Gaff A hook on a pole, with which a fish that is too heavy for a line is lifted into the "
        "boat by a second man.",
        "Priest A short club.",
    ]


def test_a_line_that_stands_further_in_after_a_full_stop_opens_a_paragraph():
    page = lines(60, 700, ["The mill stands at the end of the lane and has two wheels."])
    page += text(80, 688, "Nobody has lived in it since the flood of the last spring.")
    assert len(said(page).split("\n\n")) == 2


def test_numbers_at_the_starts_of_lines_of_a_sentence_are_no_list():
    page = lines(
        60,
        700,
        [
            "In the ninth week the wheel of the mill by the sea stood still for",
            "10 hours, and in the tenth week, when the storm had come, for over",
            "11 hours, since the basin had been filled by the river with silt.",
            "It is dredged in spring.",
        ],
    )
    assert "stood still for 10 hours" in said(page)
    assert "for over 11 hours" in said(page)


@pytest.mark.parametrize("sign", ["o", "\u00a7", "\u00d8"])
def test_letters_that_stand_for_bullets_open_items(sign):
    page = "".join(
        text(60, 700 - 12 * n, sign) + text(75, 700 - 12 * n, said)
        for n, said in enumerate(["Milk is boiled twice.", "Bread is cut when it is cold."])
    )
    assert said(page) == "\u2022 Milk is boiled twice.\n\u2022 Bread is cut when it is cold."


def test_a_fraction_whose_parts_stand_above_each_other_keeps_its_line():
    page = text(60, 700, "Take 1") + text(92.4, 704, "3", size=7) + rule(92, 702.6, 97, 702.6)
    page += text(92.4, 696, "4", size=7) + text(101, 700, "of a bucket of lime.")
    assert said(page) == "Take 1 3/4 of a bucket of lime."


def test_a_rule_above_a_sum_makes_no_fraction():
    page = "".join(text(60, y, said) for y, said in ((700, "640"), (688, "640")))
    page += rule(58, 697.5, 80, 697.5)
    assert "/" not in said(page)


def test_the_numbers_of_clauses_hang_before_their_texts():
    page = ""
    for y, number, first, rest in (
        (700, "2.1", "Readers leave coats, bags and umbrellas at the gate;", "they get a token."),
        (660, "2.2", "No more than five items are brought at a time.", ""),
        (630, "2.2.1", "Maps count as one item each.", ""),
    ):
        page += text(60, y, number) + text(94, y, first) + (rest and text(94, y - 12, rest))
    assert said(page).split("\n\n") == [
        "2.1 Readers leave coats, bags and umbrellas at the gate; they get a token.",
        "2.2 No more than five items are brought at a time.",
        "2.2.1 Maps count as one item each.",
    ]


def test_decimal_values_beside_names_stay_a_table():
    rows = (("Width", "Wood", "Uses"), ("1.5", "Oak", "Doors"), ("2.5", "Ash tree", "Oars"))
    page = "".join(
        text(60, 700 - 14 * n, width, font="B" if n == 0 else "F")
        + text(110, 700 - 14 * n, wood, font="B" if n == 0 else "F")
        + text(200, 700 - 14 * n, use, font="B" if n == 0 else "F")
        for n, (width, wood, use) in enumerate(rows)
    )
    assert "Width: 2.5; Wood: Ash tree; Uses: Oars." in said(page)


def test_a_heading_in_large_letters_may_take_two_lines():
    page = text(60, 700, "Lease of the gardens", size=20, font="B")
    page += text(60, 676, "by the river", size=20, font="B")
    page += lines(60, 640, ["The lease begins in March and", "ends in October of each year."])
    assert said(page).split("\n\n")[0] == "Lease of the gardens by the river"


def test_bullets_that_are_drawn_open_items():
    page = ""
    for y, line in ((700, "the shutters of the dormitory first,"), (670, "then the kitchen.")):
        page += area(60, y + 2, 64, y + 6, grey=0) + text(72, y, line)
    page += text(72, 688, "from the inside, with both hooks;")
    assert said(page) == (
        "• the shutters of the dormitory first, from the inside, with both hooks;\n"
        "• then the kitchen."
    )


def test_bullets_that_are_small_pictures_open_items():
    dot = "q 4 0 0 4 60 {} cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n"
    page = dot.format(701) + text(72, 700, "The channel is dredged")
    page += dot.format(687) + text(72, 686, "Two barges carry the spoil")
    assert said(page) == "• The channel is dredged\n• Two barges carry the spoil"


def test_shapes_between_words_are_no_bullets():
    page = text(60, 700, "Doors") + area(90, 702, 94, 706, grey=0) + text(98, 700, "and windows")
    assert "•" not in said(page)


def test_the_marks_of_an_exam_question_stay_with_it():
    questions = ["Find the time that it takes.", "Find its speed then.", "Say where the heat goes."]
    drawn = "".join(
        text(60, 700 - 14 * n, f"({'abc'[n]})")
        + text(80, 700 - 14 * n, question)
        + text(500, 700 - 14 * n, f"[{n + 2}]")
        for n, question in enumerate(questions)
    )
    assert said(drawn).splitlines() == [
        "(a) Find the time that it takes. [2]",
        "(b) Find its speed then. [3]",
        "(c) Say where the heat goes. [4]",
    ]
