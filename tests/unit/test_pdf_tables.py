from __future__ import annotations

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from tests.pdfs import area, build, grid, lines, rule, table, text


def read(*pages):
    return read_data(RawFile("a.pdf", build(pages))).document.text.split("\n\n")


def rows(across, top, all_of, pitch=14, **kind):
    """Rows of a table without rules."""
    return "".join(
        text(x, top - pitch * n, said, **kind)
        for n, row in enumerate(all_of)
        for x, said in zip(across, row, strict=False)
        if said
    )


PEOPLE = [["Town", "Nurses", "Beds"], ["Molde", "21", "120"], ["Narvik", "15", "33"]]


def test_a_ruled_table_is_read_with_the_names_of_its_columns():
    across, down = [60, 200, 280, 360], [700, 684, 668, 652]
    assert read(grid(across, down) + table(across, down, PEOPLE)) == [
        "Town: Molde; Nurses: 21; Beds: 120.",
        "Town: Narvik; Nurses: 15; Beds: 33.",
    ]


def test_a_table_of_rectangles_is_ruled_too():
    across, down = [60, 200, 280, 360], [700, 684, 668, 652]
    boxes = "\n".join(
        f"{x} {y - 16} {across[n + 1] - x} 16 re S"
        for n, x in enumerate(across[:-1])
        for y in down[:-1]
    )
    assert (
        read(boxes + "\n" + table(across, down, PEOPLE))[0] == "Town: Molde; Nurses: 21; Beds: 120."
    )


def test_a_wrapped_cell_is_whole():
    across, down = [60, 140, 360, 440], [700, 684, 640, 596]
    body = [
        ["Word", "Meaning", "Keeper"],
        ["Weir", ["A low dam across a river that", "raises the water above it."], "North crew"],
        ["Sluice", ["A gate that lets water out of", "the canal in spring."], "South crew"],
    ]
    assert read(grid(across, down) + table(across, down, body)) == [
        "Word: Weir; Meaning: A low dam across a river that raises the water above it.; "
        "Keeper: North crew.",
        "Word: Sluice; Meaning: A gate that lets water out of the canal in spring.; "
        "Keeper: South crew.",
    ]


def test_cells_that_touch_are_parted_by_the_rule_between_them():
    across, down = [60, 101, 142, 183], [700, 684, 668]
    cells = [["Width12345", "Depth12345", "Price12345"], ["1234567890", "2345678901", "3456789012"]]
    body = table(across, down, cells, pad=0.4, size=7.2)
    assert read(grid(across, down) + body) == [
        "Width12345: 1234567890; Depth12345: 2345678901; Price12345: 3456789012."
    ]


def test_a_cell_over_several_columns_names_them_all():
    across, down = [60, 140, 200, 260, 320, 380], [700, 684, 668, 652]
    rules = [rule(60, y, 380, y) for y in (700, 668, 652)] + [rule(140, 684, 380, 684)]
    rules += [rule(x, 700, x, 652) for x in (60, 140, 260, 380)]
    rules += [rule(x, 684, x, 652) for x in (200, 320)]
    said = [["", "2021", "", "2022", ""], ["Town", "Boats", "Cars", "Boats", "Cars"]]
    said += [["Molde", "4", "31", "5", "29"]]
    body = table(across, down, said)
    assert read("".join(rules) + body) == [
        "Town: Molde; 2021 - Boats: 4; 2021 - Cars: 31; 2022 - Boats: 5; 2022 - Cars: 29."
    ]


def test_a_blank_row_of_a_ruled_table_is_no_row():
    across, down = [60, 200, 280, 360], [700, 684, 668, 652, 636]
    body = [PEOPLE[0], PEOPLE[1], ["", "", ""], PEOPLE[2]]
    assert read(grid(across, down) + table(across, down, body)) == [
        "Town: Molde; Nurses: 21; Beds: 120.",
        "Town: Narvik; Nurses: 15; Beds: 33.",
    ]


def test_rows_without_a_rule_between_them_stay_apart():
    across, down = [60, 200, 280, 360], [700, 684, 600]
    body = [PEOPLE[0], [["Molde", "Narvik", "Oslo"], ["21", "15", "90"], ["120", "33", "700"]]]
    assert read(grid(across, down) + table(across, down, body)) == [
        "Town: Molde; Nurses: 21; Beds: 120.",
        "Town: Narvik; Nurses: 15; Beds: 33.",
        "Town: Oslo; Nurses: 90; Beds: 700.",
    ]


