from __future__ import annotations

import datetime
import io
import struct
import zipfile

import pytest
import xlsxwriter

from qa_bot.reading.errors import ReadingError
from qa_bot.reading.formats.number_formats import format_number
from qa_bot.reading.formats.sheets import workbook
from tests.makers import make_zip
from tests.office import read, rels, text_of

EPOCH = datetime.datetime(1899, 12, 30)


def make_workbook(fill, options=None):
    """A workbook that `fill(workbook)` fills."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, options or {})
    fill(workbook)
    workbook.close()
    return buffer.getvalue()


def make_sheet(rows, formats=None, more=None, options=None):
    """One sheet; `formats` maps (row, column) to a format, `more(workbook, sheet)` adds to it."""

    def fill(workbook):
        sheet = workbook.add_worksheet("Rates")
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                own = (formats or {}).get((row, column))
                sheet.write(row, column, value, workbook.add_format(own) if own else None)
        if more:
            more(workbook, sheet)

    return make_workbook(fill, options)


def lines(data, name="a.xlsx"):
    return text_of(name, data).split("\n\n")


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.0275, "0.00%", "2.75%"),
        (4.5, "[$€-407] #,##0.00", "€ 4.50"),
        (4.5, '"€"#,##0.00', "€4.50"),
        (1234.5, '_-* #,##0.00 €_-;-* #,##0.00 €_-;_-* "-"?? €_-;_-@_-', "1,234.50 €"),
        (0, '_-* #,##0.00 €_-;-* #,##0.00 €_-;_-* "-"?? €_-;_-@_-', "- €"),
        (0.27083333333, "hh:mm", "06:30"),
        (0.77083333333, "h:mm AM/PM", "6:30 PM"),
        (45000.75, "d mmm yyyy", "15 Mar 2023"),
        (45000.75, "dd.mm.yyyy hh:mm", "15.03.2023 18:00"),
        (45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        (45000, "dddd", "Wednesday"),
        (1.75, "[h]:mm", "42:00"),
        (0.0000116, "mm:ss.0", "00:01.0"),
        (1.5, "# ?/?", "1 1/2"),
        (0.75, "# ??/??", "3/4"),
        (5.25, "# ?/4", "5 1/4"),
        (0.3, "?/?", "2/7"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567, '#,##0.0,," M"', "1.2 M"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        (-0.001, "0.00", "0.00"),
        (0, '0;-0;"–"', "–"),
        (7, "00000", "00007"),
        (123456789, "000-00-0000", "123-45-6789"),
        (5551234567, "(000) 000-0000", "(555) 123-4567"),
        (1234.5, "0.00E+00", "1.23E+03"),
        (12345, "##0.0E+0", "12.3E+3"),
        (15, '0" kg"', "15 kg"),
        (2.5, 'General" kg"', "2.5 kg"),
        (3, '[>1]0" items";0" item"', "3 items"),
        (1, '[>1]0" items";0" item"', "1 item"),
        (0, '"Yes";"Yes";"No"', "No"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (5, "", "5"),
        (5, ";;;", ""),
    ],
)
def test_a_number_is_shown_by_its_format(value, code, shown):
    assert format_number(value, code) == shown


@pytest.mark.parametrize("code", ["[", '"', "\\", "0/", "/0", "E+", "[$", "#" * 2000, "yy[", "%%%"])
@pytest.mark.parametrize("value", [0, -1.5, 1e300, 1e-300, 45000])
def test_a_damaged_format_raises_nothing(code, value):
    assert isinstance(format_number(value, code), str)


def test_values_stand_as_their_cells_show_them():
    formats = {
        (1, 1): {"num_format": "0.00%"}, (1, 2): {"num_format": "[$€-2] #,##0.00"},
        (1, 3): {"num_format": "hh:mm"}, (1, 4): {"num_format": "d mmm yyyy"},
        (1, 5): {"num_format": 14},
    }  # fmt: skip
    rows = [
        ["Account", "Rate", "Fee", "Opens", "Since", "Until"],
        ["Plus", 0.0275, 4.5, 0.2708333333333333, 45000, 45001],
    ]
    assert lines(make_sheet(rows, formats)) == [
        "Rates",
        "Account: Plus; Rate: 2.75%; Fee: € 4.50; Opens: 06:30; Since: 15 Mar 2023; "
        "Until: 2023-03-16.",
    ]


def test_dates_of_workbooks_that_count_from_1904_are_right():
    def fill(workbook):
        sheet = workbook.add_worksheet("Days")
        day = workbook.add_format({"num_format": "d mmm yyyy"})
        sheet.write_row(0, 0, ["Event", "Day"])
        sheet.write(1, 0, "Fair")
        sheet.write_datetime(1, 1, datetime.datetime(2023, 3, 15), day)

    assert "Event: Fair; Day: 15 Mar 2023." in lines(make_workbook(fill, {"date_1904": True}))


def test_errors_and_texts_with_a_format_are_shown():
    formats = {(1, 1): {"num_format": '"Mr "@'}}

    def more(workbook, sheet):
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")

    data = make_sheet([["Row", "Name", "Ratio"], ["1", "Aho"]], formats, more)
    assert lines(data)[1] == "Row: 1; Name: Mr Aho; Ratio: #DIV/0!"


def test_cells_merged_down_and_across_stand_in_each_place():
    def more(workbook, sheet):
        sheet.merge_range(0, 1, 0, 2, "Training")
        sheet.merge_range(2, 0, 3, 0, "North")
        sheet.write_row(1, 0, ["Team", "Class", "Time"])
        sheet.write_row(2, 1, ["Yoga", "18:00"])
        sheet.write_row(3, 1, ["Judo", "20:00"])

    assert lines(make_sheet([], more=more))[1:] == [
        "Team: North; Training - Class: Yoga; Training - Time: 18:00.",
        "Team: North; Training - Class: Judo; Training - Time: 20:00.",
    ]


def people(more=None, formats=None, top=()):
    rows = [
        *top,
        ["Anna Weiss", "Berta Lind"],
        ["Carla Roux", "Dora Pike"],
        ["Emma Strand", "Frida Holm"],
    ]
    return lines(make_sheet(rows, formats, more))


def test_a_row_that_the_file_sets_apart_names_the_columns():
    named = [
        "Rates",
        "Anna Weiss: Carla Roux; Berta Lind: Dora Pike.",
        "Anna Weiss: Emma Strand; Berta Lind: Frida Holm.",
    ]
    bold = {(0, 0): {"bold": True}, (0, 1): {"bold": True}}
    assert people(formats=bold) == named
    assert people(lambda _, sheet: sheet.freeze_panes(1, 0)) == named
    assert people(lambda _, sheet: sheet.autofilter(0, 0, 2, 1)) == named
    assert people(lambda _, sheet: sheet.repeat_rows(0)) == named
    columns = {"columns": [{"header": "Anna Weiss"}, {"header": "Berta Lind"}]}
    assert people(lambda _, sheet: sheet.add_table(0, 0, 2, 1, columns)) == named
    assert people() != named


def test_bold_sums_do_not_name_the_columns_of_what_follows():
    bold = {"bold": True}
    rows = [["Item", "2022", "2023"], ["Sales", 700, 800], ["Costs", -500, -550]]
    formats = {(1, n): bold for n in range(3)}
    assert lines(make_sheet(rows, formats))[1:] == [
        "Item: Sales; 2022: 700; 2023: 800.", "Item: Costs; 2022: -500; 2023: -550.",
    ]  # fmt: skip


def test_comments_boxes_charts_and_printed_headers_are_read():
    def more(workbook, sheet):
        sheet.write_comment(1, 1, "Ask first.", {"author": "Ada"})
        sheet.insert_textbox(5, 0, "All prices are net.")
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Rates!$B$2:$B$2"})
        chart.set_title({"name": "Rates of spring"})
        sheet.insert_chart(8, 0, chart)
        sheet.set_header('&L&"Arial,Bold"&12Price list &A&RPage &P of &N')

    data = make_sheet([["City", "Rate"], ["Oslo", 60]], more=more)
    reading = read("a.xlsx", data)
    assert reading.document.text.split("\n\n") == [
        "Rates", "City: Oslo; Rate: 60.", "All prices are net.", "Rates of spring",
        "Price list Page of", "Comments", "- B2: Ada: Ask first.",
    ]  # fmt: skip
    assert reading.report.details.annotations == 1


def test_a_sheet_of_one_chart_gives_no_text_and_is_reported():
    def fill(workbook):
        workbook.add_worksheet("Data").write_row(0, 0, ["City", "Oslo"])
        sheet = workbook.add_chartsheet("Picture")
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Data!$A$1:$A$1"})
        sheet.set_chart(chart)

    reading = read("a.xlsx", make_workbook(fill))
    assert reading.report.pages_without_text == (2,)


def test_a_strict_workbook_is_read_as_any_other():
    with zipfile.ZipFile(io.BytesIO(make_sheet([["City", "Rate"], ["Oslo", 60]]))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in parts.items()
    }
    assert lines(make_zip(strict)) == ["Rates", "City: Oslo; Rate: 60."]


def record(kind, data):
    """A record of an .xls file."""
    return struct.pack("<HH", kind, len(data)) + data


def test_formats_of_old_workbooks_are_read_from_their_records():
    from qa_bot.reading.formats.sheets.old import read_workbook_stream

    font = struct.pack("<HHHH", 200, 0, 0, 700) + bytes(7)
    code = "0.00%".encode("latin-1")
    stream = (
        record(0x809, struct.pack("<HH", 0x600, 5))
        + record(0x31, font)
        + record(0x41E, struct.pack("<HHB", 164, len(code), 0) + code)
        + record(0xE0, struct.pack("<HH", 0, 164) + bytes(16))
        + record(0xE0, struct.pack("<HH", 0, 20) + bytes(16))
    )
    sheet = (
        record(0x809, struct.pack("<HH", 0x600, 16))
        + record(0x203, struct.pack("<HHHd", 3, 1, 0, 0.0275))
        + record(0xBD, struct.pack("<HHHIHIH", 4, 2, 1, 0, 0, 0, 3))
        + record(0x205, struct.pack("<HHHBB", 5, 0, 0, 0x2A, 1))
        + record(0x1C, bytes(12))
        + record(0x0A, b"")
    )
    name = b"Rates"
    place = len(stream) + 4 + 8 + len(name) + 4
    stream += record(0x85, struct.pack("<IHBB", place, 0, len(name), 0) + name) + record(0x0A, b"")
    look = read_workbook_stream(stream + sheet)
    assert [(style.code, style.bold) for style in look.styles] == [("0.00%", True), ("h:mm", True)]
    own = look.sheets["Rates"]
    assert dict(own.rows) == {3: [(1, 0)], 4: [(2, 1), (3, 0)], 5: [(0, 0)]}
    assert own.shown == {(5, 0): "#N/A"}
    assert own.unread_comments == 1


def binary_record(kind, data=b""):
    """A record of an .xlsb file."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = (
        bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])
    )
    return head + size + data


