from __future__ import annotations

from tests.office import read, text_of
from tests.opendocument import cell, make_odf, root, rows, text_style

COVERED = "<table:covered-table-cell/>"


def test_notes_leave_their_sentence_whole_and_stand_after_the_text():
    note = (
        '<text:note text:note-class="{}"><text:note-citation>{}</text:note-citation>'
        "<text:note-body><text:p>{}</text:p></text:note-body></text:note>"
    )
    body = (
        f"<text:p>Up to 31{note.format('footnote', '1', 'Islands differ.')} kilograms.</text:p>"
        f"<text:p>Closed{note.format('endnote', 'i', 'See the law.')} on Sunday.</text:p>"
    )
    assert text_of("a.odt", make_odf("text", body)) == (
        "Up to 31[1] kilograms.\n\nClosed[i] on Sunday.\n\nFootnotes\n\n[1] Islands differ.\n\n"
        "Endnotes\n\n[i] See the law."
    )


def list_style(name, *levels):
    made = "".join(
        f'<text:list-level-style-number text:level="{n}" style:num-format="{kind}" '
        f'style:num-suffix="{suffix}" text:display-levels="{shown}" text:start-value="{start}"/>'
        for n, (kind, suffix, shown, start) in enumerate(levels, 1)
    )
    return f'<text:list-style style:name="{name}">{made}</text:list-style>'


def test_lists_are_numbered_nested_and_continued_as_their_styles_say():
    style = list_style("L", ("1", ".", 1, 3), ("a", ")", 1, 1), ("1", ".", 3, 1))
    body = (
        '<text:list text:style-name="L"><text:list-item><text:p>One</text:p><text:list>'
        "<text:list-item><text:p>Inner</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>Two</text:p><text:p>More of two.</text:p></text:list-item>"
        "</text:list><text:p>Between.</text:p>"
        '<text:list text:style-name="L" text:continue-numbering="true"><text:list-item>'
        "<text:p>Three</text:p></text:list-item></text:list>"
        '<text:list text:style-name="L"><text:list-item><text:p>Anew</text:p></text:list-item>'
        "</text:list>"
    )
    text = text_of("a.odt", make_odf("text", body, style))
    assert [line for line in text.split("\n") if line] == [
        "3. One", "  a) Inner", "4. Two", "More of two.", "Between.", "5. Three", "3. Anew",
    ]  # fmt: skip


def test_headings_are_numbered_by_the_outline():
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" '
        'style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" '
        'text:display-levels="2"/></text:outline-style>'
    )
    body = "".join(
        f'<text:h text:outline-level="{level}" {more}>{title}</text:h>'
        for level, title, more in (
            (1, "Scope", ""), (2, "Who", ""), (1, "Preface", 'text:is-list-header="true"'),
            (1, "Terms", ""), (2, "What", ""),
        )
    )  # fmt: skip
    document = read("a.odt", make_odf("text", body, common=outline)).document
    assert [section.title for section in document.sections] == [
        "I. Scope", "I.1 Who", "Preface", "II. Terms", "II.1 What",
    ]  # fmt: skip


def test_text_that_a_style_raises_strikes_or_hides_is_told_apart():
    styles = (
        text_style("up", 'style:text-position="super 58%"')
        + text_style("low", 'style:text-position="-33% 58%"')
        + text_style("gone", 'style:text-line-through-style="solid"')
        + text_style("child", "", more='style:parent-style-name="gone"')
        + text_style("unseen", 'text:display="none"')
    )
    body = (
        '<text:p>10<text:span text:style-name="up">6</text:span> of H<text:span '
        'text:style-name="low">2</text:span>O for <text:span text:style-name="child">40</text:span>'
        '25<text:span text:style-name="unseen">secret</text:span></text:p>'
    )
    reading = read("a.odt", make_odf("text", body, styles))
    assert reading.document.text == "10⁶ of H₂O for ~~40~~25"
    assert "6 characters of hidden text" in reading.report.reason


def test_merged_cells_and_marked_header_rows():
    head = "<table:table-header-rows>" + rows(["Anna", "Berta"]) + "</table:table-header-rows>"
    merged = rows(
        [cell("North", 'table:number-rows-spanned="2"'), "Yoga"],
        [COVERED, "Judo"],
        [cell("Closed", 'table:number-columns-spanned="2"'), COVERED],
    )
    body = f"<table:table>{head}{merged}</table:table>"
    assert text_of("a.odt", make_odf("text", body)).split("\n\n") == [
        "Anna: North; Berta: Yoga.", "Anna: North; Berta: Judo.", "Closed",
    ]  # fmt: skip