def test_a_table_without_rules_is_read_with_the_names_of_its_columns():
    said = read(
        lines(60, 740, ["The staff at the end of the year."]) + rows((60, 200, 300), 700, PEOPLE)
    )
    assert said == [
        "The staff at the end of the year.",
        "Town: Molde; Nurses: 21; Beds: 120.",
        "Town: Narvik; Nurses: 15; Beds: 33.",
    ]


def test_wrapped_cells_without_rules_are_whole():
    body = [
        ["Word", "Meaning"],
        ["Weir", "A low dam across a river that raises the water"],
        ["", "above it for a mill."],
        ["Sluice", "A gate that lets water out of the canal in the"],
        ["", "spring, or keeps it in."],
        ["Lock", "A chamber that lifts boats."],
    ]
    assert read(rows((60, 160), 700, body, pitch=13)) == [
        "Word: Weir; Meaning: A low dam across a river that raises the water above it for a mill.",
        "Word: Sluice; Meaning: A gate that lets water out of the canal in the spring, or keeps it "
        "in.",
        "Word: Lock; Meaning: A chamber that lifts boats.",
    ]


def test_a_centred_name_stands_over_its_group_of_columns():
    names = rows((185, 305), 714, [["2021", "2022"]])
    body = [["Town", "Boats", "Cars", "Boats", "Cars"], ["Molde", "4", "31", "5", "29"]]
    body += [["Narvik", "2", "18", "3", "17"]]
    assert read(names + rows((60, 160, 220, 280, 340), 700, body))[0] == (
        "Town: Molde; 2021 - Boats: 4; 2021 - Cars: 31; 2022 - Boats: 5; 2022 - Cars: 29."
    )


def test_years_in_bold_letters_are_names_of_columns():
    body = [["Anna Berg", "1203", "1340"], ["Carl Moe", "1100", "1250"], ["Ida Lie", "980", "990"]]
    head = rows((60, 200, 300), 714, [["Member", "2021", "2022"]], font="B")
    assert (
        read(head + rows((60, 200, 300), 700, body))[0]
        == "Member: Anna Berg; 2021: 1203; 2022: 1340."
    )


def test_a_shaded_first_row_is_the_header():
    body = [["Wren", "Anna"], ["Robin", "Carl"], ["Finch", "Ida"], ["Crow", "Ole"]]
    said = area(55, 697, 400, 710) + rows((60, 250), 700, body)
    assert read(said) == [
        "Wren: Robin; Anna: Carl.",
        "Wren: Finch; Anna: Ida.",
        "Wren: Crow; Anna: Ole.",
    ]


def test_words_and_their_meanings_have_no_header():
    names = rows((60,), 700, [["Bollard"], ["Fender"], ["Capstan"]], font="B")
    said = [["A short post to which ships are made fast."], ["A cushion between hull and quay."]]
    said += [["A drum that winds the line in."]]
    assert read(names + rows((160,), 700, said)) == [
        "Bollard: A short post to which ships are made fast.",
        "Fender: A cushion between hull and quay.",
        "Capstan: A drum that winds the line in.",
    ]


def test_names_and_values_beside_each_other_are_facts():
    body = [["Owner:", "Ida Lie"], ["Length:", "9.2 m"], ["Harbour:", "Molde"]]
    assert read(rows((60, 160), 700, body)) == [
        "Owner: Ida Lie.",
        "Length: 9.2 m.",
        "Harbour: Molde.",
    ]


def test_a_table_goes_on_over_a_page_under_its_header():
    across = [60, 200, 280, 360]
    first = table(across, [80, 64, 48], [PEOPLE[0], ["Bodo", "3", "9"]])
    second = table(across, [780, 764, 748], [PEOPLE[0], *PEOPLE[1:]])
    data = build([grid(across, [80, 64, 48]) + first, grid(across, [780, 764, 748, 732]) + second])
    document = read_data(RawFile("a.pdf", data)).document
    assert document.text.split("\n\n") == [
        "Town: Bodo; Nurses: 3; Beds: 9.",
        "Town: Molde; Nurses: 21; Beds: 120.",
        "Town: Narvik; Nurses: 15; Beds: 33.",
    ]
    assert document.text[document.pages[1].start :].strip().startswith("Town: Molde")


