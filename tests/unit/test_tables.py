"""Every value of a table stands in a line with its row's and its column's names."""

import gc

import pytest

from qa_bot.reading.parsed import TextWriter
from qa_bot.reading.tables import Cell, Span, merge_ranges, spread, table_lines, without_collection


def grid(*rows: str) -> list[list[str]]:
    return [row.split("|") for row in rows]


def lines(rows, header=None, caption="") -> list[str]:
    return [line.text for line in table_lines(rows, header, caption).lines]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (grid("City|2019|2020", "Oslo|61300|22100"), ["City: Oslo; 2019: 61300; 2020: 22100."]),
        (grid("|1|2|3", "Elm|31|29|27", "Oak|22|25|24"), ["Elm; 1: 31; 2: 29; 3: 27."]),
        (grid("Wood|Size", "|cm", "Oak|12", "Elm|14"), ["Wood: Oak; Size - cm: 12."]),
    ],
    ids=["years", "numbers", "units in a second row"],
)  # fmt: skip
def test_a_header_is_found_whatever_its_names_are(rows, expected):
    assert lines(rows)[:1] == expected


def test_a_blank_row_does_not_make_the_next_person_a_header():
    rows = grid("Name|City|Job", "Ann Hill|Rye|Cook", "Bo Park|Ely|Nurse")
    assert lines([*rows, *grid("||", "Cy Lane|Ryde|Clerk", "Di Moor|Hull|Guard")])[2:] == [
        "Name: Cy Lane; City: Ryde; Job: Clerk.",
        "Name: Di Moor; City: Hull; Job: Guard.",
    ]


def test_a_table_without_names_keeps_its_first_row_as_a_row():
    made = table_lines(grid("Ann Hill|Rye|Cook", "Bo Park|Ely|Nurse", "Cy Lane|Ryde|Clerk"))
    assert made.lines[0].text == "Ann Hill; Rye; Cook."
    assert (made.with_header, made.without_header) == (0, 1)


def test_titles_and_a_preamble_stand_above_the_header():
    preamble = grid("Stock list||", "Branch|North|", "Part|Shelf|Count")
    assert lines([*preamble, *grid("Bolt|B2|40", "Nut|B3|90")]) == [
        "Stock list",
        "Branch: North",
        "Part: Bolt; Shelf: B2; Count: 40.",
        "Part: Nut; Shelf: B3; Count: 90.",
    ]


def test_rows_say_the_year_that_stands_over_their_table():
    first = grid("Fares 2023||", "Zone|Adult|Child", "A|4|2", "||")
    assert lines([*first, *grid("Fares 2024||", "Zone|Adult|Child", "A|5|3")]) == [
        "Fares 2023",
        "Fares 2023; Zone: A; Adult: 4; Child: 2.",
        "Fares 2024",
        "Fares 2024; Zone: A; Adult: 5; Child: 3.",
    ]


def test_groups_of_columns_stand_before_their_columns():
    rows = grid("|2022||2023|", "Port|In|Out|In|Out", "Hull|1|2|3|4", "Rye|5|6|7|8")
    expected = "Port: Hull; 2022 - In: 1; 2022 - Out: 2; 2023 - In: 3; 2023 - Out: 4."
    assert lines(rows)[0] == expected
    assert lines(merge_ranges(rows, [((0, 1), (0, 2)), ((0, 3), (0, 4))]))[0] == expected


def test_a_period_over_one_column_of_a_header_is_said_in_every_row():
    rows = grid("In thousands||May 2023", "|Sales|Profit", "||", "North|10|2", "South|20|3")
    assert lines(rows)[0] == "May 2023; In thousands: North; Sales: 10; Profit: 2."


def test_a_cell_merged_down_stands_in_every_row():
    rows = spread([
        [Span("Day", is_head=True), Span("Dish", is_head=True)],
        [Span("Monday", down=2), Span("Soup")],
        [Span("Cake")],
    ])  # fmt: skip
    assert lines(rows) == ["Day: Monday; Dish: Soup.", "Day: Monday; Dish: Cake."]