def test_a_nested_table_is_read_once_after_its_row():
    inner = "<table:table>" + rows(["Bolt", "Torque"], ["M8", "25 Nm"]) + "</table:table>"
    held = f"<table:table-cell><text:p>See:</text:p>{inner}</table:table-cell>"
    body = (
        "<table:table>"
        + rows(["Station", "Details"], ["A", held], ["B", "None"])
        + "</table:table>"
    )
    assert text_of("a.odt", make_odf("text", body)).split("\n\n") == [
        "Station: A; Details: See:.", "Bolt: M8; Torque: 25 Nm.", "Station: B; Details: None.",
    ]  # fmt: skip


def test_headers_and_footers_of_the_pages_in_use_come_first():
    masters = (
        '<style:master-page style:name="Standard">'
        "<style:header><text:p>SOP-7</text:p></style:header>"
        "<style:footer><text:p>Approved by Ines</text:p><text:p>Page <text:page-number>3"
        "</text:page-number></text:p></style:footer></style:master-page>"
        '<style:master-page style:name="Unused"><style:header><text:p>Draft</text:p></style:header>'
        "</style:master-page>"
    )
    data = make_odf("text", "<text:p>Body.</text:p>", masters=masters)
    assert text_of("a.odt", data) == "SOP-7\n\nApproved by Ines\n\nBody."


def test_comments_deletions_and_hidden_sections_are_accounted_for():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Old</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Kept<office:annotation><dc:creator>Ada</dc:creator><text:p>Check it.</text:p>"
        '</office:annotation>.</text:p><text:section text:display="none"><text:p>Hid</text:p>'
        "</text:section>"
    )
    reading = read("a.odt", make_odf("text", body))
    assert reading.document.text == "Kept.\n\nComments\n\n- Ada: Check it."
    assert reading.report.details.annotations == 1
    assert "3 characters of tracked deletions" in reading.report.reason
    assert "3 characters of hidden text" in reading.report.reason


def test_text_boxes_charts_and_formulas_are_read_where_they_stand():
    chart = root(
        "office:document-content",
        "<office:body><office:chart><chart:chart><chart:title><text:p>Rain</text:p></chart:title>"
        "<table:table>" + rows(["", "Lund"], ["2019", "655"]) + "</table:table></chart:chart>"
        "</office:chart></office:body>",
    )
    formula = (
        "<math:math><math:msup><math:mi>x</math:mi><math:mn>2</math:mn></math:msup>"
        "<math:mo>=</math:mo><math:mfrac><math:mn>1</math:mn><math:mn>4</math:mn></math:mfrac>"
        "<math:annotation>x^2 = 1 over 4</math:annotation></math:math>"
    )
    body = (
        "<text:p>Open the <draw:frame><draw:text-box><text:p>Wear gloves.</text:p></draw:text-box>"
        '</draw:frame>hatch.</text:p><text:p><draw:frame><draw:object xlink:href="./Object 1"/>'
        "<draw:image/></draw:frame></text:p>"
        f"<text:p><draw:frame><draw:object>{formula}</draw:object></draw:frame></text:p>"
        "<text:p><draw:frame><draw:image/><svg:desc>A dog</svg:desc></draw:frame></text:p>"
    )
    reading = read("a.odt", make_odf("text", body, parts={"Object 1/content.xml": chart}))
    assert reading.document.text == (
        "Open the hatch.\n\nWear gloves.\n\nRain\n\n2019; Lund: 655.\n\nx² = 1/4"
    )
    assert reading.report.reason == "not in the text: 1 picture"


def test_slides_have_titles_an_order_and_notes():
    def shape(kind, y, words):
        return (
            f'<draw:frame presentation:class="{kind}" svg:y="{y}cm" svg:x="1cm"><draw:text-box>'
            f"<text:p>{words}</text:p></draw:text-box></draw:frame>"
        )

    slide = (
        "<draw:page>" + shape("outline", 9, "Below.") + shape("subtitle", 5, "Above.")
        + shape("title", 1, "Goals") + shape("page-number", 20, "1")
        + shape("footer", 20, "Spring") + "<presentation:notes>" + shape("notes", 3, "Say it.")
        + "</presentation:notes></draw:page>"
    )  # fmt: skip
    document = read("a.odp", make_odf("presentation", slide + slide)).document
    first, second = (document.text[page.start : page.end].strip() for page in document.pages)
    assert first.split("\n\n") == ["Goals", "Above.", "Below.", "Spring", "Notes", "Say it."]
    assert second.split("\n\n") == ["Goals", "Above.", "Below.", "Notes", "Say it."]
    assert [s.title for s in document.sections] == ["Goals", "Notes", "Goals", "Notes"]


