from __future__ import annotations

import pytest

from qa_bot.reading.files import read_data
from qa_bot.reading.formats.pdf.rows import count_words_of
from qa_bot.reading.parsed import RawFile
from tests.pdfs import build, lines, rule, table, text

BODY = [
    "The kiln is heated slowly for two hours before the glaze is put on.",
    "Nobody opens its door before the next morning, when it has cooled.",
    "The ashes are kept, since they go into the glaze of the next year.",
]


def said(*pages):
    return read_data(RawFile("a.pdf", build(pages))).document.text


def page(head, number, title=""):
    made = text(200, 770, head) if head else ""
    made += text(60, 700, title, size=18) if title else ""
    return made + lines(60, 660, [f"Part {number} of the work begins.", *BODY])


def test_heads_that_alternate_in_a_short_document_stay_once_each():
    heads = ["Kiln manual KX", "Workshop of Potters Lane"]
    found = said(*(page(heads[n % 2], n) for n in range(4)))
    assert [found.count(head) for head in heads] == [1, 1]


def test_a_head_whose_parts_change_sides_stays_once():
    def sides(n):
        left, right = ("Harbour rules", "Edition 2024")[:: 1 if n % 2 else -1]
        return text(60, 770, left) + text(480, 770, right) + page("", n)

    assert said(*map(sides, range(8))).count("Edition 2024") == 1


def test_a_head_that_repeats_the_heading_of_its_chapter_is_left_out():
    pages = [
        page(f"Chapter {n}. {name}", 2 * n + k, f"Chapter {n}: {name}" if not k else "")
        for n, name in enumerate(["Roses", "Lilies", "Ferns"], 1)
        for k in range(2)
    ]
    found = said(*pages)
    assert found.count("Lilies") == 1
    assert "Chapter 2: Lilies" in found


def test_a_heading_above_both_columns_is_read_between_them():
    columns = "".join(
        lines(x, y, [line[:42], line[42:] + ", as the men told their guests.", f"So it was {n}."])
        for n, (x, y) in enumerate([(60, 700), (320, 700), (60, 600), (320, 600)])
        for line in [BODY[n % 3]]
    )
    found = said(columns + text(60, 640, "Second part", size=16))
    assert found.index("So it was 1.") < found.index("Second part") < found.index("So it was 2.")


def test_a_title_that_also_heads_both_columns_is_read_once():
    title = text(200, 740, "Costs", size=16)
    line = text(60, 718, f"{BODY[0]} It is long.")
    columns = "".join(
        text(x, 680 - 12 * n, f"The {side} line {n} tells more about the kiln")
        for n in range(12)
        for x, side in ((60, "left"), (320, "right"))
    )
    assert said(title + line + columns).count("Costs") == 1


def test_letters_that_are_set_apart_make_words():
    page = text(60, 700, "FIRST CHAPTER", size=20, extra="6 Tc") + "0 Tc\n"
    assert said(page + text(60, 660, BODY[0])).startswith("FIRST CHAPTER")


@pytest.mark.parametrize(
    ("before", "wide", "after"),
    [
        ("The current ", "exists only", " at spring tide."),
        ("It runs ", "always", " to the far west."),
        ("", "Nobody steers", " past the beacon at night."),
        ("Small craft must keep ", "well clear", ""),
        ("A ", "different", " tide and a steady wind."),
        ("The pilot says: ", "wait, then enter", " slowly."),
    ],
)
def test_words_of_a_line_whose_letters_are_set_apart_are_words(before, wide, after):
    drawn = f"({before}) Tj 2.5 Tc ({wide}) Tj 0 Tc ({after}) Tj"
    assert said(f"BT /F 10 Tf 60 700 Td {drawn} ET\n") == f"{before}{wide}{after}".strip()


@pytest.mark.parametrize("line", ["Tick a b c d e f here", "so x = a b c d e f g", "A B C D E F"])
def test_single_letters_of_a_line_with_spaces_stay_apart(line):
    assert said(text(60, 700, line)) == line


def test_single_letters_with_spaces_stay_apart():
    assert said(text(60, 700, "a b c d e f g")) == "a b c d e f g"


def test_a_large_first_letter_belongs_to_its_word():
    page = text(60, 684, "O", size=30) + text(86, 700, "nce the river had frozen, the whole of")
    page += text(86, 688, "the village walked over it to the fair.")
    page += text(60, 664, "The ferryman sat in his hut.")
    assert said(page).startswith("Once the river had frozen, the whole of the village walked")


def test_years_below_names_of_groups_are_names_of_columns():
    across, down = [60, 160, 220, 280, 340, 400], [700, 684, 668, 652, 636]
    body = [
        ["Station", "Rain", "", "Frost", ""],
        ["", "2021", "2022", "2021", "2022"],
        ["Lund", "503", "522", "11", "9"],
        ["Molde", "610", "640", "14", "12"],
    ]
    rules = "".join(rule(60, y, 400, y) for y in (700, 668, 652, 636)) + rule(160, 684, 400, 684)
    rules += "".join(rule(x, 700, x, 636) for x in (60, 160, 280, 400))
    rules += "".join(rule(x, 684, x, 636) for x in (220, 340))
    across = [60, 160, 220, 280, 340]
    assert "Frost - 2021: 14" in said(rules + table([*across, 400], down, body))


def test_text_without_spaces_holds_words():
    assert count_words_of("\u5009\u5eab\u306e\u9375\u306f\u53d7\u4ed8\u306b\u3042") > 1
    assert count_words_of("the key") == 2


def test_dots_before_page_numbers_make_no_header():
    page = text(60, 720, "Contents", size=18)
    rows = [("Preface", 1), ("Hooks . . . . . . .", 2), ("Bending . . . . . . .", 3)]
    for n, (name, number) in enumerate(rows):
        page += text(60, 690 - 14 * n, name) + text(400, 690 - 14 * n, str(number))
    assert "Bending: 3" in said(page)


def test_dots_in_a_table_with_a_header_take_nothing_from_it():
    page = text(60, 704, "Region") + text(400, 704, "Beds")
    for n, (name, beds) in enumerate([("North . . . . . . .", 24), ("South . . . . . . .", 31)]):
        page += text(60, 690 - 14 * n, name) + text(400, 690 - 14 * n, str(beds))
    assert "Region: South; Beds: 31." in said(page)