def test_a_cell_merged_over_the_table_heads_the_rows_below_it():
    head = [Cell("Item", True), Cell("Price", True)]
    rows = [head, [Cell("Fruit"), Cell("Fruit", merged=True)], [Cell("Plum"), Cell("3")]]
    assert lines(rows) == ["Fruit; Item: Plum; Price: 3."]


def test_facts_are_read_as_name_and_value():
    assert lines(grid("Name|Ann Hill", "Phone|214", "City|Rye")) == [
        "Name: Ann Hill.",
        "Phone: 214.",
        "City: Rye.",
    ]


def test_marked_headers_are_believed():
    rows = [[Cell("Height", True), Cell("5 m")], [Cell("Colour", True), Cell("red")]]
    assert lines(rows) == ["Height: 5 m.", "Colour: red."]


def test_a_header_repeated_after_a_page_break_is_no_row():
    rows = grid("Part|Count", "Bolt|40", "Part|Count", "Nut|90")
    assert lines(rows, header=1) == ["Part: Bolt; Count: 40.", "Part: Nut; Count: 90."]
    assert lines(rows) == lines(rows, header=1)


def test_a_long_row_is_parted_and_each_part_names_the_row():
    names, values = [f"Measure number {n}" for n in range(60)], [str(n) for n in range(60)]
    made = lines([["Station", *names], ["Lund", *values]], header=True)
    assert len(made) > 1
    assert all(line.startswith("Station: Lund; Measure number") for line in made)
    assert all(any(f"Measure number {n}: {n}" in line for line in made) for n in range(60))


def test_a_writer_tells_before_each_row_and_counts_tables():
    writer, seen = TextWriter(), []
    writer.table(grid("Part|Count", "Bolt|40", "Nut|90"), before_row=seen.append)
    assert seen == [1, 2]
    details = writer.finish().details
    assert (details.tables_with_header, details.tables_without_header) == (1, 0)


def test_facts_are_told_by_their_names_and_by_values_of_different_kinds():
    assert (
        lines(grid("Ship|Aurora", "Length|12 m", "Berth|C14", "Built|1987"))[0] == "Ship: Aurora."
    )
    assert lines(grid("Keeper|Ms Lund", "Cook|Mr Fors", "Mate|Ms Holm"))[2] == "Mate: Ms Holm."
    table = grid("Fish|Kilo", "Cod|44", "Eel|12", "Roach|7")
    assert lines(table)[0] == "Fish: Cod; Kilo: 44."
    assert lines(grid("Land|Capital", "Peru|Lima", "Cuba|Havana", "Iran|Tehran"))[0] == (
        "Land: Peru; Capital: Lima."
    )


@pytest.mark.parametrize(
    "names",
    ["M1|M2|M3", "Q3 2022|Q4 2022|Q1 2023", "Week 8|Week 9|Week 10", "08:00|09:00|10:00"],
)
def test_names_that_count_on_are_a_header(names):
    first, second, third = names.split("|")
    made = lines(grid(f"Crane|{names}", "East|10|20|30", "West|40|50|60"))
    assert made[1] == f"Crane: West; {first}: 40; {second}: 50; {third}: 60."


def test_amounts_that_rise_by_chance_are_values():
    assert lines(grid("Oak|4 m|5 m|6 m", "Elm|7 m|9 m|12 m"))[0] == "Oak; 4 m; 5 m; 6 m."


def test_years_over_groups_of_columns_stand_beside_the_name_of_the_first():
    rows = grid("Article|2021||2022|", "|Plan|Real|Plan|Real", "Rope|10|11|12|13", "Nets|2|2|3|4")
    made = lines(merge_ranges(rows, [((0, 1), (0, 2)), ((0, 3), (0, 4))]))
    assert made[1].endswith("2021 - Real: 2; 2022 - Plan: 3; 2022 - Real: 4.")


