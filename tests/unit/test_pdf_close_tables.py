from __future__ import annotations

from qa_bot.reading.files import read_data
from qa_bot.reading.parsed import RawFile
from tests.pdfs import build, lines, text


def read(page):
    return read_data(RawFile("a.pdf", build([page]))).document.text.split("\n\n")


def right(x, y, said, font="F"):
    """Digits that end at a place."""
    width = sum(2.78 if c in ".," else 3.33 if c == "-" else 5.56 for c in said)
    return text(x - width, y, said, font=font)


BUDGET = [
    ("Books and journals", "4,200.00", "4,950.50", "750.50"),
    ("Heating", "1,130.00", "980.00", "-150.00"),
    ("Insurance", "310.00", "310.00", "0.00"),
    ("All", "5,640.00", "6,240.50", "600.50"),
]


def test_columns_of_numbers_that_stand_close_are_told_apart():
    page = "".join(text(x, 700, said, font="B") for x, said in ((60, "Item"),))
    page += right(200, 700, "2022", "B") + right(246, 700, "2023", "B")
    page += right(288, 700, "2024", "B")
    for n, (name, *values) in enumerate(BUDGET, 1):
        page += text(60, 700 - 14 * n, name)
        for x, value in zip((200, 246, 288), values, strict=True):
            page += right(x, 700 - 14 * n, value)
    assert read(page) == [
        "Item: Books and journals; 2022: 4,200.00; 2023: 4,950.50; 2024: 750.50.",
        "Item: Heating; 2022: 1,130.00; 2023: 980.00; 2024: -150.00.",
        "Item: Insurance; 2022: 310.00; 2023: 310.00; 2024: 0.00.",
        "Item: All; 2022: 5,640.00; 2023: 6,240.50; 2024: 600.50.",
    ]


def test_sums_below_a_table_are_rows_of_their_own():
    page = "".join(
        text(x, 700, said, font="B") for x, said in ((60, "No."), (100, "What"), (300, "Price"))
    )
    body = [("1", "Oak planks", "222.00"), ("2", "Larch posts", "248.00")]
    for n, (number, name, price) in enumerate([*body, ("", "Net", "470.00"), ("", "Tax", "94.00")]):
        y = 682 - 14 * n
        page += (text(60, y, number) if number else "") + text(100, y, name) + right(324, y, price)
    assert read(page)[-2:] == ["What: Net; Price: 470.00.", "What: Tax; Price: 94.00."]


def test_an_address_beside_facts_above_a_table_is_read_by_itself():
    page = lines(60, 760, ["Brask Timber", "Saw Lane 3", "77 210 Norhavn"])
    page += lines(360, 760, ["Invoice: 20417", "Date: 3 March 2025", "Customer: 8812"])
    heads = ((60, "Part"), (200, "Number"), (300, "Price"), (400, "Sum"))
    page += "".join(text(x, 690, said, font="B") for x, said in heads)
    for n, row in enumerate([("Oak", "12", "18.50", "222.00"), ("Larch", "40", "6.20", "248.00")]):
        page += "".join(
            text(x, 676 - 14 * n, said) for (x, _), said in zip(heads, row, strict=True)
        )
    assert read(page) == [
        "Brask Timber",
        "Saw Lane 3",
        "77 210 Norhavn",
        "Invoice: 20417",
        "Date: 3 March 2025",
        "Customer: 8812",
        "Part: Oak; Number: 12; Price: 18.50; Sum: 222.00.",
        "Part: Larch; Number: 40; Price: 6.20; Sum: 248.00.",
    ]


def test_a_name_of_a_column_stays_whole_where_the_one_beside_it_stands_lower():
    heads = ((60, 700, "Part"), (200, 706, "Unit"), (200, 695, "price"), (228, 700, "Sum"))
    page = "".join(text(x, y, said, font="B") for x, y, said in heads)
    for n, (name, *values) in enumerate([("Oak", "18.50", "222.00"), ("Larch", "6.20", "248.00")]):
        page += text(60, 680 - 14 * n, name)
        page += right(222, 680 - 14 * n, values[0]) + right(262, 680 - 14 * n, values[1])
    assert read(page)[0] == "Part: Oak; Unit price: 18.50; Sum: 222.00."


def test_a_name_that_is_wrapped_beside_its_values_is_one_row():
    page = "".join(
        text(x, 700, said, font="B") for x, said in ((60, "Service"), (160, "Asker"), (300, "Fee"))
    )
    page += text(60, 680, "Copy of a deed") + text(160, 680, "Owners") + right(316, 680, "12.50")
    page += text(60, 660, "Search in the") + text(160, 654, "Everybody") + right(316, 654, "3.00")
    page += text(60, 648, "register")
    assert read(page)[1] == "Service: Search in the register; Asker: Everybody; Fee: 3.00."