def test_a_table_goes_on_without_a_second_header():
    first = rows((60, 200, 300), 80, [PEOPLE[0], ["Bodo", "3", "9"], ["Voss", "4", "11"]])
    second = rows((60, 200, 300), 760, [["Molde", "21", "120"], ["Narvik", "15", "33"]])
    assert read(first, second)[2:] == [
        "Town: Molde; Nurses: 21; Beds: 120.",
        "Town: Narvik; Nurses: 15; Beds: 33.",
    ]


def test_the_further_columns_of_a_wide_sheet_have_names_of_their_own_and_of_their_rows():
    first = rows((60, 200, 300), 700, [*PEOPLE, ["Voss", "4", "11"]])
    second = rows((60, 200, 300), 700, [["Cars", "Cooks", "Keys"], ["1", "2", "3"], ["4", "5", "6"],
                                        ["7", "8", "9"]])  # fmt: skip
    assert read(first, second)[3:] == [
        "Town: Molde; Cars: 1; Cooks: 2; Keys: 3.",
        "Town: Narvik; Cars: 4; Cooks: 5; Keys: 6.",
        "Town: Voss; Cars: 7; Cooks: 8; Keys: 9.",
    ]
    shorter = rows(
        (60, 200, 300), 700, [["Cars", "Cooks", "Keys"], ["1", "2", "3"], ["4", "5", "6"]]
    )
    assert read(first, shorter)[3:] == [
        "Cars: 1; Cooks: 2; Keys: 3.",
        "Cars: 4; Cooks: 5; Keys: 6.",
    ]
    closed = rows(
        (60, 200, 300), 700, [["Odda", "shut", "none"], ["Lom", "2", "3"], ["Fet", "5", "6"]]
    )
    assert read(first, closed)[3:5] == [
        "Town: Odda; Nurses: shut; Beds: none.",
        "Town: Lom; Nurses: 2; Beds: 3.",
    ]


def test_the_header_of_a_page_names_no_columns_of_the_contents_below_their_heading():
    page = text(60, 760, "Loom manual L-88") + text(300, 760, "CONTENTS")
    page += text(60, 728, "Contents", size=13)
    page += rows((60, 80, 320), 706, [["1", "Setting up", "4"], ["2", "Weaving", "9"]], pitch=22)
    assert read(page) == [
        "Loom manual L-88 CONTENTS",
        "Contents",
        "1; Setting up; 4.",
        "2; Weaving; 9.",
    ]


def test_the_boxes_of_a_question_stand_with_what_they_stand_for():
    page = text(60, 700, "Owner") + text(60, 670, "Group size") + text(60, 640, "Duration")
    fields = [
        f"/Subtype /Widget /FT /Tx /T (n{y}) /V ({value}) /Rect [150 {y - 6} 300 {y + 12}]"
        for y, value in ((700, "Ida Lie"), (640, "2 hours"))
    ]
    for n, (said, state) in enumerate((("solo", "Off"), ("duo", "Yes"), ("band", "Off"))):
        x = 150 + 60 * n
        page += text(x + 18, 670, said)
        fields.append(
            f"/Subtype /Widget /FT /Btn /T (b{n}) /V /{state} /AS /{state} "
            f"/Rect [{x} 667 {x + 14} 681]"
        )
    made = read_data(RawFile("a.pdf", build([page], fields=fields))).document.text.split("\n\n")
    assert made == ["Owner: Ida Lie.", "Group size: ☐ solo ☑ duo ☐ band.", "Duration: 2 hours."]


def test_a_name_in_the_middle_of_several_rows_belongs_to_each():
    names = ["Port", "Gear", "Cod", "Hake"]
    across = [60, 120, 200, 260]
    top = rule(60, 712, 300, 712) + rows(across, 700, [names]) + rule(60, 694, 300, 694)
    body = [["", "Line", "310", "22"], ["", "Net", "128", "64"]]
    more = [["", "Line", "97", "31"], ["", "Net", "55", "80"]]
    drawn = rows(across, 680, body, pitch=12) + rows(across, 650, more, pitch=12)
    ports = text(60, 674, "Vardo") + text(60, 644, "Bodo")
    assert read(top + drawn + ports + rule(60, 632, 300, 632)) == [
        "Port: Vardo; Gear: Line; Cod: 310; Hake: 22.",
        "Port: Vardo; Gear: Net; Cod: 128; Hake: 64.",
        "Port: Bodo; Gear: Line; Cod: 97; Hake: 31.",
        "Port: Bodo; Gear: Net; Cod: 55; Hake: 80.",
    ]