def test_years_that_begin_again_below_groups_of_columns_are_names():
    rows = grid("Branch|Books||Films|", "|2030|2031|2030|2031", "Hill|39|40|28|30", "Quay|5|6|4|3")
    made = "Branch: Hill; Books - 2030: 39; Books - 2031: 40; Films - 2030: 28; Films - 2031: 30."
    merged = [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (0, 4))]
    assert lines(rows)[0] == lines(merge_ranges(rows, merged))[0] == made


def test_names_below_marked_groups_belong_to_the_header():
    head = [Cell("Line", True), Cell("Summer", True), Cell("Summer", True, merged=True)]
    rows = [head, *grid("|Adult|Child", "A|12|6", "B|14|7")]
    assert lines(rows)[1] == "Line: B; Summer - Adult: 14; Summer - Child: 7."
    assert lines(rows, header=1) == lines(rows)


def test_a_known_header_has_no_facts_above_it():
    rows = grid("Ship|Crew", "Ceres|9|spare", "Hebe|3")
    assert lines(rows, header=1)[0] == "Ship: Ceres; Crew: 9; spare."


def test_tables_side_by_side_are_read_one_after_the_other():
    rows = grid("Name|Room||Key|Holder", "Ada|12||K1|Dee", "Bo|14||K2|Eve")
    assert lines(rows) == [
        "Name: Ada; Room: 12.",
        "Name: Bo; Room: 14.",
        "Key: K1; Holder: Dee.",
        "Key: K2; Holder: Eve.",
    ]
    facts = grid("Owner|Ms Orr||Length|12 m", "Berth|C14||Crew|4", "Built|1987||Fuel|diesel")
    assert lines(facts)[-1] == "Fuel: diesel."


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Museum|Jan 24|Feb 24", "Guide|Languages"),
        ("Item|Price|Left", "Town|Agent"),
        ("Boat|2023|2024", "Crew|Rank"),
    ],
)
def test_a_table_beside_another_keeps_its_own_names(left, right):
    rows = grid(f"{left}||{right}", "Glass House|1190|1304||Tomas|Czech", "Salt|12|15||Ylva|Swede")
    names = [*left.split("|"), *right.split("|")]
    assert lines(rows)[0].startswith(f"{names[0]}: Glass House; {names[1]}: 1190; {names[2]}")
    assert lines(rows)[2:] == [
        f"{names[3]}: Tomas; {names[4]}: Czech.", f"{names[3]}: Ylva; {names[4]}: Swede.",
    ]  # fmt: skip


def test_an_empty_column_inside_of_a_table_does_not_part_it():
    rows = grid("Port|In||Out|Kept", "Hull|1||3|2", "Rye|5||7|6")
    assert lines(rows)[1] == "Port: Rye; In: 5; Out: 7; Kept: 6."


def test_a_record_names_each_value_also_where_it_has_one_only():
    writer = TextWriter()
    writer.record([("Note:", "Ring twice."), ("Phone", " "), ("Room", "")])
    writer.record([("Name", "Ada"), ("Room", "12")])
    assert writer.finish().text == "Note: Ring twice.\n\nName: Ada; Room: 12."


def test_a_merged_cell_reaches_past_the_end_of_a_short_row():
    cells = merge_ranges([["Team", "2024"], ["", "Goals", "Points"]], [((0, 1), (0, 2))])
    assert cells[0] == [Cell("Team"), Cell("2024"), Cell("2024", merged=True)]


def test_a_single_year_over_several_columns_is_their_group():
    rows = merge_ranges(
        [["Team", "2024", ""], ["Team", "Goals", "Points"], ["Red", "44", "61"]], [((0, 1), (0, 2))]
    )
    assert lines(rows) == ["Team: Red; 2024 - Goals: 44; 2024 - Points: 61."]