def test_cells_of_a_spreadsheet_are_read_as_shown():
    sheet = (
        '<table:table table:name="Rates">'
        + rows(
            ["Account", "Rate", "Start"],
            [
                cell("Plus", 'table:number-rows-spanned="2"'),
                cell("2.75%", 'office:value-type="percentage" office:value="0.0275"'),
                cell("06:30", 'office:value-type="time"'),
            ],
            [COVERED, cell("€ 4.50", 'office:value="4.5"'), "07:00"],
        )
        + '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        '<table:table table:name="Empty"/>'
    )
    reading = read("a.ods", make_odf("spreadsheet", sheet))
    assert reading.document.text.split("\n\n") == [
        "Rates", "Account: Plus; Rate: 2.75%; Start: 06:30.",
        "Account: Plus; Rate: € 4.50; Start: 07:00.",
    ]  # fmt: skip
    assert [str(page) for page in reading.document.pages] == ["sheet Rates", "sheet Empty"]
    assert reading.report.pages_without_text == (2,)


def test_readings_above_words_follow_the_line():
    ruby = (
        "<text:ruby><text:ruby-base>東京</text:ruby-base>"
        "<text:ruby-text>とうきょう</text:ruby-text></text:ruby>"
    )
    assert text_of("a.odt", make_odf("text", f"<text:p>{ruby}駅</text:p>")) == (
        "東京駅 (東京: とうきょう)"
    )


def test_an_item_that_only_holds_a_deeper_list_is_not_counted():
    style = list_style("L", ("1", ".", 1, 1), ("1", ".", 2, 1))

    def deeper(words, depth):
        inner = f"<text:p>{words}</text:p>"
        for _ in range(depth - 1):
            inner = f"<text:list><text:list-item>{inner}</text:list-item></text:list>"
        return (
            '<text:list text:style-name="L" text:continue-numbering="true"><text:list-item>'
            f"{inner}</text:list-item></text:list>"
        )

    body = deeper("One", 1) + deeper("Inner", 2) + deeper("Inner too", 2) + deeper("Two", 1)
    text = text_of("a.odt", make_odf("text", body, style))
    assert [line.strip() for line in text.split("\n") if line] == [
        "1. One", "1.1. Inner", "1.2. Inner too", "2. Two",
    ]  # fmt: skip


def test_a_list_inside_of_a_list_may_have_a_style_of_its_own():
    styles = list_style("L", ("1", ".", 1, 1)) + list_style("M", ("", "", 1, 1), ("A", ")", 1, 1))
    body = (
        '<text:list text:style-name="L"><text:list-item><text:p>One</text:p>'
        '<text:list text:style-name="M"><text:list-item><text:p>Inner</text:p></text:list-item>'
        "</text:list></text:list-item></text:list>"
    )
    assert text_of("a.odt", make_odf("text", body, styles)) == "1. One\n  A) Inner"


def test_a_group_of_columns_at_the_end_of_a_sheets_row_covers_all_of_them():
    group = cell("2024", 'table:number-columns-spanned="2"')
    top = cell("Team", 'table:number-rows-spanned="2"')
    sheet = rows([top, group, COVERED], [COVERED, "Goals", "Points"], ["Red", "44", "61"])
    data = make_odf("spreadsheet", f'<table:table table:name="T">{sheet}</table:table>')
    assert text_of("a.ods", data) == "T\n\nTeam: Red; 2024 - Goals: 44; 2024 - Points: 61."


def test_boxes_in_notes_fields_of_forms_and_raised_digits_of_sheets_are_read():
    box = "<draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame>"
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>See {box}</text:p></text:note-body></text:note>"
    )
    fields = (
        '<form:text form:label="Holder" form:current-value="Ida"/><form:checkbox '
        'form:name="paid" form:current-state="checked"/><form:listbox form:label="Zone">'
        '<form:option form:label="N"/><form:option form:label="S" form:current-selected="true"/>'
        '</form:listbox><form:button form:label="Send" form:value="x"/>'
    )
    body = f"<office:forms><form:form>{fields}</form:form></office:forms><text:p>Up{note}.</text:p>"
    reading = read("a.odt", make_odf("text", body))
    assert reading.document.text.split("\n\n") == [
        "Up[1].", "Holder: Ida", "paid: ☒", "Zone: S", "Footnotes", "[1] See", "Boxed.",
    ]  # fmt: skip
    assert reading.report.details.annotations == 3


