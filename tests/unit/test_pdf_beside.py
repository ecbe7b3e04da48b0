"""What stands beside other text on a page: boxes, facts, titles, columns."""

from __future__ import annotations

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from tests.pdfs import area, build, lines, rule, text


def read(*pages, **kind):
    return read_data(RawFile("a.pdf", build(pages, **kind))).document.text.split("\n\n")


def box(x0, y0, x1, y1):
    return rule(x0, y0, x1, y0) + rule(x0, y1, x1, y1) + rule(x0, y0, x0, y1) + rule(x1, y0, x1, y1)


BOAT = [
    ("Name of vessel", "Sea Thrift"),
    ("Length", "9.4 m"),
    ("Draught", "1.6 m"),
    ("Owner", "J. Pell"),
]


def facts(font="F", pitch=18):
    return "".join(
        text(60, 700 - pitch * n, name, font=font) + text(180, 700 - pitch * n, value)
        for n, (name, value) in enumerate(BOAT)
    )


FACTS = ["Name of vessel: Sea Thrift.", "Length: 9.4 m.", "Draught: 1.6 m.", "Owner: J. Pell."]


def test_bold_names_beside_values_are_facts():
    assert read(facts(font="B")) == FACTS


def test_the_first_name_of_a_list_of_facts_names_no_column():
    assert read(facts()) == FACTS


def test_what_is_filled_into_a_form_names_no_column():
    names = "".join(
        text(60, 700 - 30 * n, name) for n, name in enumerate(("Keeper", "Hives", "Site"))
    )
    fields = [
        f"/Subtype /Widget /FT /Tx /T (n{n}) /V ({value}) "
        f"/Rect [150 {694 - 30 * n} 300 {712 - 30 * n}]"
        for n, value in enumerate(("Ida Lie", "6", "9"))
    ]
    assert read(names, fields=fields) == ["Keeper: Ida Lie.", "Hives: 6.", "Site: 9."]


def test_amounts_of_one_kind_have_the_name_of_their_column():
    rows = [("Nest", "Eggs laid"), ("Reed bed", "31"), ("Old mill", "14"), ("Quay", "9")]
    drawn = "".join(
        text(60, 700 - 16 * n, a) + text(180, 700 - 16 * n, b) for n, (a, b) in enumerate(rows)
    )
    assert read(drawn)[0] == "Nest: Reed bed; Eggs laid: 31."


def test_a_coloured_box_beside_facts_is_read_by_itself():
    aside = area(380, 620, 540, 716) + lines(
        390, 700, ["Order no. 77-4012-B.", "Delivery takes nine days", "from the works at Kiel."]
    )
    assert read(facts(font="B") + aside) == [
        *FACTS,
        "Order no. 77-4012-B. Delivery takes nine days from the works at Kiel.",
    ]


def test_boxes_beside_each_other_are_read_one_after_the_other():
    cards = "".join(
        box(x, 640, x + 150, 716) + text(x + 6, 700, name, font="B") + text(x + 6, 686, said)
        for x, name, said in ((60, "Rope", "Sold by the metre."), (230, "Horn", "Can be refilled."))
    )
    assert read(cards) == ["Rope", "Sold by the metre.", "Horn", "Can be refilled."]


LEFT = [
    "The gauges of the upper basin were",
    "read twice a day by a keeper who",
    "lived beside the weir, and the sums",
    "were sent to the office each month,",
    "where a clerk wrote them into a book",
    "that nobody looked at until the flood",
]
RIGHT = [
    "of the ninth of May, when the pages",
    "for the spring were found to be wet",
    "and could not be read any more than",
    "the marks on the wall of the old mill.",
    "A second book was kept from then on",
    "by the school, which lies on the hill.",
]
WHOLE = " ".join([*LEFT, *RIGHT])


def test_authors_side_by_side_above_two_columns_do_not_cut_a_sentence():
    top = text(240, 760, "Water in Two Basins", size=16)
    top += text(180, 730, "Anna Berg") + text(385, 730, "Carlos Duarte")
    found = read(top + lines(60, 690, LEFT) + lines(320, 690, RIGHT))
    assert found == ["Water in Two Basins", "Anna Berg", "Carlos Duarte", WHOLE]