def test_words_below_a_gap_do_not_go_on_with_columns_of_numbers():
    rows = grid("Plant|A|B", "Mill|14|17", "Forge|9|11", "||", "Total|23|28", "||")
    below = grid("Tool|Owner|Due", "Saw|Ida|May", "Axe|Bo|June", "||", "Checked by|Ida|")
    assert lines([*rows, *below]) == [
        "Plant: Mill; A: 14; B: 17.", "Plant: Forge; A: 9; B: 11.", "Plant: Total; A: 23; B: 28.",
        "Tool: Saw; Owner: Ida; Due: May.", "Tool: Axe; Owner: Bo; Due: June.",
        "Tool: Checked by; Owner: Ida.",
    ]  # fmt: skip


def test_the_search_for_cycles_goes_on_after_a_table():
    with without_collection():
        assert not gc.isenabled()
        with without_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_group_merged_above_the_header_is_said_in_its_rows_where_other_groups_follow():
    def over(text):
        return [Cell(text), Cell(text, merged=True)]

    fares = [over("Adults"), *grid("Line|Day", "Red|6.00"), over("Children"), *grid("Red|3.00")]
    assert lines(fares) == [
        "Adults", "Adults; Line: Red; Day: 6.00.", "Children; Line: Red; Day: 3.00.",
    ]  # fmt: skip
    assert lines(fares[:3])[1:] == ["Line: Red; Day: 6.00."]


def test_a_wider_table_below_a_gap_has_a_header_of_its_own():
    below = grid("Tool|Owner|Due", "Saw|Ida|May", "Axe|Bo|June")
    assert lines([*grid("Code|Meaning", "R7|rusty", "B2|bent", "|"), *below])[2:] == [
        "Tool: Saw; Owner: Ida; Due: May.", "Tool: Axe; Owner: Bo; Due: June.",
    ]  # fmt: skip


def test_a_form_with_several_facts_in_a_row_parts_them():
    form = grid("Name:|Ann Holm|Date:|3 May", "Unit:|Stores|Room:|114")
    assert lines(form) == ["Name: Ann Holm.", "Date: 3 May.", "Unit: Stores.", "Room: 114."]
    assert lines(grid("Name|Ann Holm|Date|3 May", "Department|Stores|Room|")) == [
        "Name: Ann Holm.", "Date: 3 May.", "Department: Stores.", "Room:.",
    ]  # fmt: skip
    heads = [[Cell("Port", True), Cell("9"), Cell("Host", True), Cell("a1")]]
    assert lines(heads) == ["Port: 9.", "Host: a1."]
    table = grid("Name|Age|City|Rate", "Ann|31|Oslo|4", "Bo|40|Rome|5")
    assert lines(table) == [
        "Name: Ann; Age: 31; City: Oslo; Rate: 4.",
        "Name: Bo; Age: 40; City: Rome; Rate: 5.",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        grid("Name|Ida Brandt|Staff no.|4471", "Place|Boiler room|Injury|Burn, left hand"),
        grid("Make|Volvo|Mileage|81,000 km", "Model|V60|Fuel|Diesel", "Year|2019|Colour|Blue"),
        grid("Invoice date|3 June|Due date|30 June", "Your ref.|Siri Vik|Our ref.|Nils Berg"),
        grid("Boat name|Petrel|Length|9.4 m", "Shore power|☑|Insurance|☐", "Quay|South||"),
        grid("Client|Hansen & Co|Invoice no.|2024-118", "Contact|Siri Vik|Currency|NOK"),
        grid("Patient|Bo Lind|Ward|3B", "Date of birth|4 Mar 1961|Blood group|A+"),
    ],
    ids=["accident", "car", "invoice", "boat", "client", "patient"],
)
def test_names_and_values_that_take_turns_without_colons_are_parted(rows):
    pairs = [pair for row in rows for pair in zip(row[::2], row[1::2], strict=True)]
    assert lines(rows) == [f"{name}: {value}." for name, value in pairs if name]
    note = Cell("Keep this card.")
    assert lines([*rows, [note] + [note._replace(merged=True)] * 3])[-1] == "Keep this card."