def test_a_sheet_keeps_raised_digits_shapes_in_cells_and_its_header():
    raised = '<table:table-cell><text:p>10<text:span text:style-name="up">6</text:span></text:p>'
    shape = "<draw:custom-shape><text:p>Not in May</text:p></draw:custom-shape></table:table-cell>"
    sheet = rows(["Item", "Count"], ["Rope", raised + shape], ["Tar", "5"])
    header = (
        '<style:master-page style:name="Standard"><style:header><style:region-left><text:p>Depot 4'
        "</text:p></style:region-left><style:region-right><text:p>Page <text:page-number>1"
        "</text:page-number></text:p></style:region-right></style:header></style:master-page>"
    )
    up = text_style("up", 'style:text-position="super 58%"')
    table = f'<table:table table:name="T">{sheet}</table:table>'
    assert text_of("a.ods", make_odf("spreadsheet", table, up, masters=header)).split("\n\n") == [
        "T", "Item: Rope; Count: 10⁶.", "Item: Tar; Count: 5.", "Not in May", "Depot 4",
    ]  # fmt: skip


def test_what_slides_repeat_is_read_once_and_their_comments_are():
    declared = (
        '<presentation:footer-decl presentation:name="f">Board, May</presentation:footer-decl>'
    )
    page = (
        '<draw:page draw:master-page-name="M" presentation:use-footer-name="f"><draw:frame>'
        "<draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>{}</draw:page>"
    )
    comment = (
        "<office:annotation><dc:creator>Bo</dc:creator><text:p>Really?</text:p></office:annotation>"
    )
    master = (
        '<style:master-page style:name="M"><draw:frame><draw:text-box><text:p>Heron club</text:p>'
        '</draw:text-box></draw:frame><draw:frame presentation:class="title"><draw:text-box>'
        "<text:p>Click to edit</text:p></draw:text-box></draw:frame></style:master-page>"
    )
    body = declared + page.format("First.", comment) + page.format("Second.", "")
    assert text_of("a.odp", make_odf("presentation", body, masters=master)).split("\n\n") == [
        "First.", "Board, May", "Heron club", "Second.", "Comments", "- Bo: Really?",
    ]  # fmt: skip


def test_headers_of_each_sheets_page_style_and_of_the_pages_that_follow_are_read():
    def master(name, words, following=""):
        return (
            f'<style:master-page style:name="{name}" style:next-style-name="{following}">'
            f"<style:header><text:p>{words}</text:p></style:header></style:master-page>"
        )

    masters = master("Other", "Unused") + master("First", "Front", "Rest") + master("Rest", "Inner")
    styles = (
        '<style:style style:name="t" style:family="table" style:master-page-name="First"/>'
        '<style:style style:name="p" style:family="paragraph" style:master-page-name="First"/>'
    )
    body = '<text:p text:style-name="p">Text.</text:p>'
    text = text_of("a.odt", make_odf("text", body, styles, masters=masters))
    assert text.split("\n\n") == ["Front", "Inner", "Text."]
    sheet = f'<table:table table:style-name="t">{rows(["a", "b"], ["c", "d"])}</table:table>'
    text = text_of("a.ods", make_odf("spreadsheet", sheet, styles, masters=masters))
    assert text.split("\n\n")[-2:] == ["Front", "Inner"]


def test_a_cell_whose_style_strikes_it_is_marked():
    struck = text_style("s", 'style:text-line-through-style="solid"', "table-cell")
    sheet = rows(["Name", "Job"], ["Ida", cell("Cook", 'table:style-name="s"')], ["Ole", "Mate"])
    table = f"<table:table>{sheet}</table:table>"
    assert "Name: Ida; Job: ~~Cook~~." in text_of("a.ods", make_odf("spreadsheet", table, struck))


def test_flat_files_are_read_as_their_packages_are():
    picture = "<draw:frame><draw:image><office:binary-data>aGk=</office:binary-data></draw:image>"
    text = (
        f"<office:automatic-styles>{list_style('L', ('A', '.', 1, 1))}</office:automatic-styles>"
        "<office:master-styles>"
        '<style:master-page style:name="Standard"><style:header><text:p>Rule book</text:p>'
        "</style:header></style:master-page></office:master-styles><office:body><office:text>"
        '<text:list text:style-name="L"><text:list-item><text:p>No dogs.</text:p></text:list-item>'
        f"</text:list>{picture}</draw:frame></office:text></office:body>"
    )
    reading = read("rules.fodt", f'<?xml version="1.0"?>{root("office:document", text)}'.encode())
    assert reading.document.text == "Rule book\n\nA. No dogs."
    assert "1 picture" in reading.report.reason
    grid = rows(["Bird", "Count"], ["Heron", "7"])
    sheet = f'<table:table table:name="Birds">{grid}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    flat = f'<?xml version="1.0"?>{root("office:document", body)}'.encode()
    assert text_of("a.fods", flat).endswith("Bird: Heron; Count: 7.")
    assert text_of("a.xml", flat).endswith("Bird: Heron; Count: 7.")