def test_a_sentence_goes_on_behind_a_table_on_top_of_the_next_column():
    rows = [("Basin", "Yield"), ("Upper", "14.2"), ("Lower", "22.5")]
    table = "".join(
        text(320, 690 - 14 * n, a, font="B" if not n else "F")
        + text(420, 690 - 14 * n, b, font="B" if not n else "F")
        for n, (a, b) in enumerate(rows)
    )
    found = read(lines(60, 690, LEFT * 2) + table + lines(320, 620, RIGHT))
    assert " ".join([*LEFT, *RIGHT]) in found[0]
    assert found[1:] == ["Basin: Upper; Yield: 14.2.", "Basin: Lower; Yield: 22.5."]


def test_a_sentence_whose_next_word_is_a_name_goes_on_in_the_next_column():
    right = ["Holm, who had kept the first book in", *RIGHT[1:]]
    found = read(lines(60, 690, LEFT) + lines(320, 690, right))
    assert found == [" ".join([*LEFT, *right])]


def test_words_set_apart_to_fill_a_line_are_no_columns():
    said = ["", *LEFT[1:]]
    words = ["They", "said", "that", "this"]
    spread = "".join(text(60 + 34 * n, 690, word) for n, word in enumerate(words))
    found = read(spread + lines(60, 690, said) + lines(320, 690, RIGHT))
    assert found[0].startswith("They said that this read twice a day by a keeper")


def test_columns_of_another_number_below_are_read_by_themselves():
    short = [
        [
            f"{name} {said}"
            for said in ("are rung on the", "first Sunday of", "each month by", "those")
        ]
        for name in ("Bells", "Horns", "Gongs")
    ]
    above = "".join(lines(60 + 165 * n, 760, said * 2) for n, said in enumerate(short))
    found = read(above + lines(60, 640, LEFT) + lines(312, 640, RIGHT))
    assert found[-1].endswith(WHOLE)


def test_addresses_side_by_side_under_bold_heads_are_no_table():
    drawn = "".join(
        text(x, 700, head, font="B") + lines(x, 688, said)
        for x, head, said in (
            (60, "Sender", ["Aldous Seeds", "Unit 9, Fen Park", "Ely CB7 4AA"]),
            (240, "Recipient", ["Norfreight BV", "Havenweg 31", "3089 Rotterdam"]),
        )
    )
    found = read(drawn + text(60, 640, "The parcel holds forty bags of seed and two books."))
    assert found == [
        *("Sender", "Aldous Seeds", "Unit 9, Fen Park", "Ely CB7 4AA"),
        *("Recipient", "Norfreight BV", "Havenweg 31", "3089 Rotterdam"),
        "The parcel holds forty bags of seed and two books.",
    ]


def test_an_address_beside_the_references_of_a_letter_is_read_by_itself():
    drawn = lines(60, 700, ["Tern Trust", "2 Spit Lane", "Oldport OP1 4SA"])
    drawn += lines(380, 700, ["Our ref: TT/118", "Your ref: 44-B", "9 July 2024"])
    found = " ".join(read(drawn + text(60, 640, "Dear Ms Orr, the wall was mended in May.")))
    assert "Tern Trust 2 Spit Lane Oldport OP1 4SA Our ref: TT/118" in found.replace(".", "")


def test_numbers_in_brackets_above_columns_are_their_names():
    rows = [
        ["", "(1)", "(2)", "(3)"],
        ["Age", "0.14", "0.12", "0.11"],
        ["Rain", "0.5", "0.4", "0.3"],
    ]
    drawn = "".join(
        text(60 + 45 * n, 700 - 14 * m, cell)
        for m, row in enumerate(rows)
        for n, cell in enumerate(row)
        if cell
    )
    ruled = rule(60, 712, 225, 712) + rule(60, 696, 225, 696) + rule(60, 668, 225, 668)
    assert read(ruled + drawn)[0] == "Age; (1): 0.14; (2): 0.12; (3): 0.11."


def test_words_set_apart_to_fill_a_line_stay_with_their_sentence():
    spread = text(60, 700, "Many") + text(110.5, 700, "deep") + text(158.7, 700, "beds")
    found = read(
        spread + lines(60, 688, ["of gravel hold back the water", "that falls on the hills."])
    )
    assert found == ["Many deep beds of gravel hold back the water that falls on the hills."]