@pytest.mark.parametrize(
    "rows",
    [
        grid("Name|Vessel|Port|Tonnage", "Anna Berg|Sula|Molde|400", "Ole Friis|Dana|Ribe|310"),
        grid("Station|2023|2024|Change", "Skarvik|812|904|92", "Tangen|1030|988|-42"),
        grid("Size|Small|Medium|Large", "Weight|2 kg|3 kg|4 kg", "Price|£5|£7|£9"),
        grid("Budget line|Planned|Person|Spent", "Fuel|700|Vik|742", "Rent|410|Moe|410"),
        grid("Country|Capital|Country|Capital", "Norway|Oslo|Denmark|Copenhagen"),
        grid("Field|Meaning|Unit|Range", "speed|of the boat|knots|0-40", "depth|below keel|m|0-90"),
    ],
    ids=["ships", "years", "sizes", "budget", "twice", "fields"],
)
def test_a_table_of_four_columns_is_no_form(rows):
    assert lines(rows)[-1].split("; ")[1] == f"{rows[0][1]}: {rows[-1][1]}"


def test_words_before_a_sum_are_its_name_and_no_value_of_their_column():
    rows = grid("Article|Price|Sum", "Rope|18.50|740", "Shackle|45.00|270", "|To pay|1,010")
    assert lines(rows)[-1] == "To pay; Sum: 1,010."
    rows = grid("Article|Colour|Sum", "Rope|black|740", "Shackle|grey|270", "|red|1,010")
    assert lines(rows)[-1] == "Colour: red; Sum: 1,010."


def test_a_name_merged_over_the_first_columns_is_said_once():
    bill = grid("Pos|Text|Qty|Amount", "1|Rope|20 m|36.00", "2|Hook|4|29.00")
    total = [Cell("Total"), *[Cell("Total", merged=True)] * 2, Cell("65.00")]
    assert lines([*bill, total])[-1] == "Total; Amount: 65.00."


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        (grid("Mon|10:00 AM - 8:00 PM|Open", "Tue|Closed|", "Sun|11:00 AM - 8:00 PM|"),
         "Sun: 11:00 AM - 8:00 PM."),
        (grid("A|Emergency", "B|Urgent", "C|Routine"), "C: Routine."),
        (grid("Step 1|Wash|Hands", "Step 2|Dry|Cups"), "Step 2; Dry; Cups."),
        (grid("Team|Points", "A|3", "B|4"), "Team: B; Points: 4."),
        (grid("Monday|Soup|9:00", "Tuesday|Cake|10:00"), "Tuesday; Cake; 10:00."),
        (grid("Marke|Preis", "Mercedes|30"), "Marke: Mercedes; Preis: 30."),
        (grid("Month|Sales", "Sunshine|30"), "Month: Sunshine; Sales: 30."),
    ],
    ids=["days", "letters", "steps", "letters below a name", "two days", "a make", "a month"],
)  # fmt: skip
def test_a_first_row_that_the_rows_below_count_on_from_is_no_header(rows, last):
    assert lines(rows)[-1] == last


def test_a_header_below_a_card_of_facts_is_found_whatever_the_width():
    card = grid("Account|DE12 3456||", "Period|January 2024||", "|||")
    rows = grid("Giorno|Verso|Causa|Somma", "03.01.24|Enel|Luce|-84,20", "15.01.24|Fiat|Paga|241,0")
    assert lines([*card, *rows])[2:] == [
        "Giorno: 03.01.24; Verso: Enel; Causa: Luce; Somma: -84,20.",
        "Giorno: 15.01.24; Verso: Fiat; Causa: Paga; Somma: 241,0.",
    ]