def test_a_table_below_a_line_of_names_is_no_page_of_columns():
    page = "".join(
        text(x, 700, said, font="B") for x, said in ((60, "Service"), (160, "Asker"), (400, "Fee"))
    )
    for n, (name, fee) in enumerate([("Copy of a deed", "12.50"), ("Search", "3.00")]):
        y = 680 - 40 * n
        page += text(60, y, name) + right(416, y, fee)
        page += text(160, y + 7, "Owners and their heirs, and notaries with a letter")
        page += text(160, y - 7, "of the owner that is not old.")
    assert read(page)[0].startswith("Service: Copy of a deed; Asker: Owners and their heirs,")


def test_names_at_the_left_of_columns_whose_numbers_stand_at_the_right_keep_their_numbers():
    page = "".join(text(x, 700, said) for x, said in ((60, "Gate"), (140, "May"), (180, "June")))
    page += text(220, 700, "July")
    for n, (name, *values) in enumerate((("Upper", "112", "118", "97"), ("Sea", "84", "80", "95"))):
        page += text(60, 686 - 14 * n, name)
        for x, value in zip((178, 218, 258), values, strict=True):
            page += right(x, 686 - 14 * n, value)
    assert read(page) == [
        "Gate: Upper; May: 112; June: 118; July: 97.",
        "Gate: Sea; May: 84; June: 80; July: 95.",
    ]


def test_names_in_the_middle_of_wide_columns_keep_the_values_at_the_left():
    page = text(110, 700, "Grain", font="B") + text(260, 700, "Minutes", font="B")
    for n, (name, value) in enumerate((("Rye", "40"), ("Millet", "20"), ("Oats", "15"))):
        page += text(60, 684 - 14 * n, name) + text(210, 684 - 14 * n, value)
    assert read(page)[0] == "Grain: Rye; Minutes: 40."


def test_names_and_values_that_take_turns_in_a_row_are_facts():
    facts = [("Built", "1871", "Height", "34 m"), ("Range", "21 miles", "Keeper", "none")]
    page = "".join(
        text(x, 700 - 16 * n, said, font="FB"[x in (60, 240)])
        for n, row in enumerate(facts)
        for x, said in zip((60, 120, 240, 300), row, strict=True)
    )
    assert read(page) == ["Built: 1871.", "Height: 34 m.", "Range: 21 miles.", "Keeper: none."]


def test_columns_on_one_grid_of_lines_are_told_by_their_heads():
    left = ["Contact", "ida@halv.example", "Tromso", "", "Languages", "Norwegian", "Finnish"]
    right_side = ["2017 Head of mapping, Arctic Survey", "Leads nine cartographers and the"]
    right_side += ["charts of the northern fjords.", "Education", "Geomatics, Bergen, 2011"]
    right_side += ["Geography, Oslo, 2008", "Seamanship, Bodo, 2004"]
    heads = {"Contact", "Languages", "Education"}
    page = "".join(
        text(x, 700 - 14 * n, said, font="B" if said in heads else "F")
        for x, column in ((60, left), (240, right_side))
        for n, said in enumerate(column)
        if said
    )
    found = " ".join(read(page))
    assert found.index("Finnish") < found.index("2017 Head")
    assert "Leads nine cartographers and the charts of the northern fjords." in found


def test_numbers_of_two_columns_that_nearly_touch_stay_apart():
    rows = [["Wages", "8498", "8027", "55%"], ["Fuel", "6578", "2398", "11%"]]
    rows += [["Rent", "9015", "6443", "29%"], ["Sundry", "4595", "8104", "50%"]]
    heads = text(60, 714, "Account") + text(130, 714, "Mar") + text(162, 714, "Q1")
    drawn = "".join(
        text(x, 700 - 13 * n, said)
        for n, row in enumerate(rows)
        for x, said in zip((60, 130, 160, 184.5), row, strict=True)
    )
    found = read(heads + text(184.5, 714, "Share") + drawn)
    assert found[0] == "Account: Wages; Mar: 8498; Q1: 8027; Share: 55%."
    assert found[3] == "Account: Sundry; Mar: 4595; Q1: 8104; Share: 50%."


def test_the_columns_of_a_typewritten_page_are_told_by_more_than_one_space():
    rows = [
        "ACCT   NAME           DEBIT",
        "1001   Harbour dues  204.50",
        "1002   Ice sold       88.20",
    ]
    assert read(lines(60, 700, rows, font="M")) == [
        "ACCT: 1001; NAME: Harbour dues; DEBIT: 204.50.",
        "ACCT: 1002; NAME: Ice sold; DEBIT: 88.20.",
    ]