def test_the_entries_of_a_dictionary_that_open_in_bold_letters_stay_apart():
    entries = [("adit", "a level way into a mine"), ("cage", "the lift in which men ride down")]
    entries += [("goaf", "the space that is left"), ("hutch", "a small waggon on rails")]
    drawn = "".join(
        text(60, 700 - 12 * n, word, font="B") + text(92, 700 - 12 * n, said)
        for n, (word, said) in enumerate(entries)
    )
    assert read(drawn) == [f"{word} {said}" for word, said in entries]


def test_columns_whose_lines_stand_a_little_off_each_other_are_read_one_by_one():
    left = [
        "The school sells cakes and old books",
        "Saturday from ten to two. The money",
        "Parents who bring a cake are asked",
    ]
    right = [
        "Sir, the lamp at the corner of the lane",
        "Been dark since October. We have",
        "The council has had three letters",
    ]
    page = lines(60, 700, left) + lines(300, 702.5, right)
    said = read_data(RawFile("a.pdf", build([page]))).document.text
    assert "two. The money Parents" in said.replace("\n\n", " ")


def test_names_in_bold_below_each_other_are_a_list_of_facts_beside_their_values():
    rows = [("Stop", "Mon", "Sat"), ("Pier", "06:10", "08:15"), ("Cape", "07:05", "09:10")]
    rows += [("Mole", "07:15", "09:20"), ("Isle", "07:25", "09:30"), ("Bay", "07:35", "09:40")]
    page = "".join(
        text(x, 760 - 20 * n, cell)
        for n, row in enumerate(rows)
        for x, cell in zip((60, 200, 300), row, strict=True)
    )
    facts = [("Operator", "Fjord Lines"), ("Phone", "555 0199"), ("Valid", "June to August")]
    for n, (name, value) in enumerate(facts):
        page += text(60, 580 - 20 * n, name, font="B") + text(200, 580 - 20 * n, value)
    said = read_data(RawFile("a.pdf", build([page]))).document.text
    assert "Operator: Fjord Lines." in said
    assert "Stop: Cape; Mon: 07:05; Sat: 09:10." in said


def test_a_note_in_the_margin_is_read_after_the_text_that_goes_on_beside_it():
    said = ["The Council decrees in this year that no cart may", "stand in the market after noon,"]
    page = lines(60, 700, [*said, "be it laden or not. Who does it", "pays a mark."])
    assert read(page + text(300, 701, "Of carts", size=8)) == [
        "The Council decrees in this year that no cart may stand in the market after noon, "
        "be it laden or not. Who does it pays a mark.",
        "Of carts",
    ]


def test_lines_below_columns_of_which_one_crosses_them_are_no_part_of_the_first():
    left = [
        "Whoever sells bread by false weight",
        "pays two marks to the town and one",
        "to him who found it. The gates are",
    ]
    right = [
        "shut at the ninth bell and are not",
        "opened by anyone but the watch that",
        "holds both keys in its own house.",
    ]
    page = lines(60, 700, left) + lines(240, 700, right)
    page += lines(
        90,
        640,
        [
            "The bell calls out,",
            "The watch goes round,",
            "And all of the town is by now sleeping sound.",
        ],
    )
    said = read(page)
    assert " The gates are shut at the ninth bell " in said[0]
    assert "keys in its own house. The bell" not in said[0]


def round_box(x, y, width, height, r=8):
    right, top = x + width, y + height
    return (
        f"{x + r} {y} m {right - r} {y} l {right} {y} {right} {y} {right} {y + r} c "
        f"{right} {top - r} l {right} {top} {right} {top} {right - r} {top} c "
        f"{x + r} {top} l {x} {top} {x} {top} {x} {top - r} c "
        f"{x} {y + r} l {x} {y} {x} {y} {x + r} {y} c s\n"
    )


def test_boxes_with_round_corners_side_by_side_are_read_one_by_one():
    cards = [
        ("Skiff", "Room for four people and a dog;", "oars and vests are on board.", "20 an hour"),
        ("Kayak", "For one person who can swim two", "hundred metres.", "12 an hour"),
        (
            "Raft",
            "Up to ten people with a guide, on",
            "calm days between May and",
            "late June.",
            "9 each",
        ),
    ]
    page = ""
    for n, (name, *said, price) in enumerate(cards):
        x, y = 40 + 186 * n, 685 - 11.2 * len(said)
        page += round_box(x - 6, 622, 173, 99, 4) + text(x, 706, name, font="B")
        page += lines(x, 685, said, pitch=11.2) + text(x, y - 10.6, price)
    assert read(page) == [
        "Skiff",
        "Room for four people and a dog; oars and vests are on board.",
        "20 an hour",
        "Kayak",
        "For one person who can swim two hundred metres.",
        "12 an hour",
        "Raft",
        "Up to ten people with a guide, on calm days between May and late June.",
        "9 each",
    ]