def wide(text):
    """A text of an .xlsb file."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_formats_and_merged_cells_of_binary_workbooks_are_read():
    def name(column, text):
        return binary_record(6, struct.pack("<II", column, 0) + wide(text))

    def number(column, style, value):
        return binary_record(5, struct.pack("<IId", column, style, value))

    def row(place):
        return binary_record(0, struct.pack("<IIHHB", place, 0, 300, 0, 0) + bytes(4))

    sheet = (
        binary_record(129) + binary_record(148, struct.pack("<IIII", 0, 2, 0, 2))
        + binary_record(145) + row(0) + name(0, "Account") + name(1, "Rate") + name(2, "Opens")
        + row(1) + name(0, "Plus") + number(1, 1, 0.0275) + number(2, 2, 0.2708333333333333)
        + row(2) + number(1, 1, 0.5) + number(2, 2, 0.75)
        + binary_record(146) + binary_record(177, struct.pack("<I", 1))
        + binary_record(176, struct.pack("<IIII", 1, 2, 0, 0)) + binary_record(178)
        + binary_record(130)
    )  # fmt: skip

    def style(number):
        return binary_record(47, struct.pack("<HHHHH", 0, number, 0, 0, 0) + bytes(6))

    styles = (
        binary_record(278) + binary_record(615, struct.pack("<I", 1))
        + binary_record(44, struct.pack("<H", 164) + wide("0.00%")) + binary_record(616)
        + binary_record(626, struct.pack("<I", 1)) + style(9) + binary_record(627)
        + binary_record(617, struct.pack("<I", 3)) + style(0) + style(164) + style(20)
        + binary_record(618) + binary_record(279)
    )  # fmt: skip
    workbook = (
        binary_record(131) + binary_record(153, bytes(12)) + binary_record(143)
        + binary_record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("Rates"))
        + binary_record(144) + binary_record(132)
    )  # fmt: skip
    data = make_zip({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"/>',
        "_rels/.rels": rels({"r": ("officeDocument", "xl/workbook.bin")}),
        "xl/workbook.bin": workbook,
        "xl/_rels/workbook.bin.rels": rels(
            {"r1": ("worksheet", "worksheets/sheet1.bin"), "r2": ("styles", "styles.bin")}
        ),
        "xl/worksheets/sheet1.bin": sheet,
        "xl/styles.bin": styles,
        "xl/worksheets/_rels/sheet1.bin.rels": rels({"c": ("comments", "../comments1.bin")}),
        "xl/comments1.bin": binary_record(637, b"\0" + wide("Ask.")),
    })  # fmt: skip
    assert lines(data, "a.xlsb") == [
        "Rates", "Account: Plus; Rate: 2.75%; Opens: 6:30.",
        "Account: Plus; Rate: 50.00%; Opens: 18:00.", "Comments", "- Ask.",
    ]  # fmt: skip


def test_cells_that_lie_too_far_apart_are_refused_in_words():
    data = make_sheet([["City"]], more=lambda _, sheet: sheet.write(1_048_575, 16_383, "x"))
    assert "spreads its cells over 1,048,576 rows" in read("a.xlsx", data).report.reason


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}], ids=["shared", "in the cell"])
def test_raised_and_struck_characters_of_cells_are_told_apart(options):
    def more(workbook, sheet):
        up = workbook.add_format({"font_script": 1})
        low = workbook.add_format({"font_script": 2})
        gone = workbook.add_format({"font_strikeout": True})
        sheet.write_rich_string(1, 0, "10", up, "6", " of H", low, "2", "O")
        sheet.write_rich_string(1, 1, gone, "99", "79 euros")
        sheet.write(1, 2, 40, gone)

    data = make_sheet([["Count", "Price", "Fee"]], more=more, options=options)
    assert lines(data)[1] == "Count: 10⁶ of H₂O; Price: ~~99~~79 euros; Fee: ~~40~~."


def test_two_bold_rows_of_which_the_upper_one_is_merged_are_groups_and_names():
    def more(workbook, sheet):
        bold = workbook.add_format({"bold": True})
        sheet.merge_range(0, 0, 0, 2, "Budget", bold)
        sheet.merge_range(1, 1, 1, 2, "2022", bold)
        sheet.write_row(2, 0, ["Item", "Plan", "Actual"], bold)
        sheet.write_row(3, 0, ["Dredging", 1000, 1200])
        sheet.write_row(4, 0, ["Total", 1000, 1200], bold)

    assert lines(make_sheet([], more=more))[1:] == [
        "Budget", "Item: Dredging; 2022 - Plan: 1000; 2022 - Actual: 1200.",
        "Item: Total; 2022 - Plan: 1000; 2022 - Actual: 1200.",
    ]  # fmt: skip


def test_a_hidden_sheet_is_read_and_counted():
    def fill(workbook):
        workbook.add_worksheet("Shown").write_row(0, 0, ["City: Oslo"])
        sheet = workbook.add_worksheet("Secret")
        sheet.write_row(0, 0, ["Rate: 60"])
        sheet.hide()

    reading = read("a.xlsx", make_workbook(fill))
    assert "Rate: 60" in reading.document.text
    assert reading.report.details.hidden_blocks == 1


def test_texts_that_claim_to_be_too_many_are_refused():
    with zipfile.ZipFile(io.BytesIO(make_sheet([["City"], ["Oslo"]]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    counted = b'uniqueCount="2"'
    assert counted in parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        counted, b'uniqueCount="99999999999"'
    )
    assert "counts more texts" in read("a.xlsx", make_zip(parts)).report.reason


def test_quotes_behind_a_backslash_stay_in_their_field():
    data = b'Name,Quote\nIda,"Say \\"go\\", then leave"\nBo,none\n'
    assert lines(data, "a.csv") == [
        'Name: Ida; Quote: Say "go", then leave.', "Name: Bo; Quote: none.",
    ]  # fmt: skip


def test_a_backslash_at_the_end_of_a_field_is_none_of_its_quote():
    data = b'Disk,Folder\nA,"C:\\in\\"\nB,"D:\\out\\"\n'
    assert lines(data, "a.csv") == ["Disk: A; Folder: C:\\in\\.", "Disk: B; Folder: D:\\out\\."]


def test_a_sentence_above_a_table_keeps_its_commas():
    data = b"Made in May, by Ida\n\nItem,Stock,Shelf\nRope,14,B2\nTar,9,C1\n"
    assert lines(data, "a.csv")[:2] == ["Made in May, by Ida", "Item: Rope; Stock: 14; Shelf: B2."]


def test_a_caret_may_part_fields():
    assert lines(b"Id^Town\n1^Arvik\n2^Bodal\n", "a.csv")[1] == "Id: 2; Town: Bodal."


def test_a_chart_of_cells_keeps_the_names_that_stand_in_no_cell():
    def more(workbook, sheet):
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"name": "Planned", "values": "=Rates!$B$2:$B$3"})
        chart.set_x_axis({"name": "Harbour"})
        sheet.insert_chart("F2", chart)

    data = make_sheet([["Town", "Ships"], ["Arvik", 5], ["Bodal", 7]], more=more)
    assert lines(data)[-2:] == ["Harbour", "Planned"]


def test_commas_of_numbers_and_sentences_part_no_fields_beside_semicolons():
    data = b"Arvik, north pier\nMade in May, by Ida\n\nHour;Level\n06;1,20\n12;0,95\n"
    assert lines(data, "a.csv")[-2:] == ["Hour: 06; Level: 1,20.", "Hour: 12; Level: 0,95."]
    data = b"Id,Note\n1,a;b\n2,c;d\n3,e;f\n"
    assert lines(data, "a.csv")[0] == "Id: 1; Note: a;b."


def test_a_workbook_on_which_the_library_gives_up_is_reported(monkeypatch):
    class PanicException(BaseException):
        """As the library's own, which can't be imported."""

    class Workbook:
        @staticmethod
        def from_filelike(_):
            raise PanicException("range start index out of range")

    monkeypatch.setattr(workbook, "CalamineWorkbook", Workbook)
    with pytest.raises(ReadingError, match="is damaged"):
        workbook._read(b"", workbook.WorkbookLook(), None)