def test_a_line_of_text_below_a_table_is_not_cut_into_its_columns():
    rows = [("Valley", "Springs", "Litres"), ("Upper Dal", "31", "5210"), ("Sund", "27", "6095")]
    page = text(134, 712, "Table 1:") + text(174, 712, "Yield by valley")
    for n, (name, *values) in enumerate(rows):
        page += text(78, 700 - 12 * n, name)
        page += text(140, 700 - 12 * n, values[0]) + text(181, 700 - 12 * n, values[1])
    page += text(72, 652, "which kept its own record of the springs", extra="3 Tw")
    assert read(page)[1:] == [
        "Valley: Upper Dal; Springs: 31; Litres: 5210.",
        "Valley: Sund; Springs: 27; Litres: 6095.",
        "which kept its own record of the springs",
    ]


def test_the_last_row_may_leave_a_column_empty_where_names_nearly_touch():
    heads = [(60, "Part number"), (118.6, "Weight (kg)"), (173.4, "Stock"), (208, "Counted")]
    page = "".join(text(x, 700, said) for x, said in heads)
    body = [
        ("A-1", "0.01", "54", "12 May"),
        ("B-2", "1.25", "36", "14 May"),
        ("C-3", "7.8", "12", ""),
    ]
    for n, (part, *values) in enumerate(body, 1):
        page += text(60, 700 - 14 * n, part)
        for x, value in zip((171.4, 198.4, 244), values, strict=True):
            page += right(x, 700 - 14 * n, value)
    assert read(page)[-1] == "Part number: C-3; Weight (kg): 7.8; Stock: 12."


def invoice():
    page = text(60, 760, "Bill to", font="B") + text(320, 760, "Ship to", font="B")
    page += lines(60, 746, ["Nora Vale", "14 Mill Street", "Northland"], pitch=14)
    page += lines(320, 746, ["Vale Workshop", "Gate 3", "Northland"], pitch=14)
    for n, (name, value) in enumerate(
        [("Invoice no.", "20417"), ("Date", "3 March"), ("Due", "2 April")]
    ):
        page += text(320, 682 - 14 * n, name) + text(480, 682 - 14 * n, value)
    return page


def test_addresses_under_their_heads_are_read_one_by_one_and_facts_below_apart():
    assert read(invoice()) == [
        "Bill to",
        "Nora Vale",
        "14 Mill Street",
        "Northland",
        "Ship to",
        "Vale Workshop",
        "Gate 3",
        "Northland",
        "Invoice no.: 20417.",
        "Date: 3 March.",
        "Due: 2 April.",
    ]


def test_rows_in_other_columns_below_a_wide_gap_are_a_table_of_their_own():
    page = invoice().replace("(Bill to)", "(Keeper)").replace("(Ship to)", "(Place)")
    assert read(page)[-3:] == ["Invoice no.: 20417.", "Date: 3 March.", "Due: 2 April."]


def test_the_name_of_a_sum_below_numbers_is_the_name_of_its_row():
    heads = ((60, "Part"), (280, "Unit price"), (400, "Amount"))
    page = "".join(text(x, 700, said, font="B") for x, said in heads)
    body = [("Oak planks", "18.50", "222.00"), ("Brass hinges", "2.15", "86.00")]
    for n, (name, *values) in enumerate(body, 1):
        page += text(60, 700 - 14 * n, name)
        page += right(328, 700 - 14 * n, values[0]) + right(436, 700 - 14 * n, values[1])
    page += text(290, 658, "Subtotal") + right(436, 658, "308.00")
    assert read(page)[-1] == "Part: Subtotal; Amount: 308.00."


def test_a_number_and_a_word_that_nearly_touch_are_cells_of_their_own_if_drawn_so():
    heads = [(60, "Road"), (140, "Salt used"), (192, "Trips"), (230, "Driver")]
    page = "".join(text(x, 700, said) for x, said in heads)
    for n, (road, *values, driver) in enumerate(
        [("Ring", "64", "31", "Hansen"), ("Mill", "18", "9", "Ruud"), ("Quay", "30", "14", "Moe")]
    ):
        y = 686 - 14 * n
        page += text(60, y, road) + right(190, y, values[0]) + right(227.5, y, values[1])
        page += text(230, y, driver)
    assert read(page)[0] == "Road: Ring; Salt used: 64; Trips: 31; Driver: Hansen."