def test_a_block_with_columns_elsewhere_is_read_by_itself_and_with_its_heading():
    three = [
        [f"{name} {said}" for said in ("rings on the", "first Sunday of", "each month by", "law.")]
        for name in ("Bells", "Horns", "Gongs")
    ]
    page = "".join(lines(60 + 160 * n, 760, said * 2) for n, said in enumerate(three))
    page += text(60, 630, "Letters", size=16)
    page += lines(60, 600, LEFT[:3], size=13, pitch=15) + lines(
        300, 600, RIGHT[:3], size=13, pitch=15
    )
    assert read(page)[-2:] == ["Letters", " ".join([*LEFT[:3], *RIGHT[:3]])]


def headed(left, *texts, pitch=12):
    """Texts of lines below each other, each under a bold head, in Helvetica of 10 points."""
    made, y = "", 700.0
    for head, *below in texts:
        made += text(left, y, head, font="B", size=10)
        made += "".join(
            text(left, y - 4 - pitch * n, line, size=10) for n, line in enumerate(below, 1)
        )
        y -= pitch * (len(below) + 1) + 16
    return made


WALK = ["Walks start at the pit at ten", "and at two, and they are free", "for all the members."]
SALT = ["Children boil their own salt", "and take it home in a jar", "with a lid on it."]
CAKE = ["The kitchen serves herring and", "potatoes and cake until five", "in the afternoon."]
BUSES = ["Bus 14 stops beside the gate", "and the last one leaves as", "soon as it is dark."]


def test_texts_under_bold_heads_at_the_same_heights_are_columns():
    whole = [" ".join(lines) for lines in (WALK, SALT, CAKE, BUSES)]
    two = headed(60, ["Walks", *WALK], ["Salt", *SALT]) + headed(
        240, ["Food", *CAKE], ["Buses", *BUSES]
    )
    assert read(two) == ["Walks", whole[0], "Salt", whole[1], "Food", whole[2], "Buses", whole[3]]
    three = headed(60, ["Walks", *WALK]) + headed(220, ["Food", *CAKE])
    three += headed(390, ["Buses", *BUSES])
    assert read(three) == ["Walks", whole[0], "Food", whole[2], "Buses", whole[3]]


def test_rows_with_bold_names_and_sums_below_bold_heads_are_a_table():
    rows = [
        ("Post", "Duty", "Rank"),
        ("Mate", "steers the boat", "second in the list"),
        ("Cook", "cooks all the meals", "third in the list"),
        ("Sum", "of both the posts", "all"),
        ("Boy", "cleans the whole deck", "last in the list"),
        ("Sum", "of all the posts", "all"),
    ]
    drawn = "".join(
        text(60 + 160 * place, 700 - 14 * n, cell, font="B" if n == 0 or row[0] == "Sum" else "F")
        for n, row in enumerate(rows)
        for place, cell in enumerate(row)
    )
    assert read(drawn)[1] == "Post: Cook; Duty: cooks all the meals; Rank: third in the list."


def test_dates_beside_the_entries_of_a_career_stay_with_them_below_large_headings():
    page = ""
    heads = {"Work": ("2018–2023", "2014–2018"), "Schools": ("2011–2014",), "Clubs": ("2009–2011",)}
    y = 700
    for n, (head, entries) in enumerate(heads.items(), 1):
        page += text(60, y, str(n), size=14) + text(80, y, head, size=14)
        for years in entries:
            y -= 25
            page += text(76, y, years)
            did = f"Keeper at the hive of {years[:4]} in the old orchard."
            page += lines(
                140, y, [did, "Looked after the bees all winter, and sold honey at home."]
            )
            y -= 12
        y -= 30
    said = " ".join(read(page)).replace(":", "")
    for years in ("2018–2023", "2014–2018", "2011–2014", "2009–2011"):
        assert f"{years} Keeper at the hive of {years[:4]}" in said
